package io.twelvefactor.testing;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/** The process that a run of tests begins and ends with. */
final class TestRun {
  private static final String MAVEN = "org.codehaus.plexus.classworlds.launcher.Launcher";

  private TestRun() {}

  /**
   * Maven's process, which all modules of a run have in common; started from elsewhere, such as an
   * IDE, this process. Maven is sought among the ancestors, because a shell stands between it and
   * the tests.
   */
  static long pid() {
    ProcessHandle self = ProcessHandle.current();
    return Stream.iterate(self.parent(), Optional::isPresent, p -> p.flatMap(ProcessHandle::parent))
        .flatMap(Optional::stream)
        .filter(TestRun::isMaven)
        .findFirst()
        .orElse(self)
        .pid();
  }

  /** Tells this process from those that run tests beside it; empty for the first or only one. */
  static String lane() {
    String lane = System.getProperty("it.lane", "lane-1");
    return lane.equals("lane-1") ? "" : "-" + lane;
  }

  private static boolean isMaven(ProcessHandle process) {
    return process.info().arguments().stream().flatMap(Arrays::stream).anyMatch(MAVEN::equals);
  }
}
