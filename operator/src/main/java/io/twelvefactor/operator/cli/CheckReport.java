package io.twelvefactor.operator.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.twelvefactor.operator.rules.Rule;
import io.twelvefactor.operator.rules.RuleBook;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The forms in which {@code check} tells what it found. */
enum CheckReport {
  /** A line a problem, as compilers write them. */
  text {
    @Override
    String of(List<Problem> problems, int objects) {
      StringBuilder report = new StringBuilder();
      problems.forEach(
          p ->
              report.append(
                  "%s:%d: %s: %s%s%n"
                      .formatted(
                          p.file(),
                          p.line(),
                          p.object(),
                          p.refused() ? "" : "warning: ",
                          p.message())));
      return report
          .append("%d found in %d objects%n".formatted(problems.size(), objects))
          .toString();
    }
  },

  /** {@code {objects, problems: [{file, line, object, rule, message, refused}]}}. */
  json {
    @Override
    String of(List<Problem> problems, int objects) {
      Map<String, Object> report = new LinkedHashMap<>();
      report.put("objects", objects);
      report.put("problems", problems);
      return written(report);
    }
  },

  /**
   * For code scanning.
   *
   * @see <a href="https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html">SARIF 2.1.0</a>
   */
  sarif {
    @Override
    String of(List<Problem> problems, int objects) {
      Map<String, Object> report = new LinkedHashMap<>();
      report.put("version", "2.1.0");
      report.put("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
      report.put(
          "runs",
          List.of(
              Map.of(
                  "tool",
                  Map.of("driver", Map.of("name", "twelvefactor", "rules", rules())),
                  "results",
                  problems.stream().map(CheckReport::result).toList())));
      return written(report);
    }
  };

  private static final ObjectMapper JSON = new ObjectMapper();

  /** The whole report. */
  abstract String of(List<Problem> problems, int objects);

  private static String written(Object report) {
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(report) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<Map<String, Object>> rules() {
    return RuleBook.shipped().rules().stream().map(CheckReport::rule).toList();
  }

  private static Map<String, Object> rule(Rule rule) {
    return Map.of(
        "id",
        rule.id(),
        "shortDescription",
        Map.of("text", rule.what()),
        "help",
        Map.of("text", rule.mend()));
  }

  private static Map<String, Object> result(Problem problem) {
    return Map.of(
        "ruleId",
        problem.rule(),
        "level",
        problem.refused() ? "error" : "warning",
        "message",
        Map.of("text", problem.object() + ": " + problem.message()),
        "locations",
        List.of(
            Map.of(
                "physicalLocation",
                Map.of(
                    "artifactLocation",
                    Map.of("uri", problem.file().replace('\\', '/')),
                    "region",
                    Map.of("startLine", problem.line())))));
  }
}
