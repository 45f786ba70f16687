package io.twelvefactor.operator.reconcile;

import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfiguration;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfigurationBuilder;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Which of several replicas acts: the one that holds a Lease in the operator's namespace. The
 * others watch, so that one of them can act as soon as the Lease has run out, 15 seconds after its
 * holder was last heard of.
 */
public final class Leadership {
  private final AtomicBoolean leads;
  private final Optional<LeaderElectionConfiguration> election;

  private Leadership(AtomicBoolean leads, Optional<LeaderElectionConfiguration> election) {
    this.leads = leads;
    this.election = election;
  }

  /** Of a replica that is alone. */
  public static Leadership alone() {
    return new Leadership(new AtomicBoolean(true), Optional.empty());
  }

  /**
   * Of one of several replicas.
   *
   * @param lease name of the Lease
   * @param namespace of the Lease
   * @param whenLost ends the process: a replica that could not renew its Lease must not act any
   *     more. Not left to the framework, whose way out ({@code System.exit}, also while the process
   *     is ending) blocks the end of one that is told to stop (java-operator-sdk#3383)
   */
  public static Leadership elected(String lease, String namespace, Runnable whenLost) {
    AtomicBoolean leads = new AtomicBoolean();
    LeaderCallbacks callbacks =
        new LeaderCallbacks(
            () -> leads.set(true),
            () -> {
              if (leads.getAndSet(false)) {
                whenLost.run();
              }
            },
            leader -> {});
    return new Leadership(
        leads,
        Optional.of(
            LeaderElectionConfigurationBuilder.aLeaderElectionConfiguration(lease)
                .withLeaseNamespace(namespace)
                // Two processes on one host must not take each other for themselves.
                .withIdentity(
                    System.getenv().getOrDefault("HOSTNAME", "") + "_" + UUID.randomUUID())
                .withLeaderCallbacks(callbacks)
                .buildForTest(false))); // so called, and the only way to say: do not exit
  }

  /** What the framework is to be told; empty for a replica that is alone. */
  public Optional<LeaderElectionConfiguration> election() {
    return election;
  }

  /** Whether this replica acts. */
  public boolean leads() {
    return leads.get();
  }
}
