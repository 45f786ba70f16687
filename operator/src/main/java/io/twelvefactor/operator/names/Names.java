package io.twelvefactor.operator.names;

/** The names of an app's objects. The schema bounds the parts so that every name fits. */
public final class Names {
  /** Name of the container that follows the app's log. */
  public static final String LOG_SIDECAR = "log-sidecar";

  private static final int DIGEST_LENGTH = 10;

  private Names() {}

  /** Name of everything that belongs to one process type or admin process. */
  public static String of(String app, String process) {
    return app + "-" + process;
  }

  /** Name of the record of one release. */
  public static String release(String app, int number) {
    return app + "-r" + number;
  }

  /** Name of the Job that runs the command of one release. */
  public static String releaseCommand(String app, int number) {
    return app + "-release-" + number;
  }

  /** Name of a ConfigMap named by its content, so that other content is another object. */
  public static String content(String app, String digest) {
    return app + "-" + digest.substring(0, DIGEST_LENGTH);
  }
}
