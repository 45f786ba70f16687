package io.twelvefactor.operator.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.twelvefactor.api.v1alpha1.TwelveFactorApp;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecentWritesTest {
  private static final String APP = "uid-of-the-app";

  private Instant now = Instant.parse("2026-11-21T10:00:00Z");
  private final RecentWrites writes = new RecentWrites(() -> now);

  @Test
  void aPassSeesWhatTheOneBeforeItWrote() {
    Service before = service("uid-1", 10);
    Service written = service("uid-1", 11);
    assertThat(writes.noting(before, () -> written)).isSameAs(written);

    assertThat(seen(before)).containsExactly(written);
    assertThat(seen()).containsExactly(written);
    assertThat(seen(service("uid-1", 12))).extracting(RecentWritesTest::version).containsOnly("12");
  }

  @Test
  void anEchoIsTheVeryVersionWritten() {
    writes.noting(service("uid-1", 10), () -> service("uid-1", 11));

    assertThat(writes.isEcho(service("uid-1", 10))).isFalse();
    assertThat(writes.isEcho(service("uid-1", 11))).isTrue();
    assertThat(writes.isEcho(service("uid-1", 11))).as("once").isFalse();
  }

  @Test
  void whatSomebodyChangedSinceIsNoEcho() {
    writes.noting(service("uid-1", 10), () -> service("uid-1", 11));
    assertThat(writes.isEcho(service("uid-1", 12))).isFalse();
  }

  @Test
  void whatIsGoneIsNotSeen() {
    writes.noting(service("uid-1", 10), () -> service("uid-1", 11));
    writes.forget(service("uid-1", 11));
    assertThat(seen()).isEmpty();
  }

  /** The API server may tell its watches of a write and of a deletion before it answers. */
  @Test
  void whatIsGoneBeforeTheAnswerIsThereIsNotSeen() {
    writes.noting(
        service(null, 1),
        () -> {
          Service made = service("uid-1", 11);
          writes.isEcho(made);
          writes.forget(made);
          return made;
        });
    assertThat(seen()).isEmpty();
  }

  @Test
  void theEndOfTheOneBeforeDoesNotHideTheNext() {
    Service next = service("uid-2", 12);
    writes.noting(
        service(null, 1),
        () -> {
          writes.forget(service("uid-1", 11));
          return next;
        });
    assertThat(seen()).containsExactly(next);
  }

  /** The caches are read one after the other, and an echo may come in between. */
  @Test
  void anEchoWhileTheCachesAreReadHidesNothing() {
    Service written = service("uid-1", 11);
    writes.noting(service("uid-1", 10), () -> written);
    RecentWrites.Notes notes = writes.of(app());
    writes.isEcho(written);
    assertThat(notes.over(List.of())).containsExactly(written);
  }

  /** An object without its owner, as the number of replicas is handed over by one. */
  @Test
  void twoOfOneNameInTwoNamespacesAreTwo() {
    Service one =
        new ServiceBuilder(service("uid-1", 10))
            .editMetadata()
            .withNamespace("a")
            .withOwnerReferences()
            .endMetadata()
            .build();
    Service two = new ServiceBuilder(one).editMetadata().withNamespace("b").endMetadata().build();
    writes.noting(one, () -> writes.noting(two, () -> two));
    assertThat(seen()).isEmpty();
  }

  @Test
  void twoAppsMayClaimOneNameAtOnce() {
    Service written = service("uid-1", 11);
    writes.noting(
        service(null, 1),
        () -> {
          writes.noting(service(null, 1), () -> written);
          writes.forget(written);
          return written;
        });
    assertThat(seen()).isEmpty();
  }

  @Test
  void aWriteThatFailsLeavesNothing() {
    assertThatThrownBy(
            () ->
                writes.noting(
                    service("uid-1", 10),
                    () -> {
                      throw new IllegalStateException("refused");
                    }))
        .hasMessage("refused");
    assertThat(seen()).isEmpty();
  }

  @Test
  void aWatchFarBehindIsBelievedAgain() {
    writes.noting(service("uid-1", 10), () -> service("uid-1", 11));
    now = now.plusSeconds(11);
    assertThat(seen()).isEmpty();
  }

  private List<HasMetadata> seen(HasMetadata... cached) {
    return List.copyOf(writes.of(app()).over(List.of(cached)));
  }

  private static String version(HasMetadata object) {
    return object.getMetadata().getResourceVersion();
  }

  private static TwelveFactorApp app() {
    TwelveFactorApp app = new TwelveFactorApp();
    app.getMetadata().setUid(APP);
    return app;
  }

  private static Service service(String uid, int version) {
    return new ServiceBuilder()
        .withNewMetadata()
        .withName("shop-web")
        .withUid(uid)
        .withResourceVersion(String.valueOf(version))
        .addNewOwnerReference()
        .withController(true)
        .withUid(APP)
        .endOwnerReference()
        .endMetadata()
        .build();
  }
}
