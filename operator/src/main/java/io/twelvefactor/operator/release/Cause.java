package io.twelvefactor.operator.release;

import io.twelvefactor.api.v1alpha1.EnvVar;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Says in words what led from one release to the next; names and keys, never values. */
final class Cause {
  /** What a status has room for. */
  private static final int LONGEST = 512;

  private Cause() {}

  static String of(Optional<ReleaseInputs> before, ReleaseInputs after) {
    if (before.isEmpty()) {
      return "first release";
    }
    ReleaseInputs old = before.get();
    List<String> changes = new ArrayList<>();
    if (!old.image().equals(after.image())) {
      changes.add("image");
    }
    named(old.config(), after.config(), c -> c.source().toString())
        .forEach(name -> changes.add("config of " + name));
    named(old.env(), after.env(), EnvVar::name).forEach(name -> changes.add("env " + name));
    named(old.bindings(), after.bindings(), BindingInput::name)
        .forEach(name -> changes.add("backing service " + name));
    named(old.processes(), after.processes(), PodInputs::name)
        .forEach(name -> changes.add("process " + name));
    named(old.adminProcesses(), after.adminProcesses(), PodInputs::name)
        .forEach(name -> changes.add("admin process " + name));
    if (changes.isEmpty()) {
      changes.add("settings of the pods");
    }
    String cause = "changed: " + String.join(", ", changes);
    return cause.length() <= LONGEST ? cause : cause.substring(0, LONGEST - 1) + "…";
  }

  /** Names of the entries that are in one only, or differ. */
  private static <T> Set<String> named(
      Collection<T> before, Collection<T> after, Function<T, String> name) {
    Map<String, T> old = index(before, name);
    Map<String, T> now = index(after, name);
    Set<String> names = new LinkedHashSet<>(old.keySet());
    names.addAll(now.keySet());
    names.removeIf(key -> Objects.equals(old.get(key), now.get(key)));
    return names;
  }

  private static <T> Map<String, T> index(Collection<T> entries, Function<T, String> name) {
    return entries.stream().collect(Collectors.toMap(name, Function.identity(), (a, b) -> b));
  }
}
