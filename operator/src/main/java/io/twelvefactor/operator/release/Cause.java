package io.twelvefactor.operator.release;

import io.twelvefactor.api.v1alpha1.EnvVar;
import io.twelvefactor.operator.observe.Reference;
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
    List<String> rotated = new ArrayList<>();
    if (!old.image().equals(after.image())) {
      changes.add("image");
    }
    Map<String, ConfigInput> config = index(old.config(), c -> c.source().toString());
    for (ConfigInput input : after.config()) {
      ConfigInput was = config.get(input.source().toString());
      if (isRotation(was, input)) {
        rotated.add(input.source().toString());
      }
    }
    named(old.config(), after.config(), c -> c.source().toString()).stream()
        .filter(name -> !rotated.contains(name))
        .forEach(name -> changes.add("config of " + name));
    named(old.env(), after.env(), EnvVar::name).forEach(name -> changes.add("env " + name));
    Map<String, BindingInput> bindings = index(old.bindings(), BindingInput::name);
    for (BindingInput binding : after.bindings()) {
      if (isRotation(bindings.get(binding.name()), binding)) {
        rotated.add("backing service " + binding.name());
      }
    }
    named(old.bindings(), after.bindings(), BindingInput::name).stream()
        .map(name -> "backing service " + name)
        .filter(name -> !rotated.contains(name))
        .forEach(changes::add);
    named(old.processes(), after.processes(), PodInputs::name)
        .forEach(name -> changes.add("process " + name));
    named(old.adminProcesses(), after.adminProcesses(), PodInputs::name)
        .forEach(name -> changes.add("admin process " + name));
    if (isRotation(old.logs(), after.logs())) {
      rotated.add(after.logs().source() + " of the log sidecar");
    } else if (!Objects.equals(old.logs(), after.logs())) {
      changes.add("logs");
    }
    if (!Objects.equals(old.release(), after.release())) {
      changes.add("release command");
    }
    if (changes.isEmpty() && rotated.isEmpty()) {
      changes.add("settings of the pods");
    }
    return shortened(clause("changed", changes, clause("rotated", rotated, "")));
  }

  /** Whether the spec has changed, and not only the content of what it refers to. */
  static boolean isDeclared(ReleaseInputs before, ReleaseInputs after) {
    return !before.withoutContent().equals(after.withoutContent());
  }

  /** Whether a Secret has other values now, and nothing else about it is different. */
  private static boolean isRotation(Sourced before, Sourced after) {
    return before != null
        && after != null
        && after.source() != null
        && after.source().kind() == Reference.Kind.Secret
        && !before.equals(after)
        && before.withoutContent().equals(after.withoutContent());
  }

  private static String clause(String verb, List<String> names, String next) {
    return names.isEmpty()
        ? next
        : verb + ": " + String.join(", ", names) + (next.isEmpty() ? "" : "; " + next);
  }

  private static String shortened(String cause) {
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
