package io.twelvefactor.operator.it;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.twelvefactor.api.v1alpha1.Condition;
import io.twelvefactor.api.v1alpha1.FactorVerdict;
import io.twelvefactor.api.v1alpha1.TwelveFactorApp;
import io.twelvefactor.api.v1alpha1.TwelveFactorAppStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What must hold of every status, whatever happens: the rules by which kstatus, Flux and Argo CD
 * read conditions, and our own. Watches every app and collects what breaks them.
 *
 * @see <a href="https://github.com/fluxcd/pkg/tree/main/runtime/conditions/check">Flux's
 *     checker</a>
 */
public final class StatusOracle implements Watcher<TwelveFactorApp>, AutoCloseable {
  private final List<String> violations = new CopyOnWriteArrayList<>();
  private final Watch watch;

  public StatusOracle(KubernetesClient client) {
    watch = client.resources(TwelveFactorApp.class).inAnyNamespace().watch(this);
  }

  @Override
  public void eventReceived(Action action, TwelveFactorApp app) {
    if ((action == Action.ADDED || action == Action.MODIFIED) && isOurs(app)) {
      for (String violation : check(app)) {
        violations.add(
            "%s/%s at %s: %s"
                .formatted(
                    app.getMetadata().getNamespace(),
                    app.getMetadata().getName(),
                    app.getMetadata().getResourceVersion(),
                    violation));
      }
    }
  }

  /** Tests of the API itself write statuses by hand on the same control plane. */
  private static boolean isOurs(TwelveFactorApp app) {
    return app.getMetadata().getManagedFields().stream()
        .filter(entry -> "status".equals(entry.getSubresource()))
        .allMatch(entry -> World.manager().equals(entry.getManager()));
  }

  @Override
  public void onClose(WatcherException cause) {
    if (cause != null) {
      violations.add("the oracle's watch ended: " + cause.getMessage());
    }
  }

  /** What was seen to break the rules since the last call. */
  public List<String> takeViolations() {
    List<String> taken = List.copyOf(violations);
    violations.clear();
    return taken;
  }

  /** What breaks the rules in one app's status. */
  public static List<String> check(TwelveFactorApp app) {
    List<String> broken = new ArrayList<>();
    TwelveFactorAppStatus status = app.getStatus();
    if (status == null || status.observedGeneration() == null) {
      broken.add("status.observedGeneration is missing: kstatus would read the app as current");
      return broken;
    }
    if (status.observedGeneration() == -1) {
      if (!status.conditions().isEmpty()) {
        broken.add("conditions before the app was observed");
      }
      return broken;
    }
    long generation = app.getMetadata().getGeneration();
    if (status.observedGeneration() > generation) {
      broken.add("observedGeneration is ahead of generation");
    }
    conditions(status, broken);
    readiness(status, broken);
    content(status, broken);
    return broken;
  }

  private static void conditions(TwelveFactorAppStatus status, List<String> broken) {
    Set<String> types = new HashSet<>();
    for (Condition condition : status.conditions()) {
      if (!types.add(condition.type())) {
        broken.add(condition.type() + " is there twice");
      }
      if (!condition.reason().matches("[A-Z][A-Za-z0-9]*")) {
        broken.add(
            "%s: reason '%s' is not CamelCase".formatted(condition.type(), condition.reason()));
      }
      if (condition.message() == null || condition.message().isBlank()) {
        broken.add(condition.type() + " has no message");
      }
      if (!status.observedGeneration().equals(condition.observedGeneration())) {
        broken.add(condition.type() + " speaks of another generation than the status");
      }
      if (Instant.parse(condition.lastTransitionTime()).isAfter(Instant.now().plusSeconds(5))) {
        broken.add(condition.type() + " changed in the future");
      }
    }
    for (String abnormal : List.of("Reconciling", "Stalled", "Suspended")) {
      if (status.condition(abnormal).filter(c -> !c.status().equals("True")).isPresent()) {
        broken.add(abnormal + " is to be present only when True");
      }
    }
  }

  private static void readiness(TwelveFactorAppStatus status, List<String> broken) {
    boolean reconciling = status.condition("Reconciling").isPresent();
    boolean stalled = status.condition("Stalled").isPresent();
    boolean suspended = status.condition("Suspended").isPresent();
    Optional<Condition> ready = status.condition("Ready");
    if (ready.isEmpty()) {
      broken.add("Ready is missing");
      return;
    }
    boolean isReady = ready.get().status().equals("True");
    if (reconciling && stalled) {
      broken.add("both Reconciling and Stalled: kstatus takes whichever comes first");
    }
    if (isReady && (reconciling || stalled)) {
      broken.add("Ready beside Reconciling or Stalled");
    }
    if (!isReady && !reconciling && !stalled && !suspended) {
      broken.add("not Ready, and neither Reconciling nor Stalled says why");
    }
    if (isReady && status.currentRelease() == null) {
      broken.add("Ready without a current release");
    }
    if (isReady && status.targetRelease() != null) {
      broken.add("Ready while release %d is rolling out".formatted(status.targetRelease()));
    }
    if (!suspended && status.condition("Available").isEmpty()) {
      broken.add("Available is missing");
    }
  }

  private static void content(TwelveFactorAppStatus status, List<String> broken) {
    if (status.condition("Suspended").isPresent()) {
      return;
    }
    List<Integer> numbers = status.factors().stream().map(FactorVerdict::number).toList();
    if (!numbers.equals(List.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12))) {
      broken.add("not twelve verdicts in order: " + numbers);
    }
    for (FactorVerdict verdict : status.factors()) {
      if (verdict.evidence() == null || verdict.evidence().isBlank()) {
        broken.add(verdict.name() + " has a verdict without evidence");
      }
    }
    if (status.compliance() == null || !status.compliance().matches("\\d+/\\d+")) {
      broken.add("compliance is not n/m: " + status.compliance());
    }
    for (int i = 1; i < status.releases().size(); i++) {
      if (status.releases().get(i - 1).number() <= status.releases().get(i).number()) {
        broken.add("releases are not newest first, each number once");
      }
    }
  }

  @Override
  public void close() {
    watch.close();
  }
}
