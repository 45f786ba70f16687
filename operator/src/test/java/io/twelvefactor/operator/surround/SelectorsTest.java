package io.twelvefactor.operator.surround;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.twelvefactor.api.v1alpha1.TwelveFactorApp;
import io.twelvefactor.operator.sample.Sample;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which pods each selector of two apps with look-alike names meets. */
class SelectorsTest {
  private static final String SPEC =
      """
      processes:
      - {name: web, port: 8080, replicas: 2}
      - {name: b-web, port: 8080, replicas: 2}
      - {name: backup, port: 8080, replicas: 2}
      adminProcesses: [{name: backup, args: [a]}, {name: web, args: [b]}]
      release: {command: [migrate]}
      networkPolicy: {}
      podMetadata: {labels: {app: shared}}
      podTemplate: {metadata: {labels: {twelvefactor.io/process: web, app.kubernetes.io/instance: a}}}
      """;

  private final List<Surrounded> apps = List.of(app("a"), app("a-b"));

  @Test
  void everySelectorMeetsThePodsOfOneProcessOnly() {
    // Given
    Map<String, Map<String, String>> pods = pods();
    // Then
    assertThat(pods).hasSize(6);
    for (Surrounded app : apps) {
      app.of(Deployment.class)
          .forEach(
              (name, deployment) ->
                  assertThat(met(deployment.getSpec().getSelector(), pods)).containsExactly(name));
      app.of(Service.class)
          .forEach(
              (name, service) ->
                  assertThat(met(labels(service.getSpec().getSelector()), pods))
                      .containsExactly(name));
      app.of(PodDisruptionBudget.class)
          .forEach(
              (name, budget) ->
                  assertThat(met(budget.getSpec().getSelector(), pods)).containsExactly(name));
      assertThat(app.of(PodDisruptionBudget.class)).hasSize(3);
      assertThat(app.of(Service.class)).hasSize(3);
    }
  }

  @Test
  void aNetworkPolicyMeetsThePodsOfItsAppOnly() {
    for (Surrounded app : apps) {
      NetworkPolicy policy = app.of(NetworkPolicy.class).values().iterator().next();
      assertThat(met(policy.getSpec().getPodSelector(), pods()))
          .containsExactlyInAnyOrderElementsOf(app.of(Deployment.class).keySet());
    }
  }

  @Test
  void noSelectorMeetsThePodOfAJob() {
    // Given
    Map<String, Map<String, String>> jobs = new LinkedHashMap<>();
    apps.forEach(
        app ->
            app.of(CronJob.class)
                .forEach(
                    (name, job) ->
                        jobs.put(
                            name,
                            job.getSpec()
                                .getJobTemplate()
                                .getSpec()
                                .getTemplate()
                                .getMetadata()
                                .getLabels())));
    for (String name : List.of("a", "a-b")) {
      TwelveFactorApp app = Sample.app(name, SPEC);
      Job job = ReleaseJob.of(app, Sample.running(app).target().orElseThrow());
      jobs.put(job.getMetadata().getName(), job.getSpec().getTemplate().getMetadata().getLabels());
    }
    // Then
    assertThat(jobs).hasSize(6);
    assertThat(selectors()).hasSize(20).allSatisfy(s -> assertThat(met(s, jobs)).isEmpty());
  }

  private List<LabelSelector> selectors() {
    return apps.stream()
        .flatMap(app -> app.objects().stream())
        .map(
            object ->
                object instanceof Deployment d
                    ? d.getSpec().getSelector()
                    : object instanceof Service s
                        ? labels(s.getSpec().getSelector())
                        : object instanceof PodDisruptionBudget b
                            ? b.getSpec().getSelector()
                            : object instanceof NetworkPolicy n
                                ? n.getSpec().getPodSelector()
                                : null)
        .filter(selector -> selector != null)
        .toList();
  }

  private Map<String, Map<String, String>> pods() {
    Map<String, Map<String, String>> pods = new LinkedHashMap<>();
    apps.forEach(
        app ->
            app.of(Deployment.class)
                .forEach(
                    (name, d) ->
                        pods.put(name, d.getSpec().getTemplate().getMetadata().getLabels())));
    return pods;
  }

  private static Set<String> met(LabelSelector selector, Map<String, Map<String, String>> pods) {
    Set<String> met = new HashSet<>();
    pods.forEach(
        (name, labels) -> {
          boolean equal = labels.entrySet().containsAll(selector.getMatchLabels().entrySet());
          if (equal && selector.getMatchExpressions().stream().allMatch(e -> holds(e, labels))) {
            met.add(name);
          }
        });
    return met;
  }

  private static boolean holds(LabelSelectorRequirement expression, Map<String, String> labels) {
    assertThat(expression.getOperator()).isEqualTo("Exists");
    return labels.containsKey(expression.getKey());
  }

  private static LabelSelector labels(Map<String, String> labels) {
    LabelSelector selector = new LabelSelector();
    selector.setMatchLabels(labels);
    return selector;
  }

  private static Surrounded app(String name) {
    // Two processes of one name would be a name conflict, which is not at issue here.
    String spec = name.equals("a") ? SPEC.replace("b-web", "b-worker") : SPEC;
    TwelveFactorApp app = Sample.app(name, spec);
    return new Surrounded(app, Sample.running(app), Sample.facts());
  }
}
