package io.twelvefactor.sample.web;

import io.twelvefactor.appconfig.PollOutcome;
import io.twelvefactor.sample.config.LiveSettings;
import io.twelvefactor.sample.config.Settings;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What the app says of its configuration, as plain text. */
@Path("/")
@Produces(MediaType.TEXT_PLAIN)
public class ConfigResource {

  private final LiveSettings settings;

  ConfigResource(LiveSettings settings) {
    this.settings = settings;
  }

  /** 200 when the app can do its work, else 503 with the reason. */
  @GET
  public Response health() {
    return settings.current().isPresent()
        ? Response.ok("The application is healthy\n").build()
        : unavailable("The application has no configuration yet");
  }

  /** The table in use, the configuration's version, and what is wrong with a newer one. */
  @GET
  @Path("table-name")
  public Response tableName() {
    Optional<Settings> current = settings.current();
    if (current.isEmpty()) {
      return unavailable("No configuration yet");
    }
    String problem = settings.problem().map(text -> "Problem: " + text + "\n").orElse("");
    return Response.ok(
            "Table: %s%nConfiguration: %s%n%s"
                .formatted(current.get().tableName(), current.get().version(), problem))
        .build();
  }

  /**
   * Fetches the configuration now: 200 "Config refreshed" or "Nothing to refresh", 429 with {@code
   * Retry-After} while AppConfig's poll interval has not passed, 502 when AppConfig gave no usable
   * answer. Reaches this process only; the others poll by themselves.
   */
  @GET
  @Path("refresh-config")
  public Response refresh() {
    return settings
        .refresh()
        .map(this::told)
        .orElseGet(
            () -> Response.ok("Nothing to refresh: the environment is the config\n").build());
  }

  private Response told(PollOutcome outcome) {
    if (outcome instanceof PollOutcome.Changed) {
      return Response.ok("Config refreshed\n").build();
    }
    if (outcome instanceof PollOutcome.Unchanged) {
      return Response.ok("Nothing to refresh\n").build();
    }
    if (outcome instanceof PollOutcome.NotYet early) {
      long seconds = Math.max(1, Duration.between(Instant.now(), early.until()).toSeconds() + 1);
      return Response.status(Response.Status.TOO_MANY_REQUESTS)
          .header(HttpHeaders.RETRY_AFTER, seconds)
          .entity("Too early, next refresh possible at %s%n".formatted(early.until()))
          .build();
    }
    return Response.status(Response.Status.BAD_GATEWAY)
        .entity("Config not refreshed: " + settings.problem().orElse("no usable answer") + "\n")
        .build();
  }

  private Response unavailable(String what) {
    return Response.status(Response.Status.SERVICE_UNAVAILABLE)
        .header(HttpHeaders.RETRY_AFTER, 5)
        .entity(what + settings.problem().map(text -> ": " + text).orElse("") + "\n")
        .build();
  }
}
