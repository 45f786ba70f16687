package io.twelvefactor.operator.status;

import io.twelvefactor.api.v1alpha1.Condition;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Builds a status' conditions; a transition time moves only when a condition's status does. */
public final class Conditions {
  public static final String READY = "Ready";
  public static final String AVAILABLE = "Available";
  public static final String RECONCILING = "Reconciling";
  public static final String STALLED = "Stalled";
  public static final String SUSPENDED = "Suspended";
  public static final String PINNED = "Pinned";

  /** Only where a load balancer of AWS leads to the app. */
  public static final String LOAD_BALANCER_READY = "LoadBalancerReady";

  public static final String CONFIG_SYNCED = "ConfigSynced";
  public static final String BACKING_SERVICES_BOUND = "BackingServicesBound";

  private static final int LONGEST_MESSAGE = 4096;

  private final List<Condition> before;
  private final Instant now;
  private final Long generation;
  private final List<Condition> conditions = new ArrayList<>();

  public Conditions(List<Condition> before, Instant now, Long generation) {
    this.before = before;
    this.now = now.truncatedTo(ChronoUnit.SECONDS);
    this.generation = generation;
  }

  /** Adds a condition; order counts to kstatus, which takes the first that says something. */
  public Conditions set(String type, boolean status, String reason, String message) {
    String value = status ? "True" : "False";
    String since =
        find(before, type)
            .filter(condition -> condition.status().equals(value))
            // What is waited for next is waited for from now on, not from the wait before it.
            .filter(condition -> !type.equals(RECONCILING) || condition.reason().equals(reason))
            .map(Condition::lastTransitionTime)
            .orElse(now.toString());
    conditions.add(new Condition(type, value, reason, shortened(message), since, generation));
    return this;
  }

  public List<Condition> build() {
    return List.copyOf(conditions);
  }

  /** The condition of a type in a list; a status knows its own. */
  public static Optional<Condition> find(List<Condition> conditions, String type) {
    return conditions.stream().filter(condition -> condition.type().equals(type)).findFirst();
  }

  private static String shortened(String message) {
    return message.length() <= LONGEST_MESSAGE
        ? message
        : message.substring(0, LONGEST_MESSAGE - 1) + "…";
  }
}
