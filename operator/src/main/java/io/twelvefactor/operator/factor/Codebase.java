package io.twelvefactor.operator.factor;

import io.twelvefactor.operator.names.Labels;
import io.twelvefactor.operator.release.Release;
import java.util.LinkedHashMap;
import java.util.Map;

/** I. One codebase tracked in revision control, many deploys. */
final class Codebase implements Factor {
  @Override
  public int number() {
    return 1;
  }

  @Override
  public String name() {
    return "codebase";
  }

  /** Where the code of a release came from; on Deployments only, since on pods it would restart. */
  static Map<String, String> annotations(Setting setting, Release release) {
    Map<String, String> annotations = new LinkedHashMap<>();
    if (setting.spec().codebase() != null && setting.spec().codebase().repository() != null) {
      annotations.put(Labels.REPOSITORY, setting.spec().codebase().repository());
    }
    if (release.revision() != null) {
      annotations.put(Labels.REVISION, release.revision());
    }
    return annotations;
  }

  @Override
  public Judgement judge(Evidence seen) {
    var codebase = seen.spec().codebase();
    if (codebase == null || codebase.repository() == null) {
      return Judgement.unknown("spec.codebase.repository names no codebase");
    }
    String revision = codebase.revision() == null ? "" : " at " + codebase.revision();
    return Judgement.pass(
        "%s built from %s%s"
            .formatted(
                ImageName.of(seen.spec().image()).repository(), codebase.repository(), revision));
  }
}
