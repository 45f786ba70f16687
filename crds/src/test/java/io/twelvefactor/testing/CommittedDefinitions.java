package io.twelvefactor.testing;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The CustomResourceDefinitions that are committed, as the API's artifact carries them. */
final class CommittedDefinitions {
  private static final String DIRECTORY = "crds";

  private CommittedDefinitions() {}

  /** Applies them, which is no change where they are there already, and waits for each. */
  static void install(KubernetesClient client) {
    List<CustomResourceDefinition> definitions = read();
    definitions.forEach(d -> client.resource(d).forceConflicts().serverSideApply());
    definitions.forEach(
        d ->
            client
                .resource(d)
                .waitUntilCondition(CommittedDefinitions::established, 30, TimeUnit.SECONDS));
  }

  private static boolean established(CustomResourceDefinition definition) {
    // The first that is seen of a new definition can have a status without any conditions.
    return Stream.ofNullable(definition)
        .map(CustomResourceDefinition::getStatus)
        .filter(status -> status != null && status.getConditions() != null)
        .flatMap(status -> status.getConditions().stream())
        .anyMatch(c -> c.getType().equals("Established") && c.getStatus().equals("True"));
  }

  static List<CustomResourceDefinition> read() {
    URL directory = CommittedDefinitions.class.getClassLoader().getResource(DIRECTORY);
    if (directory == null) {
      throw new IllegalStateException(
          "no directory %s on the class path: build crds".formatted(DIRECTORY));
    }
    try {
      URI uri = directory.toURI();
      if (!uri.getScheme().equals("jar")) {
        return read(Path.of(uri));
      }
      try (FileSystem jar = FileSystems.newFileSystem(uri, Map.of())) {
        return read(jar.getPath(DIRECTORY));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<CustomResourceDefinition> read(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(file -> file.toString().endsWith(".yaml"))
          .sorted()
          .map(CommittedDefinitions::parse)
          .toList();
    }
  }

  private static CustomResourceDefinition parse(Path file) {
    try {
      return Serialization.unmarshal(Files.readString(file), CustomResourceDefinition.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
