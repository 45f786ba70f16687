package io.twelvefactor.appconfig;

import io.twelvefactor.appconfig.AppConfigFailure.Kind;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.appconfigdata.AppConfigDataClient;
import software.amazon.awssdk.services.appconfigdata.AppConfigDataClientBuilder;
import software.amazon.awssdk.services.appconfigdata.model.AppConfigDataException;
import software.amazon.awssdk.services.appconfigdata.model.BadRequestException;
import software.amazon.awssdk.services.appconfigdata.model.GetLatestConfigurationResponse;
import software.amazon.awssdk.services.appconfigdata.model.InvalidParameterProblem;
import software.amazon.awssdk.services.appconfigdata.model.ResourceNotFoundException;

/** The two calls by the AWS SDK. Region, credentials and endpoint are the SDK's own defaults. */
public final class SdkAppConfigSource implements AppConfigSource, AutoCloseable {

  private final AppConfigDataClient client;

  /**
   * @param client made by {@link #client}: one that retries by itself would break the poll rules
   */
  public SdkAppConfigSource(AppConfigDataClient client) {
    this.client = client;
  }

  /**
   * A client that sends each call once.
   *
   * @param timeout for one whole call, connecting included
   */
  public static AppConfigDataClientBuilder client(Duration timeout) {
    return AppConfigDataClient.builder()
        .httpClientBuilder(
            UrlConnectionHttpClient.builder().connectionTimeout(timeout).socketTimeout(timeout))
        .overrideConfiguration(
            each -> each.apiCallTimeout(timeout).retryStrategy(AwsRetryStrategy.doNotRetry()));
  }

  @Override
  public String start(ConfigurationId id, Optional<Duration> leastInterval)
      throws AppConfigFailure {
    return call(
        "opening a session for " + id,
        Kind.DENIED,
        () ->
            client
                .startConfigurationSession(
                    request ->
                        request
                            .applicationIdentifier(id.application())
                            .environmentIdentifier(id.environment())
                            .configurationProfileIdentifier(id.profile())
                            .requiredMinimumPollIntervalInSeconds(
                                leastInterval
                                    .map(Duration::toSeconds)
                                    .map(Math::toIntExact)
                                    .orElse(null)))
                .initialConfigurationToken());
  }

  @Override
  public Answer latest(String token) throws AppConfigFailure {
    GetLatestConfigurationResponse response =
        call(
            "fetching the latest configuration",
            Kind.TOKEN_REFUSED,
            () -> client.getLatestConfiguration(request -> request.configurationToken(token)));
    byte[] content = response.configuration().asByteArray();
    refuseTorn(response, content.length);
    if (response.nextPollConfigurationToken() == null) {
      throw new AppConfigFailure(
          Kind.ANSWER_LOST,
          "fetching the latest configuration: the answer has no next token",
          null);
    }
    return new Answer(
        content,
        orEmpty(response.contentType()),
        orEmpty(response.versionLabel()),
        response.nextPollConfigurationToken(),
        Duration.ofSeconds(Optional.ofNullable(response.nextPollIntervalInSeconds()).orElse(0)));
  }

  @Override
  public void close() {
    client.close();
  }

  /** The JDK's HTTP client takes a connection that ends early for the end of the body. */
  private static void refuseTorn(GetLatestConfigurationResponse response, int received)
      throws AppConfigFailure {
    Optional<String> announced =
        response.sdkHttpResponse().firstMatchingHeader("Content-Length").map(String::trim);
    if (announced.isPresent() && !announced.get().equals(Integer.toString(received))) {
      throw new AppConfigFailure(
          Kind.ANSWER_LOST,
          "fetching the latest configuration: the body broke off after %d of %s bytes"
              .formatted(received, announced.get()),
          null);
    }
  }

  private static <T> T call(String doing, Kind onBadRequest, Supplier<T> call)
      throws AppConfigFailure {
    try {
      return call.get();
    } catch (AppConfigDataException e) {
      throw new AppConfigFailure(kindOf(e, onBadRequest), doing + ": " + describe(e), e);
    } catch (ApiCallTimeoutException | ApiCallAttemptTimeoutException e) {
      throw new AppConfigFailure(Kind.ANSWER_LOST, doing + ": no answer in time", e);
    } catch (SdkClientException e) {
      throw new AppConfigFailure(kindOf(e), doing + ": " + e.getMessage(), e);
    }
  }

  private static Kind kindOf(AppConfigDataException e, Kind onBadRequest) {
    if (e.isThrottlingException() || e.statusCode() == 429) {
      return Kind.THROTTLED;
    }
    if (e.statusCode() >= 500) {
      return Kind.SERVER_FAULT;
    }
    if (e instanceof ResourceNotFoundException) {
      return Kind.NOT_FOUND;
    }
    if (e instanceof BadRequestException bad) {
      return isTooEarly(bad) ? Kind.TOO_EARLY : onBadRequest;
    }
    return Kind.DENIED;
  }

  private static boolean isTooEarly(BadRequestException bad) {
    return bad.details() != null
        && bad.details().hasInvalidParameters()
        && bad.details().invalidParameters().values().stream()
            .anyMatch(
                each -> each.problem() == InvalidParameterProblem.POLL_INTERVAL_NOT_SATISFIED);
  }

  private static Kind kindOf(SdkClientException e) {
    boolean sent = false;
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof ConnectException
          || cause instanceof NoRouteToHostException
          || cause instanceof UnknownHostException) {
        return Kind.UNREACHABLE;
      }
      sent |= cause instanceof IOException;
    }
    // Without an I/O fault underneath, the SDK gave up before sending: no credentials, no region.
    return sent ? Kind.ANSWER_LOST : Kind.UNREACHABLE;
  }

  private static String describe(AppConfigDataException e) {
    String code = e.awsErrorDetails() == null ? "" : orEmpty(e.awsErrorDetails().errorCode());
    String message = e.awsErrorDetails() == null ? "" : orEmpty(e.awsErrorDetails().errorMessage());
    return "AppConfig answered %d %s %s".formatted(e.statusCode(), code, message).strip();
  }

  private static String orEmpty(String value) {
    return value == null ? "" : value;
  }
}
