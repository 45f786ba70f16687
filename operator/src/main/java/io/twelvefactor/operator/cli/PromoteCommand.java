package io.twelvefactor.operator.cli;

import io.twelvefactor.api.v1alpha1.Parity;
import io.twelvefactor.api.v1alpha1.PromotedFrom;
import io.twelvefactor.api.v1alpha1.TwelveFactorApp;
import io.twelvefactor.operator.cli.Cli.BadInput;
import io.twelvefactor.operator.cli.SpecChange.Change;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code promote}: the image that the source runs, for this deploy. */
@Command(
    name = "promote",
    description = {
      "Gives an app the image that its spec.parity.promotedFrom runs.",
      "Whether it may be rolled out the operator decides, as for any other change."
    },
    mixinStandardHelpOptions = true)
final class PromoteCommand extends AppCommand {
  @Mixin private SpecChange change;

  @Override
  int run(Target target) {
    PromotedFrom from =
        Optional.ofNullable(target.app().getSpec().parity())
            .map(Parity::promotedFrom)
            .filter(source -> source.name() != null)
            .orElseThrow(
                () ->
                    new BadInput(
                        "spec.parity.promotedFrom of %s names no app of this cluster to promote from"
                            .formatted(target.name())));
    Target source = source(target, from);
    String image = source.current().inputs().image();
    if (image.equals(target.app().getSpec().image())) {
      target
          .out()
          .println(
              "%s has the image of %s/%s already"
                  .formatted(target.name(), from.namespace(), from.name()));
      return 0;
    }
    return change.make(
        target,
        Change.merge(
            "%s has the image of %s/%s: %s"
                .formatted(target.name(), from.namespace(), from.name(), image),
            "spec:\n  image: %s%n".formatted(image),
            "{\"spec\":{\"image\":\"%s\"}}".formatted(image)));
  }

  private static Target source(Target target, PromotedFrom from) {
    TwelveFactorApp source =
        target
            .client()
            .resources(TwelveFactorApp.class)
            .inNamespace(from.namespace())
            .withName(from.name())
            .get();
    if (source == null) {
      throw new BadInput(
          "there is no TwelveFactorApp %s/%s to promote from"
              .formatted(from.namespace(), from.name()));
    }
    return new Target(target.client(), source, target.out(), target.err());
  }
}
