package io.twelvefactor.operator.release;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import io.twelvefactor.api.v1alpha1.AppConfigAgent;
import io.twelvefactor.api.v1alpha1.EnvVar;
import io.twelvefactor.api.v1alpha1.PodMetadata;
import io.twelvefactor.operator.observe.Facts;
import io.twelvefactor.operator.observe.Reference;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Everything the pods of an app are made of, and nothing else.
 *
 * <p>Scale, schedules, exposure, waivers and the codebase's revision are left out on purpose:
 * changing them must restart nothing.
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ReleaseInputs(
    String app,
    String image,
    List<String> imagePullSecrets,
    String serviceAccount,
    List<ConfigInput> config,
    AppConfigAgent appConfigAgent,
    List<EnvVar> env,
    List<BindingInput> bindings,
    List<PodInputs> processes,
    List<PodInputs> adminProcesses,
    PodMetadata podMetadata,
    JsonNode podTemplate,
    LogInput logs,
    PodInputs release) {

  public ReleaseInputs {
    imagePullSecrets = imagePullSecrets == null ? List.of() : imagePullSecrets;
    config = config == null ? List.of() : config;
    env = env == null ? List.of() : env;
    bindings = bindings == null ? List.of() : bindings;
    processes = processes == null ? List.of() : processes;
    adminProcesses = adminProcesses == null ? List.of() : adminProcesses;
    podMetadata = new PodMetadata(null, null).equals(podMetadata) ? null : podMetadata;
    podTemplate = podTemplate == null || podTemplate.isEmpty() ? null : podTemplate;
  }

  /** The same, whatever config sources and backing services hold: what people declared. */
  public ReleaseInputs withoutContent() {
    return new ReleaseInputs(
        app,
        image,
        imagePullSecrets,
        serviceAccount,
        config.stream().map(ConfigInput::withoutContent).toList(),
        appConfigAgent,
        env,
        bindings.stream().map(BindingInput::withoutContent).toList(),
        processes,
        adminProcesses,
        podMetadata,
        podTemplate,
        logs == null ? null : logs.withoutContent(),
        release);
  }

  /** The same, with an image for the log sidecar where the app names none. */
  public ReleaseInputs withDefaultLogImage(String defaultImage) {
    return logs == null ? this : with(logs.withDefaultImage(defaultImage));
  }

  private ReleaseInputs with(LogInput otherLogs) {
    return new ReleaseInputs(
        app,
        image,
        imagePullSecrets,
        serviceAccount,
        config,
        appConfigAgent,
        env,
        bindings,
        processes,
        adminProcesses,
        podMetadata,
        podTemplate,
        otherLogs,
        release);
  }

  /** Every pod of the release, processes first, the release command's last. */
  public Stream<PodInputs> pods() {
    return Stream.of(processes.stream(), adminProcesses.stream(), Stream.ofNullable(release))
        .flatMap(pods -> pods);
  }

  /** The digest of the image, where it names one. */
  public Optional<String> imageDigest() {
    return image.contains("@") ? Optional.of(imageContent()) : Optional.empty();
  }

  /** What tells one image from another: the digest, or without one the whole reference. */
  public String imageContent() {
    return image.substring(image.indexOf('@') + 1);
  }

  /** Whether anything in it is kept in a Secret, whose values no release keeps. */
  public boolean refersToSecrets() {
    return Stream.of(config.stream(), bindings.stream(), Stream.ofNullable(logs))
        .flatMap(inputs -> inputs)
        .map(Sourced::source)
        .anyMatch(ReleaseInputs::isSecret);
  }

  /** The same, made of the Secrets as they are now; of those that are not known as they were. */
  ReleaseInputs withSecretsOf(Facts facts) {
    return new ReleaseInputs(
        app,
        image,
        imagePullSecrets,
        serviceAccount,
        config.stream()
            .map(
                input ->
                    isSecret(input.source())
                        ? facts.content(input.source()).map(input::with).orElse(input)
                        : input)
            .toList(),
        appConfigAgent,
        env,
        bindings.stream()
            .map(
                binding ->
                    isSecret(binding.source()) && !binding.inPlace()
                        ? facts.content(binding.source()).map(binding::with).orElse(binding)
                        : binding)
            .toList(),
        processes,
        adminProcesses,
        podMetadata,
        podTemplate,
        logs != null && isSecret(logs.source())
            ? facts.content(logs.source()).map(logs::with).orElse(logs)
            : logs,
        release);
  }

  private static boolean isSecret(Reference source) {
    return source != null && source.kind() == Reference.Kind.Secret;
  }

  /** One backing service. */
  public Optional<BindingInput> binding(String name) {
    return bindings.stream().filter(binding -> binding.name().equals(name)).findFirst();
  }

  /** The inputs of one process type. */
  public Optional<PodInputs> process(String name) {
    return processes.stream().filter(process -> process.name().equals(name)).findFirst();
  }

  /** The inputs of one admin process. */
  public Optional<PodInputs> adminProcess(String name) {
    return adminProcesses.stream().filter(process -> process.name().equals(name)).findFirst();
  }
}
