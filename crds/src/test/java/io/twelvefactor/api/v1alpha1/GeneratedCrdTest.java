package io.twelvefactor.api.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The committed CustomResourceDefinition is the one that the Java types give. */
class GeneratedCrdTest {
  private static final Path COMMITTED =
      Path.of("generated", "twelvefactorapps.twelvefactor.io.yaml");

  @Test
  void committedDefinitionIsWhatTheTypesGive() throws IOException {
    String made = CustomResourceDefinitions.yaml(TwelveFactorApp.class);
    if (Boolean.getBoolean("crds.write")) {
      Files.writeString(COMMITTED, made);
    }

    assertThat(Files.readString(COMMITTED))
        .as("run `mvn -pl crds test -Dcrds.write=true` and commit %s", COMMITTED)
        .isEqualTo(made);
  }
}
