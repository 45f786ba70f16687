package io.twelvefactor.operator.observe;

import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.twelvefactor.api.v1alpha1.ReleaseApprovalSpec;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is known of where an app's releases come from, and of who said yes to them.
 *
 * @param allowed the sources that the administrator allows
 * @param source the app they come from; empty where there is none, or it is not allowed
 * @param approvals of releases of this app
 */
public record Promotion(
    AllowedSources allowed, Optional<Source> source, List<ReleaseApprovalSpec> approvals) {

  /**
   * An app of another namespace, seen as far as promoting from it asks.
   *
   * @param records of its releases
   * @param readySince since when its current release is ready, or null where it is not
   */
  public record Source(List<ControllerRevision> records, Instant readySince) {}
}
