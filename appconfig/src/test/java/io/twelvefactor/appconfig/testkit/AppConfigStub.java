package io.twelvefactor.appconfig.testkit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.twelvefactor.appconfig.ConfigurationId;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * AppConfig's data plane as botocore's model of 2021-11-11 describes it, strict where ministack is
 * not: tokens live 24 hours, calls before the interval are refused. Faults are played in the order
 * they were added, one a call.
 */
public final class AppConfigStub implements AutoCloseable {

  /** What to do instead of answering the next call. */
  public enum Fault {
    /** 429 ThrottlingException; the token stays good. */
    THROTTLE,
    /** 500 InternalServerException; the token stays good. */
    INTERNAL_ERROR,
    /** The whole answer is announced, half the body sent, the connection closed; token spent. */
    TORN_BODY,
    /** The connection is closed without an answer; token spent. */
    LOST_ANSWER,
    /** 403; the token stays good. */
    ACCESS_DENIED,
    /** The token counts as one of yesterday. */
    EXPIRED_TOKEN
  }

  private record Deployed(String version, byte[] content) {}

  private record Session(
      ConfigurationId id, Duration interval, Instant earliest, Instant expires, String seen) {}

  private static final Duration TOKEN_LIFE = Duration.ofHours(24);
  private static final Pattern FIELD = Pattern.compile("\"(\\w+)\"\\s*:\\s*\"?([^\",}]+)");

  static {
    // Without it each answer waits for the client's delayed acknowledgement, some 40 ms.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final InstantSource clock;
  private final Map<ConfigurationId, Deployed> deployed = new HashMap<>();
  private final Map<String, Session> sessions = new HashMap<>();
  private final Deque<Fault> faults = new ArrayDeque<>();
  private final List<String> calls = new ArrayList<>();
  private Duration interval = Duration.ofSeconds(60);
  private int tokens;

  public AppConfigStub(InstantSource clock) throws IOException {
    this(clock, 0);
  }

  /**
   * @param port 0 takes a free one
   */
  public AppConfigStub(InstantSource clock, int port) throws IOException {
    this.clock = clock;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.createContext("/", this::handle);
    server.setExecutor(threads);
    server.start();
  }

  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  public synchronized void deploy(ConfigurationId id, String version, String content) {
    deployed.put(id, new Deployed(version, content.getBytes(StandardCharsets.UTF_8)));
  }

  /** The interval of answers to come, unless the session asked for a longer one. */
  public synchronized void interval(Duration next) {
    interval = next;
  }

  public synchronized void play(Fault... next) {
    faults.addAll(List.of(next));
  }

  /**
   * All calls so far: {@code start} or {@code latest}, then the status sent or the fault played.
   */
  public synchronized List<String> calls() {
    return List.copyOf(calls);
  }

  public long started() {
    return calls().stream().filter("start 201"::equals).count();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private synchronized void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      boolean start = exchange.getRequestURI().getPath().equals("/configurationsessions");
      String call = start ? "start" : "latest";
      Fault fault = faults.poll();
      if (fault == Fault.THROTTLE) {
        refuse(exchange, call, 429, "ThrottlingException", "\"Message\":\"Rate exceeded\"");
      } else if (fault == Fault.INTERNAL_ERROR) {
        refuse(exchange, call, 500, "InternalServerException", "\"Message\":\"internal\"");
      } else if (fault == Fault.ACCESS_DENIED) {
        refuse(exchange, call, 403, "AccessDeniedException", "\"Message\":\"not authorized\"");
      } else if (fault == Fault.EXPIRED_TOKEN && start) {
        faults.addFirst(fault); // for the call that brings the token
        start(exchange, null);
      } else if (fault == Fault.EXPIRED_TOKEN) {
        refuse(exchange, call, 400, "BadRequestException", problem("Expired"));
      } else if (start) {
        start(exchange, fault);
      } else {
        latest(exchange, fault);
      }
    }
  }

  private void start(HttpExchange exchange, Fault fault) throws IOException {
    Map<String, String> asked = new HashMap<>();
    Matcher fields =
        FIELD.matcher(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    while (fields.find()) {
      asked.put(fields.group(1), fields.group(2).strip());
    }
    var id =
        new ConfigurationId(
            asked.get("ApplicationIdentifier"),
            asked.get("EnvironmentIdentifier"),
            asked.get("ConfigurationProfileIdentifier"));
    if (!deployed.containsKey(id)) {
      refuse(exchange, "start", 404, "ResourceNotFoundException", "\"Message\":\"not found\"");
      return;
    }
    long least = Long.parseLong(asked.getOrDefault("RequiredMinimumPollIntervalInSeconds", "0"));
    Instant now = clock.instant();
    String token = token();
    sessions.put(
        token, new Session(id, Duration.ofSeconds(least), now, now.plus(TOKEN_LIFE), null));
    if (fault != null) {
      lose(exchange, "start", fault);
      return;
    }
    byte[] body =
        ("{\"InitialConfigurationToken\":\"" + token + "\"}").getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    send(exchange, "start", 201, body);
  }

  private void latest(HttpExchange exchange, Fault fault) throws IOException {
    String query = String.valueOf(exchange.getRequestURI().getQuery());
    String token = query.replaceFirst("^configuration_token=", "");
    Session session = sessions.get(token);
    Instant now = clock.instant();
    if (session == null) {
      refuse(exchange, "latest", 400, "BadRequestException", problem("Corrupted"));
      return;
    }
    if (!now.isBefore(session.expires())) {
      refuse(exchange, "latest", 400, "BadRequestException", problem("Expired"));
      return;
    }
    if (now.isBefore(session.earliest())) {
      refuse(exchange, "latest", 400, "BadRequestException", problem("PollIntervalNotSatisfied"));
      return;
    }
    sessions.remove(token);
    Deployed latest = deployed.get(session.id());
    boolean unchanged = latest.version().equals(session.seen());
    Duration wait = session.interval().compareTo(interval) > 0 ? session.interval() : interval;
    String next = token();
    sessions.put(
        next,
        new Session(
            session.id(),
            session.interval(),
            now.plus(wait),
            now.plus(TOKEN_LIFE),
            latest.version()));
    var headers = exchange.getResponseHeaders();
    headers.set("Next-Poll-Configuration-Token", next);
    headers.set("Next-Poll-Interval-In-Seconds", String.valueOf(wait.toSeconds()));
    headers.set("Content-Type", "application/json");
    if (!unchanged) {
      headers.set("Version-Label", latest.version());
    }
    byte[] body = unchanged ? new byte[0] : latest.content();
    if (fault == Fault.TORN_BODY && body.length > 1) {
      calls.add("latest torn");
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body, 0, body.length / 2);
      exchange.getResponseBody().flush();
    } else if (fault != null) {
      lose(exchange, "latest", fault);
    } else {
      send(exchange, "latest", 200, body);
    }
  }

  private void lose(HttpExchange exchange, String call, Fault fault) {
    // Closing an exchange without an answer closes its connection.
    calls.add(call + " " + fault.name().toLowerCase(Locale.ROOT));
    exchange.close();
  }

  private void refuse(HttpExchange exchange, String call, int status, String type, String fields)
      throws IOException {
    exchange.getRequestBody().readAllBytes();
    exchange.getResponseHeaders().set("x-amzn-ErrorType", type);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    send(exchange, call, status, ("{" + fields + "}").getBytes(StandardCharsets.UTF_8));
  }

  private void send(HttpExchange exchange, String call, int status, byte[] body)
      throws IOException {
    calls.add(call + " " + status);
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }

  private static String problem(String problem) {
    return """
        "Message":"invalid token","Reason":"InvalidParameters",
        "Details":{"InvalidParameters":{"ConfigurationToken":{"Problem":"%s"}}}"""
        .formatted(problem);
  }

  private String token() {
    return "token-" + ++tokens;
  }
}
