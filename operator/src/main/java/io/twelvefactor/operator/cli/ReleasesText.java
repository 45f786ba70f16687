package io.twelvefactor.operator.cli;

import io.twelvefactor.api.v1alpha1.ReleaseStatus;
import io.twelvefactor.api.v1alpha1.TwelveFactorApp;

/** What {@code releases} prints. */
final class ReleasesText {
  private ReleasesText() {}

  static String of(TwelveFactorApp app) {
    if (app.getStatus() == null || app.getStatus().releases().isEmpty()) {
      return app.getMetadata().getName() + " has no release yet\n";
    }
    Table table = new Table("RELEASE", "OUTCOME", "IMAGE", "CREATED", "REVISION", "CAUSE");
    for (ReleaseStatus release : app.getStatus().releases()) {
      table.row(
          release.number(),
          release.outcome(),
          Images.brief(release.image()),
          release.createdAt(),
          release.revision(),
          release.cause());
    }
    return table.toString();
  }
}
