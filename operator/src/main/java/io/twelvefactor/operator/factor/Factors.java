package io.twelvefactor.operator.factor;

import java.util.List;

/** The twelve, in their order. */
public final class Factors {
  public static final List<Factor> ALL =
      List.of(
          new Codebase(),
          new Dependencies(),
          new Config(),
          new BackingServices(),
          new BuildReleaseRun(),
          new Processes(),
          new PortBinding(),
          new Concurrency(),
          new Disposability(),
          new DevProdParity(),
          new Logs(),
          new AdminProcesses());

  private Factors() {}
}
