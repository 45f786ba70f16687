package io.twelvefactor.operator.apply;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.twelvefactor.operator.observe.Children;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Deletes what is no longer desired. To be called only after every apply succeeded: an object that
 * failed to be applied may be what replaces the one about to go.
 */
public final class Pruner {
  /** Kinds that are kept by history, not by the desired set. */
  private static final Set<Class<? extends HasMetadata>> OWN_LIFE =
      Set.of(ControllerRevision.class, ConfigMap.class, Job.class);

  private final ObjectWriter writer;

  public Pruner(ObjectWriter writer) {
    this.writer = writer;
  }

  /** Deletes the children that are not desired; returns how many. */
  public int prune(List<HasMetadata> desired, Children children) {
    Set<String> kept = desired.stream().map(Children::key).collect(Collectors.toSet());
    List<HasMetadata> gone =
        children.all().stream()
            .filter(child -> OWN_LIFE.stream().noneMatch(kind -> kind.isInstance(child)))
            .filter(child -> child.getMetadata().getDeletionTimestamp() == null)
            .filter(child -> !kept.contains(Children.key(child)))
            .toList();
    gone.forEach(writer::delete);
    return gone.size();
  }
}
