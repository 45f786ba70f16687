package io.twelvefactor.operator.release;

import io.twelvefactor.api.v1alpha1.ProcessType;
import io.twelvefactor.api.v1alpha1.TwelveFactorAppSpec;
import java.util.List;
import java.util.Optional;

/** The process types of a spec, the short form spelled out. */
public final class ProcessTypes {
  private static final int DEFAULT_PORT = 8080;

  private ProcessTypes() {}

  /** All process types; {@code replicas} alone stands for one {@code web} on port 8080. */
  public static List<ProcessType> of(TwelveFactorAppSpec spec) {
    return spec.processes().isEmpty() ? List.of(web(spec.replicas())) : spec.processes();
  }

  /** The process type of that name. */
  public static Optional<ProcessType> find(TwelveFactorAppSpec spec, String name) {
    return of(spec).stream().filter(process -> process.name().equals(name)).findFirst();
  }

  /** How many replicas run at least: fixed, or what autoscaling starts from. */
  public static int replicas(ProcessType process) {
    if (process.autoscaling() != null) {
      Integer min = process.autoscaling().minReplicas();
      return min == null ? 1 : min;
    }
    return process.replicas() == null ? 1 : process.replicas();
  }

  private static ProcessType web(Integer replicas) {
    return new ProcessType(
        "web",
        null,
        null,
        DEFAULT_PORT,
        null,
        replicas,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null);
  }
}
