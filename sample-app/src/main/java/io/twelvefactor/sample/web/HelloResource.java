package io.twelvefactor.sample.web;

import io.smallrye.common.annotation.NonBlocking;
import io.twelvefactor.sample.greeting.Greetings;
import io.twelvefactor.sample.greeting.Greetings.Answer;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * The greeting as HTML, or as JSON for who asks for it.
 *
 * <p>200 with the greeting, stale or not; 503 with {@code Retry-After} when there is none to show.
 */
@Path("/hello")
@NonBlocking
public class HelloResource {

  /** The JSON form. */
  public record Hello(
      String name,
      String language,
      String platform,
      String bgColor,
      boolean stale,
      Instant readAt) {}

  /** The JSON form of having nothing to show. */
  public record Problem(String error) {}

  private final Greetings greetings;

  HelloResource(Greetings greetings) {
    this.greetings = greetings;
  }

  @GET
  @Produces(MediaType.TEXT_HTML + ";charset=UTF-8;qs=1")
  public CompletionStage<Response> page() {
    return answer(
        found -> Response.ok(GreetingPage.of(found)),
        reason -> "<!DOCTYPE html>\n<p>No greeting: " + GreetingPage.escape(reason) + "</p>\n");
  }

  @GET
  @Produces(MediaType.APPLICATION_JSON + ";qs=0.5")
  public CompletionStage<Response> json() {
    return answer(found -> Response.ok(hello(found)), Problem::new);
  }

  private CompletionStage<Response> answer(
      Function<Answer.Found, Response.ResponseBuilder> found, Function<String, Object> none) {
    return greetings
        .answer()
        .thenApply(
            answer ->
                answer instanceof Answer.Found greeting
                    ? found.apply(greeting).header(HttpHeaders.CACHE_CONTROL, "no-store").build()
                    : unavailable((Answer.None) answer, none));
  }

  private static Response unavailable(Answer.None none, Function<String, Object> body) {
    return Response.status(Response.Status.SERVICE_UNAVAILABLE)
        .header(HttpHeaders.RETRY_AFTER, none.retryAfter().toSeconds())
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .entity(body.apply(none.reason()))
        .build();
  }

  private static Hello hello(Answer.Found found) {
    var greeting = found.greeting();
    return new Hello(
        greeting.name(),
        greeting.language(),
        greeting.platform(),
        greeting.bgColor(),
        found.stale(),
        found.readAt());
  }
}
