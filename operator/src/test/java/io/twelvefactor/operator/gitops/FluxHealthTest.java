package io.twelvefactor.operator.gitops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cel.bundle.Cel;
import dev.cel.bundle.CelFactory;
import dev.cel.common.types.SimpleType;
import dev.cel.parser.CelStandardMacro;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.twelvefactor.operator.gitops.HealthChecks.Documented;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * The health check expressions of examples/gitops/flux/shop.yaml, evaluated as Flux does it, on the
 * objects that HealthIT recorded: as the table of docs/gitops.md says.
 *
 * @see <a href="https://github.com/fluxcd/pkg/blob/main/runtime/cel/status_evaluator.go">Flux's
 *     evaluator</a>
 */
class FluxHealthTest {
  private static final Cel CEL =
      CelFactory.standardCelBuilder()
          .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
          .addVar("metadata", SimpleType.DYN)
          .addVar("status", SimpleType.DYN)
          .build();

  @Test
  void somebodyElsesTurnIsNeitherFailureNorWaitedFor() throws Exception {
    Map<String, String> expressions = expressions();
    HealthChecks checks = HealthChecks.of("TwelveFactorApp");
    Map<String, String> documented = new TreeMap<>();
    Documented.states().forEach((state, says) -> documented.put(state, says.expressions()));
    Map<String, String> seen = new TreeMap<>();
    for (String state : checks.states()) {
      seen.put(state, status(expressions, checks.object(state)));
    }
    assertThat(seen).isEqualTo(documented).containsEntry("awaiting-approval-for-long", "Current");
  }

  private static String status(Map<String, String> expressions, Map<String, Object> object)
      throws Exception {
    Map<?, ?> metadata = (Map<?, ?>) object.get("metadata");
    Map<?, ?> status = (Map<?, ?>) object.get("status");
    if (!metadata.get("generation").equals(status.get("observedGeneration"))) {
      return "InProgress";
    }
    if (holds(expressions.get("failed"), object)) {
      return "Failed";
    }
    return holds(expressions.get("current"), object) ? "Current" : "InProgress";
  }

  private static boolean holds(String expression, Map<String, Object> object) throws Exception {
    return (Boolean) CEL.createProgram(CEL.compile(expression).getAst()).eval(object);
  }

  private static Map<String, String> expressions() {
    String file = HealthChecks.read(Path.of("../examples/gitops/flux/shop.yaml"));
    return Arrays.stream(file.split("(?m)^---$"))
        .map(text -> Serialization.unmarshal("---\n" + text, GenericKubernetesResource.class))
        .map(
            kustomization ->
                kustomization.<List<Map<String, String>>>get("spec", "healthCheckExprs"))
        .filter(expressions -> expressions != null)
        .findFirst()
        .orElseThrow()
        .get(0);
  }
}
