package io.twelvefactor.operator.factor;

import io.twelvefactor.operator.observe.PodFact;
import io.twelvefactor.operator.release.PodInputs;
import io.twelvefactor.operator.release.Release;
import io.twelvefactor.operator.release.ReleaseInputs;
import java.util.List;
import java.util.Optional;

/** V. Strictly separate build and run stages: what runs is a numbered release, unchanged. */
final class BuildReleaseRun implements Factor {
  @Override
  public int number() {
    return 5;
  }

  @Override
  public String name() {
    return "build-release-run";
  }

  @Override
  public void shape(PodDraft draft, PodInputs pod, ReleaseInputs release) {
    if (pod.role() == PodInputs.Role.RELEASE) {
      draft.pod().withRestartPolicy("Never"); // a command that failed is not tried again unasked
    }
  }

  @Override
  public Judgement judge(Evidence seen) {
    if (ImageName.of(seen.spec().image()).digest().isEmpty()) {
      return Judgement.breaks("build-release-run/digest", "spec.image " + seen.spec().image());
    }
    Optional<Release> current = seen.plan().current();
    if (current.isEmpty()) {
      return Judgement.unknown("no release has become current yet");
    }
    if (seen.plan().rollingOut()) {
      return Judgement.unknown(
          "release %d is replacing release %d"
              .formatted(seen.plan().target().orElseThrow().number(), current.get().number()));
    }
    int number = current.get().number();
    List<String> others =
        seen.pods().stream().filter(pod -> pod.release() != number).map(PodFact::name).toList();
    if (!others.isEmpty()) {
      return Judgement.unknown("not yet of release %d: %s".formatted(number, others));
    }
    String drift =
        seen.drift()
            .map(d -> "; %s was changed by hand and put back %s".formatted(d.object(), d.time()))
            .orElse("");
    return Judgement.pass(
        "release %d (%s), made %s, runs as recorded%s"
            .formatted(
                number,
                ImageName.of(current.get().inputs().image())
                    .digest()
                    .map(ImageName::brief)
                    .orElse(""),
                current.get().createdAt(),
                drift));
  }
}
