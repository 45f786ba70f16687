package io.twelvefactor.testing;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * What the API server was asked, by whom: the proof for "a second pass writes nothing".
 *
 * <pre>{@code
 * Instant before = Instant.now();
 * reconcile();
 * assertThat(auditLog.requests().since(before).by("operator").in(namespace).writes()).isEmpty();
 * }</pre>
 */
public final class AuditLog {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path directory;
  private final KubernetesClient client;

  AuditLog(Path directory, KubernetesClient client) {
    this.directory = directory;
    this.client = client;
  }

  /** Every request that was answered before this call, oldest first. */
  public AuditedRequests requests() {
    // An answer can arrive before its line is written, so an absence proves nothing until the line
    // of
    // a later request is there.
    String marker = "audit-marker=" + UUID.randomUUID();
    client.raw("/version?" + marker);
    return await("the line of the marker in the audit log")
        .atMost(Duration.ofSeconds(10))
        .pollInterval(Duration.ofMillis(20))
        .until(this::read, requests -> requests.any(r -> r.uri().endsWith(marker)))
        .without(r -> r.uri().contains("audit-marker="));
  }

  private AuditedRequests read() {
    List<AuditedRequest> requests = new ArrayList<>();
    try (Stream<Path> files = Files.list(directory)) {
      // The server starts a new file after 100 MB and puts the time into the name of the old one.
      files.filter(AuditLog::isAuditLog).forEach(file -> readInto(requests, file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    requests.sort(Comparator.comparing(AuditedRequest::at));
    return new AuditedRequests(requests);
  }

  private static boolean isAuditLog(Path file) {
    String name = file.getFileName().toString();
    return name.startsWith("audit") && name.endsWith(".log");
  }

  private static void readInto(List<AuditedRequest> requests, Path file) {
    try (Stream<String> lines = Files.lines(file)) {
      lines.filter(line -> line.endsWith("}")).map(AuditLog::parse).forEach(requests::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static AuditedRequest parse(String line) {
    try {
      JsonNode event = JSON.readTree(line);
      return AuditedRequest.of(event);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
