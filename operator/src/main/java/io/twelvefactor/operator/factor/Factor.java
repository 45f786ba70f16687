package io.twelvefactor.operator.factor;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.twelvefactor.operator.release.PodInputs;
import io.twelvefactor.operator.release.ReleaseInputs;
import java.util.List;

/**
 * One of the twelve factors.
 *
 * @see <a href="https://12factor.net">The Twelve-Factor App</a>
 */
public interface Factor {
  /** The factor's number, 1 to 12. */
  int number();

  /** The factor's name in kebab case, as rule ids and verdicts spell it. */
  String name();

  /** Puts the factor's part into the template of one pod. */
  default void shape(PodDraft draft, PodInputs pod, ReleaseInputs release) {}

  /** The objects of this factor that are to exist. */
  default List<HasMetadata> surround(Setting setting) {
    return List.of();
  }

  /** How the factor stands. */
  Judgement judge(Evidence seen);
}
