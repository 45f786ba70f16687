package io.twelvefactor.operator.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twelvefactor.api.v1alpha1.TwelveFactorApp;
import io.twelvefactor.operator.cli.SpecChange.Change;
import io.twelvefactor.operator.sample.Sample;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who holds an app in Git, and how a change is spelled for them. */
class SpecChangeTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "labels: {kustomize.toolkit.fluxcd.io/name: apps} | Flux | Kustomization apps",
        "labels: {helm.toolkit.fluxcd.io/name: shop} | Flux | HelmRelease shop",
        "'annotations: {argocd.argoproj.io/tracking-id: \"shop:twelvefactor.io/TwelveFactorApp:acme/shop\"}' | Argo CD | Application shop",
        "labels: {argocd.argoproj.io/instance: shop} | Argo CD | Application shop",
        "managedFields: [{manager: team}, {manager: kustomize-controller}] | Flux | field manager kustomize-controller",
        "managedFields: [{manager: helm-controller}] | Flux | field manager helm-controller",
        "managedFields: [{manager: argocd-controller}] | Argo CD | field manager argocd-controller",
      })
  void knowsWhoHoldsAnApp(String metadata, String tool, String source) {
    assertThat(GitOwner.of(app(metadata))).contains(new GitOwner(tool, source));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "labels: {app.kubernetes.io/instance: shop}",
        "managedFields: [{manager: team}, {manager: kubectl-client-side-apply}]"
      })
  void leavesTheOthersToTheirTeam(String metadata) {
    assertThat(GitOwner.of(app(metadata))).isEmpty();
  }

  @Test
  void scalesTheShortForm() {
    Change change = ScaleCommand.of(Sample.app("replicas: 1").getSpec(), Map.of("web", 3));
    assertThat(change.patch()).isEqualTo("{\"spec\":{\"replicas\":3}}");
    assertThat(change.yaml()).isEqualTo("spec:\n  replicas: 3\n");
    assertThat(change.done()).isEqualTo("web runs 3");
  }

  @Test
  void scalesByNameInAList() {
    Change change =
        ScaleCommand.of(
            Sample.app("processes: [{name: web}, {name: worker}]").getSpec(),
            new TreeMap<>(Map.of("worker", 3, "web", 2)));
    assertThat(change.patch())
        .isEqualTo(
            "[{\"op\":\"test\",\"path\":\"/spec/processes/0/name\",\"value\":\"web\"},"
                + "{\"op\":\"add\",\"path\":\"/spec/processes/0/replicas\",\"value\":2},"
                + "{\"op\":\"test\",\"path\":\"/spec/processes/1/name\",\"value\":\"worker\"},"
                + "{\"op\":\"add\",\"path\":\"/spec/processes/1/replicas\",\"value\":3}]");
    assertThat(change.yaml())
        .isEqualTo(
            """
            spec:
              processes:
              - name: web
                replicas: 2
              - name: worker
                replicas: 3
            """);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "replicas: 1 | worker | the app has one process type, web; scale it with web=N",
        "processes: [{name: web}, {name: api}] | worker | the app has no process type 'worker' (it has: web, api)",
        "processes: [{name: web, autoscaling: {maxReplicas: 3}}] | web | web follows its load: change minReplicas and maxReplicas of its autoscaling",
      })
  void saysWhatCannotBeScaled(String spec, String process, String message) {
    assertThatThrownBy(() -> ScaleCommand.of(Sample.app(spec).getSpec(), Map.of(process, 1)))
        .isInstanceOf(Cli.BadInput.class)
        .hasMessage(message);
  }

  private static TwelveFactorApp app(String metadata) {
    return Sample.parse(
        """
        apiVersion: twelvefactor.io/v1alpha1
        kind: TwelveFactorApp
        metadata:
          name: shop
          %s
        """
            .formatted(metadata),
        TwelveFactorApp.class);
  }
}
