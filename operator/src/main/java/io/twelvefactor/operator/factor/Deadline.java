package io.twelvefactor.operator.factor;

import io.fabric8.kubernetes.api.model.PodTemplateSpec;

/** How long a Job may take. */
public final class Deadline {
  private Deadline() {}

  /**
   * Of a Job whose command may take so long: it has not ended before what follows its log has, and
   * that takes its time from the command's end on.
   *
   * @param seconds that the command may take
   */
  public static long of(PodTemplateSpec template, long seconds) {
    return LogSidecar.sidecar(template.getSpec()).isPresent()
        ? seconds + FluentBit.LINGER_SECONDS + FluentBit.FLUSH_SECONDS
        : seconds;
  }
}
