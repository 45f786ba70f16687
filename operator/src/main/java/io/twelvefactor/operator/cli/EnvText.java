package io.twelvefactor.operator.cli;

import io.twelvefactor.operator.release.BindingInput;
import io.twelvefactor.operator.release.ConfigInput;
import io.twelvefactor.operator.release.PodInputs;
import io.twelvefactor.operator.release.Release;
import io.twelvefactor.operator.release.ReleaseInputs;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What {@code env} prints: each variable of the app's processes and where its value comes from, and
 * the files beside them. No values.
 */
final class EnvText {
  private final Map<String, String> sources = new TreeMap<>();

  private EnvText() {}

  static String of(Release release) {
    EnvText env = new EnvText();
    ReleaseInputs inputs = release.inputs();
    // In the order of precedence: what comes later wins, as docs/design.md has it.
    inputs.config().stream().filter(c -> c.mountPath() == null).forEach(env::source);
    inputs.bindings().forEach(env::binding);
    if (!inputs.bindings().isEmpty()) {
      env.put("SERVICE_BINDING_ROOT", "the operator");
    }
    inputs.env().forEach(variable -> env.put(variable.name(), "spec.config.env"));
    String ports = ports(inputs);
    if (!ports.isEmpty()) {
      env.put("PORT", "the process type's port: " + ports);
    }
    Table table = new Table("KEY", "FROM");
    env.sources.forEach(table::row);
    return "release %d%n".formatted(release.number()) + table + files(inputs);
  }

  private void source(ConfigInput config) {
    Collection<String> names =
        config.live() == null ? config.keys() : config.live().variables().keySet();
    names.forEach(name -> put(name, String.valueOf(config.source())));
  }

  private void binding(BindingInput binding) {
    String from = binding.attachedBy() + (binding.inPlace() ? ", followed in place" : "");
    binding
        .env()
        .forEach(
            bound ->
                put(
                    bound.name(),
                    "backing service %s, key %s (%s)"
                        .formatted(binding.name(), bound.key(), from)));
  }

  private void put(String key, String source) {
    sources.merge(key, source, (lost, won) -> won + ", over " + lost);
  }

  private static String ports(ReleaseInputs inputs) {
    return inputs.processes().stream()
        .filter(PodInputs::bindsPort)
        .map(process -> process.name() + " " + process.port())
        .collect(Collectors.joining(", "));
  }

  private static String files(ReleaseInputs inputs) {
    Table table = new Table("FILES", "FROM");
    inputs.config().stream()
        .filter(config -> config.mountPath() != null)
        .forEach(config -> table.row(config.mountPath(), config.source()));
    inputs
        .bindings()
        .forEach(
            binding ->
                table.row(
                    "/bindings/" + binding.name(),
                    "backing service %s (%s)".formatted(binding.name(), binding.attachedBy())));
    String text = table.toString();
    return text.lines().count() > 1 ? "\n" + text : "";
  }
}
