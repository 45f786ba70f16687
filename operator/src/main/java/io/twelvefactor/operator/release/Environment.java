package io.twelvefactor.operator.release;

import io.twelvefactor.api.v1alpha1.BoundEnv;
import io.twelvefactor.api.v1alpha1.EnvVar;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The environment that the app's own container will find, name by name, and where each comes from.
 *
 * <p>What comes later wins: config sources in their order, then identifiers of Live sources and
 * backing services, then {@code spec.config.env}, and last what the operator sets.
 *
 * @param origins name to the source it is taken from
 * @param hidden each name that a later source hides, as a sentence
 * @param sources every source there is, in that order
 */
public record Environment(Map<String, String> origins, List<String> hidden, Set<String> sources) {
  private static final String DECLARED = "spec.config.env";
  private static final String OPERATOR = "the operator";

  public static Environment of(
      List<ConfigInput> config, List<BindingInput> bindings, List<EnvVar> env) {
    Environment all =
        new Environment(new LinkedHashMap<>(), new ArrayList<>(), new LinkedHashSet<>());
    for (ConfigInput source : config) {
      if (source.mountPath() == null && source.live() == null) {
        all.add(source.source().toString(), source.keys());
      }
    }
    for (ConfigInput source : config) {
      if (source.live() != null) {
        all.add(source.source().toString(), source.live().variables().keySet());
      }
    }
    for (BindingInput binding : bindings) {
      all.add(
          "backing service " + binding.name(), binding.env().stream().map(BoundEnv::name).toList());
    }
    all.add(DECLARED, env.stream().map(EnvVar::name).toList());
    all.origins.put("PORT", OPERATOR);
    if (!bindings.isEmpty()) {
      all.origins.put("SERVICE_BINDING_ROOT", OPERATOR);
    }
    return all;
  }

  public static Environment of(ReleaseInputs inputs) {
    return of(inputs.config(), inputs.bindings(), inputs.env());
  }

  private void add(String source, Iterable<String> names) {
    sources.add(source);
    for (String name : names) {
      String before = origins.put(name, source);
      if (before != null && !before.equals(source)) {
        hidden.add("%s of %s is hidden by %s".formatted(name, before, source));
      }
    }
  }
}
