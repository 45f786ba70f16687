package io.twelvefactor.operator.release;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.twelvefactor.operator.names.Labels;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The pod templates of one release.
 *
 * @param processes by the name of the process type
 * @param adminProcesses by the name of the admin process
 * @param release of the release command, or null where there is none
 * @param logConfig what the log sidecar in them reads, or null where there is none
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Templates(
    Map<String, PodTemplateSpec> processes,
    Map<String, PodTemplateSpec> adminProcesses,
    PodTemplateSpec release,
    String logConfig) {

  /** Templates without a log sidecar. */
  public Templates(
      Map<String, PodTemplateSpec> processes,
      Map<String, PodTemplateSpec> adminProcesses,
      PodTemplateSpec release) {
    this(processes, adminProcesses, release, null);
  }

  public Templates {
    processes = processes == null ? Map.of() : processes;
    adminProcesses = adminProcesses == null ? Map.of() : adminProcesses;
  }

  /** All of them. */
  public Stream<PodTemplateSpec> all() {
    return Stream.of(
            processes.values().stream(),
            adminProcesses.values().stream(),
            Stream.ofNullable(release))
        .flatMap(templates -> templates);
  }

  /** The same under another release's number, and nothing else changed. */
  public Templates numbered(int number) {
    return new Templates(
        numbered(processes, number),
        numbered(adminProcesses, number),
        release == null ? null : numbered(release, number),
        logConfig);
  }

  private static Map<String, PodTemplateSpec> numbered(
      Map<String, PodTemplateSpec> templates, int number) {
    Map<String, PodTemplateSpec> numbered = new TreeMap<>();
    templates.forEach((name, template) -> numbered.put(name, numbered(template, number)));
    return numbered;
  }

  private static PodTemplateSpec numbered(PodTemplateSpec template, int number) {
    return new PodTemplateSpecBuilder(template)
        .editMetadata()
        .addToLabels(Labels.RELEASE, String.valueOf(number))
        .endMetadata()
        .build();
  }
}
