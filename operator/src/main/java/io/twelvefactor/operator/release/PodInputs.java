package io.twelvefactor.operator.release;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.twelvefactor.api.v1alpha1.AdminProcess;
import io.twelvefactor.api.v1alpha1.Health;
import io.twelvefactor.api.v1alpha1.Metrics;
import io.twelvefactor.api.v1alpha1.ProcessType;
import io.twelvefactor.api.v1alpha1.Protocol;
import io.twelvefactor.api.v1alpha1.ReleasePolicy;
import io.twelvefactor.api.v1alpha1.Resources;
import io.twelvefactor.api.v1alpha1.Scheduling;
import io.twelvefactor.api.v1alpha1.Scratch;
import io.twelvefactor.api.v1alpha1.Shutdown;
import java.util.List;

/**
 * What the pods of one process type or admin process are made of. How many run, when, and who may
 * reach them is not in it: changing those makes no release. Whether an Application Load Balancer
 * leads to them is: it takes longer to let go of a replica, which waits that long before it stops.
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record PodInputs(
    Role role,
    String name,
    List<String> command,
    List<String> args,
    Integer port,
    Protocol protocol,
    Resources resources,
    Health health,
    Shutdown shutdown,
    Metrics metrics,
    List<Scratch> scratch,
    Long runAsUser,
    Scheduling scheduling,
    Boolean behindAlb) {
  private static final int HTTP_PORT = 80;

  /** Whether a pod serves for ever or runs once, and then on demand or before a release. */
  public enum Role {
    PROCESS,
    ADMIN,
    RELEASE
  }

  /** Name of the release command's container. */
  public static final String RELEASE = "release";

  public PodInputs {
    command = command == null ? List.of() : command;
    args = args == null ? List.of() : args;
    scratch = scratch == null ? List.of() : scratch;
    // A part that says nothing is an absent one, and must not look like a change.
    resources = unless(new Resources(null, null), resources);
    health = unless(new Health(null, null, null), health);
    shutdown = unless(new Shutdown(null, null), shutdown);
    scheduling = unless(new Scheduling(null, null, null), scheduling);
  }

  private static <T> T unless(T empty, T part) {
    return empty.equals(part) ? null : part;
  }

  static PodInputs of(ProcessType process) {
    return new PodInputs(
        Role.PROCESS,
        process.name(),
        process.command(),
        process.args(),
        process.port(),
        process.protocol(),
        process.resources(),
        process.health(),
        process.shutdown(),
        process.metrics(),
        process.scratch(),
        process.runAsUser(),
        process.scheduling(),
        process.expose() != null && process.expose().byAlb() ? true : null);
  }

  static PodInputs of(AdminProcess admin) {
    return new PodInputs(
        Role.ADMIN,
        admin.name(),
        admin.command(),
        admin.args(),
        null,
        null,
        admin.resources(),
        null,
        null,
        null,
        List.of(),
        null,
        null,
        null);
  }

  /** The release command; null where there is none. */
  static PodInputs of(ReleasePolicy policy) {
    return policy == null || policy.command().isEmpty()
        ? null
        : new PodInputs(
            Role.RELEASE,
            RELEASE,
            policy.command(),
            null,
            null,
            null,
            policy.resources(),
            null,
            null,
            null,
            null,
            null,
            null,
            null);
  }

  /** Whether the process binds a port. */
  public boolean bindsPort() {
    return port != null;
  }

  /** The port at which others reach the process: 80 for HTTP, else its own. */
  public int servicePort() {
    return spoken() == Protocol.http ? HTTP_PORT : port;
  }

  /** What is spoken on the port. */
  public Protocol spoken() {
    return protocol == null ? Protocol.http : protocol;
  }
}
