package io.twelvefactor.operator.release;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import java.util.Map;

/** The pod templates of one release by the name of the process type or admin process. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Templates(
    Map<String, PodTemplateSpec> processes, Map<String, PodTemplateSpec> adminProcesses) {

  public Templates {
    processes = processes == null ? Map.of() : processes;
    adminProcesses = adminProcesses == null ? Map.of() : adminProcesses;
  }
}
