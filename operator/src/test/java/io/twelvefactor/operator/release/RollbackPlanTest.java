package io.twelvefactor.operator.release;

import static org.assertj.core.api.Assertions.assertThat;

import io.twelvefactor.api.v1alpha1.ReleaseOutcome;
import io.twelvefactor.api.v1alpha1.TwelveFactorApp;
import io.twelvefactor.operator.factor.PodTemplates;
import io.twelvefactor.operator.observe.Facts;
import io.twelvefactor.operator.observe.Reference;
import io.twelvefactor.operator.sample.Sample;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which release is to run, by what there is, what the spec says, and what it is pinned to. */
class RollbackPlanTest {
  private final Planner planner = new Planner(new PodTemplates(), Pace.NONE);

  /**
   * Releases are written as {@code number:image[<of]=outcome}, where the image's number stands for
   * the content and {@code <of} for a rollback to that release; outcomes are Current, Releasing,
   * Failed, RolledBack, and in lower case where it was withdrawn since. Of the plan it says the
   * target, {@code +} before one that is minted, then what is given back, and why it holds.
   */
  @ParameterizedTest(name = "{0}: {1}, image {2}, pinned to {3}")
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "a change               | 1:1=Current                              | 2 | - | +2:2",
        "no change              | 1:1=Current                              | 1 | - | 1:1",
        "on its way             | 1:1=Current 2:2=Releasing                | 2 | - | 2:2",
        "failed, and left there | 1:1=Current 2:2=Failed                   | 2 | - | 2:2",
        "failed, taken away     | 1:1=Current 2:2=RolledBack               | 2 | - | 1:1 ReleaseFailed",
        "its fix                | 1:1=Current 2:2=Failed                   | 3 | - | +3:3",
        "its fix, taken away    | 1:1=Current 2:2=RolledBack               | 3 | - | +3:3",
        "its fix, under way     | 1:1=Current 2:2=Releasing                | 3 | - | +3:3",
        "back to what runs      | 1:1=Current 2:2=Failed                   | 1 | - | 1:1 left 2",
        "back, taken away       | 1:1=Current 2:2=RolledBack               | 1 | - | 1:1 left 2",
        "back, under way        | 1:1=Current 2:2=Releasing                | 1 | - | 1:1 left 2",
        "back, and noted        | 1:1=Current 2:2=failed                   | 1 | - | 1:1",
        "another attempt        | 1:1=Current 2:2=failed                   | 2 | - | +3:2",
        "another after rollback | 1:1=Current 2:2=rolledback               | 2 | - | +3:2",
        "first one failed       | 1:1=Failed                               | 2 | - | +2:2",
        "back to what never ran | 1:1=Failed 2:2=Failed                    | 1 | - | +3:1",
        "back to what ran once  | 1:1=Current 2:2=Current                  | 1 | - | +3:1",
        "rollback               | 1:1=Current 2:2=Current                  | 2 | 1 | +3:1<1",
        "rollback once          | 1:1=Current 2:2=Current 3:1<1=Releasing  | 2 | 1 | 3:1<1",
        "rollback done          | 1:1=Current 2:2=Current 3:1<1=Current    | 2 | 1 | 3:1<1",
        "pinned, and edited     | 1:1=Current 2:2=Current 3:1<1=Current    | 9 | 1 | 3:1<1",
        "to what runs           | 1:1=Current 2:2=Current                  | 9 | 2 | 2:2",
        "to what runs, aborting | 1:1=Current 2:2=Releasing                | 2 | 1 | 1:1 left 2",
        "to what is on its way  | 1:1=Current 2:2=Releasing                | 9 | 2 | 2:2",
        "another value          | 1:1=Current 2:2=Current 3:3=Current 4:2<2=Current   | 3 | 1 | +5:1<1",
        "back to the first pin  | 1:1=Current 2:2=Current 3:2<2=Current 4:1<1=Current | 3 | 2 | +5:2<2",
        "to a rollback          | 1:1=Current 2:2=Current 3:1<1=Current 4:4=Current   | 4 | 3 | +5:1<3",
        "unpinned, and changed  | 1:1=Current 2:2=Current 3:1<1=Current    | 2 | - | +4:2",
        "unpinned, the same     | 1:1=Current 2:2=Current 3:1<1=Current    | 1 | - | 3:1<1",
        "unpinned on the way    | 1:1=Current 2:2=Current 3:1<1=Releasing  | 2 | - | 2:2 left 3",
        "pinned again           | 1:1=Current 2:2=Current 3:1<1=Current 4:2=Failed    | 2 | 1 | 3:1<1 left 4",
        "rollback failed        | 1:1=Current 2:2=Current 3:1<1=Failed     | 2 | 1 | 3:1<1",
        "rollback taken away    | 1:1=Current 2:2=Current 3:1<1=RolledBack | 2 | 1 | 2:2 ReleaseFailed",
        "unknown                | 1:1=Current 2:2=Current                  | 9 | 7 | 2:2 RollbackTargetMissing",
        "unknown, on its way    | 1:1=Current 2:2=Releasing                | 9 | 7 | 2:2 RollbackTargetMissing",
        "unknown, nothing ran   | 1:1=Releasing                            | 1 | 7 | 1:1",
        "unknown, nothing there | -                                        | 1 | 7 | +1:1",
        "unknown fingerprint    | 1:1=Current                              | 9 | aaaaaaaa | 1:1 RollbackTargetMissing",
      })
  void decides(String what, String releases, int image, String pin, String expected) {
    // Given
    List<Release> ledger = new ArrayList<>();
    if (releases != null) {
      Arrays.stream(releases.split(" +")).map(RollbackPlanTest::release).forEach(ledger::add);
    }
    // When
    Plan plan = planner.plan(app(image, pin), Sample.facts(), Ledger.of(ledger));
    // Then
    assertThat(describe(plan)).as(what).isEqualTo(expected);
    assertThat(plan.current())
        .isEqualTo(
            ledger.stream()
                .filter(r -> r.outcome() == ReleaseOutcome.Current)
                .reduce((one, other) -> other));
  }

  private static String describe(Plan plan) {
    Release target = plan.target().orElseThrow();
    return (plan.minted() ? "+" : "")
        + target.number()
        + ":"
        + Integer.parseInt(target.inputs().imageContent().substring(60), 16)
        + target.rollback().map(rollback -> "<" + rollback.of()).orElse("")
        + plan.left().map(left -> " left " + left.number()).orElse("")
        + plan.hold().map(hold -> " " + hold.reason()).orElse("");
  }

  private static TwelveFactorApp app(int image, String pin) {
    return Sample.app(
        "replicas: 1\nimage: %s\n%s"
            .formatted(
                Sample.image(image), pin == null ? "" : "release: {rollbackTo: " + pin + "}"));
  }

  /** Reads {@code number:image[<of]=outcome}. */
  private static Release release(String text) {
    String[] parts = text.split("[:=]");
    String[] content = parts[1].split("<");
    boolean withdrawn = Character.isLowerCase(parts[2].charAt(0));
    ReleaseOutcome outcome =
        Arrays.stream(ReleaseOutcome.values())
            .filter(o -> o.name().equalsIgnoreCase(parts[2]))
            .findFirst()
            .orElseThrow();
    Release plain =
        Sample.release(
            Integer.parseInt(parts[0]), app(Integer.parseInt(content[0]), null), outcome);
    return new Release(
        plain.number(),
        plain.fingerprint(),
        plain.inputs(),
        plain.templates(),
        plain.createdAt(),
        null,
        content.length == 1
            ? plain.origin()
            : new Origin(
                "", null, new Origin.Rollback(Integer.parseInt(content[1]), content[1]), false),
        new Fate(outcome, null, null, withdrawn));
  }

  @Test
  void goesBackToTheVeryTemplatesOfAnotherRenderer() {
    // Given
    Release old = release("1:1=Current");
    old.templates()
        .all()
        .forEach(t -> t.getMetadata().setAnnotations(Map.of("example.com/renderer", "old")));
    Release current = release("2:2=Current");
    // When
    Plan plan = planner.plan(app(2, "1"), Sample.facts(), Sample.ledger(old, current));
    // Then
    Release again = plan.target().orElseThrow();
    assertThat(Sample.yaml(again.templates()))
        .isEqualTo(
            Sample.yaml(old.templates())
                .replace("twelvefactor.io/release: \"1\"", "twelvefactor.io/release: \"3\""))
        .contains("twelvefactor.io/release: \"3\"")
        .contains("renderer: \"old\"");
    assertThat(Sample.yaml(old.templates())).contains("twelvefactor.io/release: \"1\"");
    assertThat(again.fingerprint()).isEqualTo(old.fingerprint());
    assertThat(again.cause()).isEqualTo("rollback to release 1");
  }

  @Test
  void isFoundByItsFingerprint() {
    // Given
    Release old = release("1:1=Current");
    Ledger ledger = Sample.ledger(old, release("2:2=Current"));
    // Then
    for (int digits : new int[] {8, 12, 64}) {
      String pin = '"' + old.fingerprint().substring(0, digits) + '"';
      assertThat(describe(planner.plan(app(2, pin), Sample.facts(), ledger))).isEqualTo("+3:1<1");
    }
  }

  @Test
  void tellsWhichReleasesThereAre() {
    // Given
    Ledger ledger = Sample.ledger(release("3:1=Current"), release("5:2=Current"));
    // Then
    assertThat(planner.plan(app(2, "4"), Sample.facts(), ledger).hold().orElseThrow())
        .isEqualTo(
            Hold.stalled(
                "RollbackTargetMissing",
                "spec.release.rollbackTo: there is no release 4; there are: 5, 3; name one of these, or remove rollbackTo; what runs stays as it is"));
  }

  @Test
  void aFingerprintThatBeginsSeveralNamesNone() {
    // Given
    Release one = release("1:1=Current");
    Release other =
        new Release(
            2,
            one.fingerprint().substring(0, 63) + "x",
            one.inputs(),
            one.templates(),
            one.createdAt(),
            null,
            one.origin(),
            one.fate());
    Ledger ledger = Sample.ledger(one, other, release("3:3=Current"));
    // When
    Pin pin = new Pin(one.fingerprint().substring(0, 10));
    // Then
    assertThat(pin.named(ledger)).isEmpty();
    assertThat(pin.missing(ledger)).contains("several releases (2, 1)", "give more of its digits");
  }

  @Test
  void secretsAreThoseOfToday() {
    // Given
    String spec =
        """
        replicas: 1
        image: %s
        config: {sources: [{secretRef: {name: keys}}, {configMapRef: {name: flags}}]}
        backingServices: [{name: db, type: pg, secretRef: {name: db}}]
        """;
    Facts then = facts("a", "b", "c");
    Facts now = facts("d", "e", "f");
    Release first =
        Sample.release(
            1, Sample.app(spec.formatted(Sample.image(1))), then, ReleaseOutcome.Current);
    Release second =
        Sample.release(2, Sample.app(spec.formatted(Sample.image(2))), now, ReleaseOutcome.Current);
    // When
    Release again =
        planner
            .plan(
                Sample.app(spec.formatted(Sample.image(2)) + "release: {rollbackTo: 1}"),
                now,
                Sample.ledger(first, second))
            .target()
            .orElseThrow();
    // Then
    assertThat(again.inputs().config().get(0).digest()).startsWith("d");
    assertThat(again.inputs().config().get(1).digest()).as("config is kept").startsWith("b");
    assertThat(again.inputs().bindings().get(0).digest()).startsWith("f");
    assertThat(again.inputs().refersToSecrets()).isTrue();
    assertThat(again.fingerprint()).isEqualTo(Fingerprint.of(again.inputs()));
    assertThat(again.templates()).isEqualTo(first.templates().numbered(3));
  }

  private static Facts facts(String keys, String flags, String db) {
    return Sample.facts(
        Map.of(
            Reference.secret("keys"), Sample.content(keys, "KEY"),
            Reference.configMap("flags"), Sample.content(flags, "FLAG"),
            Reference.secret("db"), Sample.content(db, "uri")));
  }

  @Test
  void whoWroteTheSpecIsNoted() {
    // Given
    TwelveFactorApp app = app(2, null);
    app.getMetadata()
        .setManagedFields(
            List.of(
                writer("kubectl", "2026-06-01T10:00:00Z", null),
                writer("argocd", "2026-06-01T11:00:00Z", null),
                writer("twelvefactor-operator", "2026-06-01T12:00:00Z", "status")));
    Release current = release("1:1=Current");
    // Then
    assertThat(minted(app, Sample.facts(), current).origin().manager()).isEqualTo("argocd");
    // And nobody did where only content changed
    String spec = "replicas: 1\nconfig: {sources: [{secretRef: {name: keys}}]}";
    TwelveFactorApp same = Sample.app(spec);
    same.getMetadata().setManagedFields(app.getMetadata().getManagedFields());
    Facts one = Sample.facts(Map.of(Reference.secret("keys"), Sample.content("a", "KEY")));
    Facts other = Sample.facts(Map.of(Reference.secret("keys"), Sample.content("b", "KEY")));
    Release rotated = minted(same, other, Sample.release(1, same, one, ReleaseOutcome.Current));
    assertThat(rotated.origin().manager()).isNull();
    assertThat(rotated.cause()).isEqualTo("rotated: Secret keys");
  }

  private Release minted(TwelveFactorApp app, Facts facts, Release current) {
    Plan plan = planner.plan(app, facts, Sample.ledger(current));
    assertThat(plan.minted()).isTrue();
    return Objects.requireNonNull(plan.target().orElseThrow());
  }

  private static io.fabric8.kubernetes.api.model.ManagedFieldsEntry writer(
      String manager, String time, String subresource) {
    return new io.fabric8.kubernetes.api.model.ManagedFieldsEntryBuilder()
        .withManager(manager)
        .withTime(time)
        .withSubresource(subresource)
        .build();
  }
}
