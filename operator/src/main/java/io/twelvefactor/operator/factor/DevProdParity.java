package io.twelvefactor.operator.factor;

import io.twelvefactor.api.v1alpha1.Parity;
import io.twelvefactor.api.v1alpha1.PromotedFrom;
import io.twelvefactor.operator.observe.Promotion;
import io.twelvefactor.operator.release.Build;
import io.twelvefactor.operator.release.Ran;
import io.twelvefactor.operator.release.Release;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** X. Keep development, staging, and production as similar as possible. */
final class DevProdParity implements Factor {
  @Override
  public int number() {
    return 10;
  }

  @Override
  public String name() {
    return "dev-prod-parity";
  }

  /**
   * The gate lets nothing else through; what ran before there was a gate is judged all the same.
   */
  @Override
  public Judgement judge(Evidence seen) {
    Optional<PromotedFrom> from =
        Optional.ofNullable(seen.spec().parity()).map(Parity::promotedFrom);
    Optional<Promotion> promotion = seen.facts().promotion();
    if (from.isEmpty() || promotion.isEmpty()) {
      return Judgement.unknown("no other deploy of this app is named to compare it with");
    }
    Optional<Release> running = seen.plan().current();
    if (running.isEmpty()) {
      return Judgement.unknown("no release has become current yet");
    }
    List<Ran> ran = Ran.of(from.get(), promotion.get());
    if (ran.isEmpty()) {
      return Judgement.unknown("of the source of promotions nothing can be seen");
    }
    return compare(running.get(), ran);
  }

  private static Judgement compare(Release here, List<Ran> ran) {
    Build build = Build.of(here.inputs());
    Optional<Ran> same = ran.stream().filter(r -> r.build().equals(build)).findFirst();
    Ran latest = ran.get(0);
    if (same.isEmpty()) {
      return Judgement.unknown(
          "release %d is none of those that %s is known to have run; its latest is %s"
              .formatted(here.number(), latest.where(), latest.named()));
    }
    Set<String> types = Ran.bindingTypes(here.inputs());
    if (!types.equals(same.get().bindingTypes())) {
      return Judgement.fail(
          "dev-prod-parity/backing-services",
          "backing services are of other types: %s here, %s in %s"
              .formatted(types, same.get().bindingTypes(), same.get().where()));
    }
    String evidence =
        "release %d, made %s, ran before as %s%s, with the same digest, processes and types of backing services"
            .formatted(
                here.number(),
                here.createdAt(),
                same.get().named(),
                same.get().since() == null ? "" : " since " + same.get().since());
    return Judgement.pass(
        latest.build().equals(build) ? evidence : evidence + "; " + latest.named() + " is ahead");
  }
}
