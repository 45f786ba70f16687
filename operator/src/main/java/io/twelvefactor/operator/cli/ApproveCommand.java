package io.twelvefactor.operator.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.twelvefactor.api.v1alpha1.Condition;
import io.twelvefactor.api.v1alpha1.ReleaseApproval;
import io.twelvefactor.api.v1alpha1.ReleaseApprovalSpec;
import io.twelvefactor.api.v1alpha1.TwelveFactorApp;
import io.twelvefactor.operator.cli.Cli.BadInput;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code approve}: a yes to the release that waits for one. */
@Command(
    name = "approve",
    description = {
      "Approves the release of an app that waits for it, in your own name.",
      "Exactly that release, its config included: a change of the spec asks anew."
    },
    mixinStandardHelpOptions = true)
final class ApproveCommand extends AppCommand {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** How the operator names the release that waits. */
  private static final Pattern WAITING =
      Pattern.compile("release (\\d+) \\((sha256:[0-9a-f]{64}), fingerprint ([0-9a-f]{8,64})\\)");

  @Option(
      names = "--release",
      paramLabel = "N",
      description = "Approve only if it is this release that waits.")
  private Integer expected;

  @Override
  int run(Target target) {
    ReleaseApproval approval = new ReleaseApproval();
    ReleaseApprovalSpec spec = spec(target.app(), user(target.client()));
    if (expected != null && !expected.equals(spec.release())) {
      throw new BadInput(
          "it is release %d that waits, and not %d".formatted(spec.release(), expected));
    }
    approval.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace(target.namespace())
            .withGenerateName("%s-r%d-".formatted(target.name(), spec.release()))
            .build());
    approval.setSpec(spec);
    target.client().resource(approval).create();
    target
        .out()
        .println(
            "%s approves release %d of %s (%s)"
                .formatted(spec.approvedBy(), spec.release(), target.name(), spec.digest()));
    return 0;
  }

  /** The approval that is asked for: what the operator says it waits for, and nothing later. */
  static ReleaseApprovalSpec spec(TwelveFactorApp app, String user) {
    String message =
        app.getStatus() == null
            ? ""
            : app.getStatus().conditions().stream()
                .filter(c -> c.reason().equals("AwaitingApproval"))
                .map(Condition::message)
                .findFirst()
                .orElse("");
    Matcher waiting = WAITING.matcher(message);
    if (!waiting.find()) {
      throw new BadInput(
          "no release of %s waits for approval; `kubectl twelvefactor why %s` says how it stands"
              .formatted(app.getMetadata().getName(), app.getMetadata().getName()));
    }
    return new ReleaseApprovalSpec(
        app.getMetadata().getName(),
        Integer.valueOf(waiting.group(1)),
        waiting.group(2),
        waiting.group(3),
        user);
  }

  /** As the API server knows the user, who may go by another name in the kubeconfig. */
  private static String user(KubernetesClient client) {
    String answer =
        client.raw(
            "/apis/authentication.k8s.io/v1/selfsubjectreviews",
            "POST",
            "{\"apiVersion\":\"authentication.k8s.io/v1\",\"kind\":\"SelfSubjectReview\"}");
    try {
      return JSON.readTree(answer).at("/status/userInfo/username").asText();
    } catch (JsonProcessingException e) {
      throw new BadInput("the cluster does not say who you are: " + e.getOriginalMessage());
    }
  }
}
