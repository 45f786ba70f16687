package io.twelvefactor.operator.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.twelvefactor.operator.reconcile.Leadership;
import io.twelvefactor.testing.ControlPlane;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two replicas, of which one acts. */
class LeaderElectionIT {
  private static final String LEASE = "twelvefactor-operator";

  private final ControlPlane controlPlane = ControlPlane.start();
  private final CountDownLatch lost = new CountDownLatch(1);
  private final Leadership firsts =
      Leadership.elected(LEASE, TestOperator.NAMESPACE, lost::countDown);
  private final Leadership seconds = Leadership.elected(LEASE, TestOperator.NAMESPACE, () -> {});
  private TestOperator first;
  private TestOperator second;
  private World world;

  @BeforeEach
  void startTwo() {
    controlPlane.installCrd();
    first = new TestOperator(controlPlane).withLeadership(firsts);
    second = new TestOperator(controlPlane).withLeadership(seconds);
    world = World.of(controlPlane, first, "leader");
    first.start();
    world.eventually(() -> assertThat(firsts.leads()).isTrue());
    second.start();
  }

  @AfterEach
  void stop() {
    first.close();
    second.close();
    leases().forEach(lease -> controlPlane.client().resource(lease).delete());
  }

  @Test
  void theOtherTakesOverWhenTheFirstIsGone() {
    // Given
    world.app("shop", "{image: '%s', replicas: 1}".formatted(World.IMAGE));
    world.awaitRelease("shop", 1);
    String pod = world.all(Pod.class).get(0).getMetadata().getUid();
    assertThat(seconds.leads()).isFalse();

    // When
    first.stop();

    // Then it takes over what runs, and changes nothing of it
    world.eventually(() -> assertThat(seconds.leads()).isTrue());
    world.app("other", "{image: '%s', replicas: 1}".formatted(World.IMAGE));
    world.awaitRelease("other", 1);
    world.awaitRelease("shop", 1);
    assertThat(world.all(Pod.class))
        .extracting(one -> one.getMetadata().getUid())
        .hasSize(2)
        .contains(pod);
    assertThat(leases()).hasSize(1);
  }

  @Test
  void aReplicaThatCannotRenewItsLeaseEnds() throws InterruptedException {
    // When somebody else takes the Lease: to this replica that is the same as not getting through
    controlPlane
        .client()
        .leases()
        .inNamespace(TestOperator.NAMESPACE)
        .withName(LEASE)
        .edit(
            lease -> {
              lease.getSpec().setHolderIdentity("somebody");
              lease.getSpec().setLeaseDurationSeconds(3600);
              return lease;
            });

    // Then its process is told to end
    assertThat(lost.await(World.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(firsts.leads()).isFalse();
  }

  private List<Lease> leases() {
    return controlPlane.client().leases().inNamespace(TestOperator.NAMESPACE).list().getItems();
  }
}
