package io.twelvefactor.operator.cli;

import io.twelvefactor.api.v1alpha1.EnvVar;
import io.twelvefactor.operator.release.BindingInput;
import io.twelvefactor.operator.release.PodInputs;
import io.twelvefactor.operator.release.Release;
import io.twelvefactor.operator.release.ReleaseInputs;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What {@code diff} prints: in what two releases differ, by image, command, key and name. Of values
 * it says only that they differ.
 */
final class DiffText {
  private final List<String> lines = new ArrayList<>();

  private DiffText() {}

  static String of(Release before, Release after) {
    String head = "release %d -> release %d%n".formatted(before.number(), after.number());
    if (before.fingerprint().equals(after.fingerprint())) {
      return head + "  no difference\n";
    }
    DiffText diff = new DiffText();
    diff.compare(before.inputs(), after.inputs());
    if (diff.lines.isEmpty()) {
      diff.lines.add("  settings of the pods");
    }
    return head + String.join("\n", diff.lines) + "\n";
  }

  private void compare(ReleaseInputs before, ReleaseInputs after) {
    changed("image", before.image(), after.image());
    changed("service account", before.serviceAccount(), after.serviceAccount());
    each(
        "config",
        before.config(),
        after.config(),
        config -> String.valueOf(config.source()),
        (name, old, now) -> content(name, keys(old.keys()), keys(now.keys())));
    each("env", before.env(), after.env(), EnvVar::name, (name, old, now) -> "another value");
    each(
        "backing service",
        before.bindings(),
        after.bindings(),
        BindingInput::name,
        DiffText::binding);
    each("process", before.processes(), after.processes(), PodInputs::name, DiffText::pod);
    each(
        "admin process",
        before.adminProcesses(),
        after.adminProcesses(),
        PodInputs::name,
        DiffText::pod);
    if (!Objects.equals(before.podTemplate(), after.podTemplate())) {
      lines.add("~ spec.podTemplate");
    }
    if (!Objects.equals(before.podMetadata(), after.podMetadata())) {
      lines.add("~ spec.podMetadata");
    }
  }

  private void changed(String what, String old, String now) {
    if (!Objects.equals(old, now)) {
      lines.add("~ %s: %s -> %s".formatted(what, old, now));
    }
  }

  /** How one entry differs from its namesake. */
  private interface Difference<T> {
    String of(String name, T before, T after);
  }

  private <T> void each(
      String what,
      Collection<T> before,
      Collection<T> after,
      Function<T, String> name,
      Difference<T> difference) {
    Map<String, T> old = index(before, name);
    Map<String, T> now = index(after, name);
    Stream.concat(old.keySet().stream(), now.keySet().stream())
        .distinct()
        .filter(key -> !Objects.equals(old.get(key), now.get(key)))
        .forEach(
            key ->
                lines.add(
                    !now.containsKey(key)
                        ? "- %s %s".formatted(what, key)
                        : !old.containsKey(key)
                            ? "+ %s %s".formatted(what, key)
                            : "~ %s %s: %s"
                                .formatted(
                                    what, key, difference.of(key, old.get(key), now.get(key)))));
  }

  private static <T> Map<String, T> index(Collection<T> entries, Function<T, String> name) {
    Map<String, T> index = new LinkedHashMap<>();
    entries.forEach(entry -> index.put(name.apply(entry), entry));
    return index;
  }

  private static String binding(String name, BindingInput old, BindingInput now) {
    if (!Objects.equals(old.source(), now.source())) {
      return "%s -> %s".formatted(source(old), source(now));
    }
    if (!old.env().equals(now.env())) {
      return "other environment variables";
    }
    return content(name, keys(old.keys(), old.values()), keys(now.keys(), now.values()));
  }

  private static String source(BindingInput binding) {
    return binding.source() == null ? "plain values" : binding.source().toString();
  }

  /** The keys that came and went; where the same are there, their content is another. */
  private static String content(String name, List<String> old, List<String> now) {
    List<String> told = new ArrayList<>();
    now.stream().filter(key -> !old.contains(key)).forEach(key -> told.add("+" + key));
    old.stream().filter(key -> !now.contains(key)).forEach(key -> told.add("-" + key));
    return told.isEmpty()
        ? "other content (keys: %s)".formatted(String.join(", ", now))
        : "keys %s".formatted(String.join(", ", told));
  }

  private static List<String> keys(List<String> keys) {
    return keys == null ? List.of() : keys;
  }

  private static List<String> keys(List<String> keys, Map<String, String> values) {
    return Stream.concat(keys(keys).stream(), values.keySet().stream()).toList();
  }

  private static String pod(String name, PodInputs old, PodInputs now) {
    String before = command(old);
    String after = command(now);
    return before.equals(after) ? "settings" : "%s -> %s".formatted(before, after);
  }

  private static String command(PodInputs pod) {
    return Stream.concat(pod.command().stream(), pod.args().stream()).toList().toString();
  }
}
