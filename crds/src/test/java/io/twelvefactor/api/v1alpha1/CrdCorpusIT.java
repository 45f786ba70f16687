package io.twelvefactor.api.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.FieldValidateable.Validation;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.twelvefactor.testing.ControlPlane;
import io.twelvefactor.testing.ControlPlaneExtension;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The examples in {@code valid/} are taken by a real API server; those in {@code invalid/} are
 * refused, with what their first line expects.
 */
@ExtendWith(ControlPlaneExtension.class)
class CrdCorpusIT {
  private static final String EXPECT = "# expect: ";

  private final ControlPlane controlPlane;

  CrdCorpusIT(ControlPlane controlPlane) {
    this.controlPlane = controlPlane;
  }

  @TestFactory
  Stream<DynamicTest> takes() {
    String namespace = controlPlane.namespace("valid");
    return tests("valid", file -> assertTaken(namespace, file));
  }

  @TestFactory
  Stream<DynamicTest> refuses() {
    String namespace = controlPlane.namespace("invalid");
    return tests("invalid", file -> assertRefused(namespace, file));
  }

  private void assertTaken(String namespace, Path file) {
    assertThatCode(() -> create(namespace, file)).doesNotThrowAnyException();
  }

  private void assertRefused(String namespace, Path file) {
    String first = read(file).lines().findFirst().orElse("");
    assertThat(first).as("the first line of %s", file).startsWith(EXPECT);

    var refusal =
        catchThrowableOfType(KubernetesClientException.class, () -> create(namespace, file));

    assertThat(refusal).as("the refusal").isNotNull();
    assertThat(refusal.getStatus().getMessage()).contains(first.substring(EXPECT.length()));
  }

  /**
   * As untyped as a person's file: a typed object would lose unknown fields before they are seen.
   */
  private void create(String namespace, Path file) {
    var app = Serialization.unmarshal(read(file), GenericKubernetesResource.class);
    controlPlane
        .client()
        .resource(app)
        .inNamespace(namespace)
        .fieldValidation(Validation.STRICT)
        .create();
  }

  private static Stream<DynamicTest> tests(String directory, Consumer<Path> test) {
    List<Path> examples;
    try (Stream<Path> files = Files.list(Path.of(directory))) {
      examples = files.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    assertThat(examples).isNotEmpty().allMatch(file -> file.toString().endsWith(".yaml"));
    return examples.stream()
        .map(
            file ->
                DynamicTest.dynamicTest(
                    file.getFileName().toString(), file.toUri(), () -> test.accept(file)));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
