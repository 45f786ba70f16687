package io.twelvefactor.operator.factor;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The grammar of Fluent Bit's classic configuration, as far as it is used, from its documentation:
 * sections in brackets, indented entries of a key and a value, and the keys that each plugin knows.
 * Fluent Bit itself refuses to start where a key is unknown.
 *
 * @see <a
 *     href="https://docs.fluentbit.io/manual/administration/configuring-fluent-bit/classic-mode/format-schema">format
 *     and schema</a>
 */
final class FluentBitGrammar {
  private static final Pattern SECTION = Pattern.compile("\\[([A-Z]+)]");
  private static final Pattern ENTRY = Pattern.compile(" {4}([A-Za-z_.]+) (\\S.*)");
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z_]+)}");

  /** Pages: administration/configuring-fluent-bit/classic-mode/configuration-file, …/buffering. */
  private static final Set<String> SERVICE =
      Set.of(
          "flush",
          "grace",
          "daemon",
          "log_level",
          "storage.path",
          "storage.max_chunks_up",
          "storage.backlog.mem_limit");

  private static final Set<String> ANY_OUTPUT =
      Set.of("name", "match", "workers", "retry_limit", "storage.total_limit_size");
  private static final Set<String> TLS = Set.of("tls", "tls.verify");

  /** By section and plugin; pages pipeline/inputs/tail, …/filters/…, …/outputs/…. */
  private static final Map<String, Set<String>> PLUGINS =
      Map.of(
          "INPUT tail",
          Set.of(
              "name",
              "tag",
              "path",
              "multiline.parser",
              "db",
              "read_from_head",
              "refresh_interval",
              "rotate_wait",
              "skip_long_lines",
              "storage.type"),
          "FILTER multiline",
          Set.of(
              "name", "match", "multiline.key_content", "multiline.parser", "emitter_storage.type"),
          "FILTER record_modifier",
          Set.of("name", "match", "record", "remove_key"),
          "OUTPUT cloudwatch_logs",
          all(
              ANY_OUTPUT,
              Set.of(
                  "region",
                  "log_group_name",
                  "log_stream_name",
                  "log_stream_prefix",
                  "auto_create_group")),
          "OUTPUT http",
          all(
              ANY_OUTPUT,
              TLS,
              Set.of("host", "port", "uri", "format", "json_date_format", "header")),
          "OUTPUT forward",
          all(ANY_OUTPUT, TLS, Set.of("host", "port", "shared_key", "self_hostname")),
          "OUTPUT stdout",
          all(ANY_OUTPUT, Set.of("format", "json_date_format")));

  /** Keys that may be there more than once. */
  private static final Set<String> MANY = Set.of("record", "header", "remove_key");

  /** Multiline parsers that are built in: no file of parsers is needed for them. */
  private static final Set<String> MULTILINE =
      Set.of("cri", "docker", "go", "java", "python", "ruby");

  private FluentBitGrammar() {}

  /**
   * One section.
   *
   * @param kind such as INPUT
   * @param entries values by key in lower case, since keys are told apart without case
   */
  record Section(String kind, Map<String, List<String>> entries) {
    String one(String key) {
      return entries.getOrDefault(key, List.of("")).get(0);
    }
  }

  /** What is wrong with a configuration; empty where nothing is. */
  static List<String> problems(String config) {
    List<String> problems = new ArrayList<>();
    List<Section> sections = parse(config, problems);
    for (Section section : sections) {
      section(section, problems);
    }
    List<String> kinds = sections.stream().map(Section::kind).toList();
    if (!String.join(" ", kinds).matches("SERVICE INPUT( FILTER)* OUTPUT")) {
      problems.add("sections: " + kinds);
    }
    return problems;
  }

  static List<Section> parse(String config) {
    List<String> problems = new ArrayList<>();
    List<Section> sections = parse(config, problems);
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(problems.toString());
    }
    return sections;
  }

  private static List<Section> parse(String config, List<String> problems) {
    List<Section> sections = new ArrayList<>();
    for (String line : config.split("\n")) {
      Matcher section = SECTION.matcher(line);
      Matcher entry = ENTRY.matcher(line);
      if (section.matches()) {
        sections.add(new Section(section.group(1), new LinkedHashMap<>()));
      } else if (entry.matches() && !sections.isEmpty()) {
        sections
            .get(sections.size() - 1)
            .entries()
            .computeIfAbsent(entry.group(1).toLowerCase(Locale.ROOT), key -> new ArrayList<>())
            .add(entry.group(2));
      } else if (!line.isEmpty()) {
        problems.add("neither a section nor an entry: " + line);
      }
    }
    return sections;
  }

  private static void section(Section section, List<String> problems) {
    String plugin = section.kind() + " " + section.one("name");
    Set<String> known = section.kind().equals("SERVICE") ? SERVICE : PLUGINS.get(plugin);
    if (known == null) {
      problems.add("no plugin " + plugin);
      return;
    }
    section
        .entries()
        .forEach(
            (key, values) -> {
              if (!known.contains(key)) {
                problems.add("%s knows no %s".formatted(plugin, key));
              }
              if (values.size() > 1 && !MANY.contains(key)) {
                problems.add("%s has %s twice".formatted(plugin, key));
              }
              values.forEach(value -> value(plugin, key, value, problems));
            });
  }

  private static void value(String plugin, String key, String value, List<String> problems) {
    String form =
        switch (key) {
          case "flush", "grace", "port", "workers", "refresh_interval", "rotate_wait" -> "\\d+";
          case "storage.max_chunks_up" -> "\\d+";
          case "storage.total_limit_size", "storage.backlog.mem_limit" -> "\\d+[KMG]?";
          case "daemon", "tls", "tls.verify", "read_from_head", "skip_long_lines" -> "On|Off";
          case "auto_create_group" -> "true|false";
          case "record" -> "\\S+ \\S+";
          case "header" -> "\\S+ \\S.*";
          case "retry_limit" -> "\\d+|no_limits|no_retries";
          case "multiline.parser" -> String.join("|", MULTILINE);
          case "storage.type", "emitter_storage.type" -> "memory|filesystem";
          case "format" -> "json|json_lines|json_stream|msgpack";
          case "json_date_format" -> "double|epoch|iso8601";
          default -> ".+";
        };
    if (!value.matches(form)) {
      problems.add("%s: %s is not to be '%s'".formatted(plugin, key, value));
    }
  }

  /** The variables of the environment that a configuration refers to. */
  static Set<String> variables(String config) {
    Set<String> variables = new TreeSet<>();
    Matcher matcher = VARIABLE.matcher(config);
    while (matcher.find()) {
      variables.add(matcher.group(1));
    }
    return variables;
  }

  @SafeVarargs
  private static Set<String> all(Set<String>... parts) {
    Set<String> all = new TreeSet<>();
    for (Set<String> part : parts) {
      all.addAll(part);
    }
    return all;
  }
}
