package io.twelvefactor.api.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.CustomResource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The committed CustomResourceDefinitions are those that the Java types give. */
class GeneratedCrdTest {
  @ParameterizedTest
  @ValueSource(classes = {TwelveFactorApp.class, AdminRun.class, ReleaseApproval.class})
  void committedDefinitionIsWhatTheTypesGive(Class<? extends CustomResource<?, ?>> kind)
      throws IOException {
    Path committed = Path.of("generated", CustomResource.getCRDName(kind) + ".yaml");
    String made = CustomResourceDefinitions.yaml(kind);
    if (Boolean.getBoolean("crds.write")) {
      Files.writeString(committed, made);
    }

    assertThat(Files.readString(committed))
        .as("run `mvn -pl crds test -Dcrds.write=true` and commit %s", committed)
        .isEqualTo(made);
  }
}
