package io.twelvefactor.operator.cli;

import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Changes an app's spec, or tells what to change in Git where Git holds it. */
final class SpecChange {
  @Option(
      names = "--force",
      description = "Change the cluster also where Flux or Argo CD holds the app in Git.")
  private boolean force;

  /**
   * One change, in two spellings.
   *
   * @param done what is so afterwards, for people
   * @param yaml the same as it is written in the app's manifest
   * @param type of the patch
   * @param patch the change as a patch of the app
   */
  record Change(String done, String yaml, PatchType type, String patch) {
    /** A change by a merge patch (RFC 7386). */
    static Change merge(String done, String yaml, String patch) {
      return new Change(done, yaml, PatchType.JSON_MERGE, patch);
    }

    /**
     * A change by server-side apply: only the fields that it names become the plugin's, and not the
     * objects around them, which a GitOps tool could then not take away again.
     */
    static Change apply(Target target, String done, String yaml) {
      String patch =
          """
          apiVersion: %s
          kind: %s
          metadata: {name: %s, namespace: %s, uid: %s}
          %s"""
              .formatted(
                  target.app().getApiVersion(),
                  target.app().getKind(),
                  target.name(),
                  target.namespace(),
                  target.app().getMetadata().getUid(),
                  yaml);
      return new Change(done, yaml, PatchType.SERVER_SIDE_APPLY, patch);
    }
  }

  /** Makes the change, or tells it; the exit status. */
  int make(Target target, Change change) {
    Optional<GitOwner> owner = GitOwner.of(target.app());
    if (owner.isPresent() && !force) {
      target.out().print(instead(owner.get(), target, change));
      target.out().flush();
      return Cli.IN_GIT;
    }
    target.patch(change.type(), change.patch());
    target.out().println(change.done());
    target
        .out()
        .println("`kubectl twelvefactor why %s` tells how it goes".formatted(target.name()));
    return 0;
  }

  /** What to do in Git; nothing was changed. */
  static String instead(GitOwner owner, Target target, Change change) {
    return """
        Nothing was changed: %s (%s) keeps %s/%s as Git has it and would take the change back.
        Make it in Git, in the manifest of TwelveFactorApp %s:

        %s
        (--force changes the cluster all the same.)
        """
        .formatted(
            owner.tool(),
            owner.source(),
            target.namespace(),
            target.name(),
            target.name(),
            change.yaml().indent(2));
  }
}
