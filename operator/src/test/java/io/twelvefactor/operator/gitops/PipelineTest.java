package io.twelvefactor.operator.gitops;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The workflow's shell is shell, and calls what is there; GitOpsIT runs what it calls. */
class PipelineTest {
  private static final Path GITOPS = Path.of("../examples/gitops");
  private static final Pattern CALL = Pattern.compile("\\bpipeline/[a-z]+");

  @Test
  void itsStepsAreShellAndCallWhatIsThere() throws Exception {
    List<String> steps = steps();
    assertThat(steps).hasSizeGreaterThan(3);
    for (String step : steps) {
      assertIsShell(step);
      CALL.matcher(step)
          .results()
          .forEach(call -> assertThat(GITOPS.resolve(call.group())).isExecutable());
    }
    for (String script : List.of("stage", "promote", "check")) {
      assertIsShell(HealthChecks.read(GITOPS.resolve("pipeline").resolve(script)));
      assertThat(steps).as("who calls %s", script).anyMatch(s -> s.contains("pipeline/" + script));
    }
  }

  private static void assertIsShell(String script) throws IOException, InterruptedException {
    Process bash = new ProcessBuilder("bash", "-n").redirectErrorStream(true).start();
    try (var in = bash.outputWriter()) {
      in.write(script);
    }
    String said = new String(bash.getInputStream().readAllBytes());
    assertThat(bash.waitFor()).as(said).isZero();
  }

  private static List<String> steps() throws IOException {
    JsonNode workflow =
        new ObjectMapper(new YAMLFactory())
            .readTree(Files.readString(GITOPS.resolve("pipeline/deploy.yaml")));
    return workflow.path("jobs").properties().stream()
        .flatMap(job -> Stream.of(job.getValue().path("steps")))
        .flatMap(list -> list.findValuesAsText("run").stream())
        .toList();
  }
}
