package io.twelvefactor.sample;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import io.twelvefactor.sample.admin.Admin;
import java.util.Arrays;

/**
 * Picks the process by the first argument.
 *
 * <p>Admin processes run without Quarkus: no port is opened and they are done sooner.
 */
@QuarkusMain
public final class Main {

  private Main() {}

  public static void main(String... arguments) {
    String process = arguments.length == 0 ? "web" : arguments[0];
    if (!process.equals("web")) {
      System.exit(Admin.run(System.getenv(), arguments));
    }
    try {
      Environment.read(System.getenv());
    } catch (Environment.Malformed e) {
      JsonLine.error(e.getMessage()).print();
      System.exit(Environment.EXIT_CODE);
    }
    Termination.exitCleanlyOnSigterm();
    Quarkus.run(Arrays.copyOfRange(arguments, Math.min(1, arguments.length), arguments.length));
  }
}
