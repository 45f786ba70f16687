package io.twelvefactor.operator;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import io.twelvefactor.operator.cli.Cli;

/**
 * One jar, two programs: without arguments the operator; otherwise the command line, for which
 * Quarkus never starts, so that it answers in well under a second.
 */
@QuarkusMain
public final class Main {
  private Main() {}

  public static void main(String... args) {
    if (args.length > 0) {
      System.exit(Cli.execute(args));
    }
    Quarkus.run(args);
  }
}
