package io.twelvefactor.operator.surround;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.twelvefactor.api.v1alpha1.TwelveFactorApp;
import io.twelvefactor.operator.observe.Facts;
import io.twelvefactor.operator.release.Plan;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The surroundings of an app, to be looked up. */
record Surrounded(List<HasMetadata> objects) {
  Surrounded(TwelveFactorApp app, Plan plan, Facts facts) {
    this(Surroundings.of(app, plan, facts));
  }

  /** The objects of one kind by name. */
  <T extends HasMetadata> Map<String, T> of(Class<T> kind) {
    Map<String, T> found = new TreeMap<>();
    objects.stream()
        .filter(kind::isInstance)
        .map(kind::cast)
        .forEach(object -> found.put(object.getMetadata().getName(), object));
    return found;
  }
}
