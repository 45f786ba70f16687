package io.twelvefactor.operator.release;

import static org.assertj.core.api.Assertions.assertThat;

import io.twelvefactor.api.v1alpha1.ReleaseOutcome;
import io.twelvefactor.operator.release.Fate.CommandState;
import io.twelvefactor.operator.sample.Sample;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LedgerTest {
  @Test
  void ordersNewestFirst() {
    Ledger ledger =
        Sample.ledger(
            release(2, ReleaseOutcome.Current),
            release(10, ReleaseOutcome.Failed),
            release(9, ReleaseOutcome.Current));
    assertThat(ledger.releases()).extracting(Release::number).containsExactly(10, 9, 2);
    assertThat(ledger.latest().orElseThrow().number()).isEqualTo(10);
    assertThat(ledger.current().orElseThrow().number()).isEqualTo(9);
  }

  @Test
  void nothingIsCurrentBeforeAReleaseWasBroughtUp() {
    assertThat(Sample.ledger(release(1, ReleaseOutcome.Failed)).current()).isEmpty();
    assertThat(Sample.ledger().latest()).isEmpty();
  }

  @Test
  void forgetsBeyondHistoryButNeverWhatIsLive() {
    // Given
    List<Release> all =
        IntStream.rangeClosed(1, 6).mapToObj(n -> release(n, ReleaseOutcome.Current)).toList();
    Ledger ledger = Ledger.of(all);
    // Then
    assertThat(ledger.beyond(2, List.of(all.get(5))))
        .extracting(Release::number)
        .containsExactly(3, 2, 1);
    assertThat(ledger.beyond(2, List.of(all.get(5), all.get(0))))
        .extracting(Release::number)
        .containsExactly(3, 2);
    assertThat(ledger.beyond(10, List.of())).isEmpty();
  }

  @Test
  void aRecordReadsAsItWasWritten() {
    // Given
    ReleaseInputs inputs = WholeInputs.get();
    Release release =
        new Release(
            3,
            Fingerprint.of(inputs),
            inputs,
            new io.twelvefactor.operator.factor.PodTemplates().render(inputs, 3),
            Sample.NOW,
            "3f1c0de",
            new Origin("changed: image", "team", new Origin.Rollback(2, "2"), true),
            new Fate(ReleaseOutcome.Failed, "a \"reason\"", CommandState.Failed, true));
    // When
    var record = ReleaseRecord.write(release);
    record.getMetadata().getAnnotations().putAll(ReleaseRecord.notes(release.fate()));
    record = Sample.parse(Sample.yaml(record), record.getClass());
    // Then
    assertThat(record.getMetadata().getName()).isEqualTo("shop-r3");
    assertThat(ReleaseRecord.read(record)).isEqualTo(release);
    assertThat(Fingerprint.of(ReleaseRecord.read(record).inputs()))
        .isEqualTo(release.fingerprint());
  }

  @Test
  void aRecordWithoutItsNotesIsStillReadable() {
    // Given
    var record = ReleaseRecord.write(release(3, ReleaseOutcome.Current));
    record.getMetadata().setCreationTimestamp("2026-01-01T00:00:00Z");
    record.getMetadata().setAnnotations(null);
    // When
    Release read = ReleaseRecord.read(record);
    // Then
    assertThat(read.fingerprint()).isEqualTo(release(3, ReleaseOutcome.Current).fingerprint());
    assertThat(read.outcome()).isEqualTo(ReleaseOutcome.Releasing);
    assertThat(read.cause()).isNotBlank();
  }

  private static Release release(int number, ReleaseOutcome outcome) {
    return Sample.release(number, Sample.app("replicas: 1"), outcome);
  }
}
