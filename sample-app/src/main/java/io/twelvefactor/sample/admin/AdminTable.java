package io.twelvefactor.sample.admin;

import io.twelvefactor.appconfig.AppConfigFailure;
import io.twelvefactor.appconfig.AppConfigSource.Answer;
import io.twelvefactor.appconfig.Configuration;
import io.twelvefactor.appconfig.ConfigurationId;
import io.twelvefactor.appconfig.SdkAppConfigSource;
import io.twelvefactor.sample.Environment;
import io.twelvefactor.sample.config.Settings;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;

/**
 * The table that an admin process works on.
 *
 * @param name the table that AppConfig names now
 * @param client DynamoDB, with the SDK's own retries
 * @param patience how long to wait for what AWS does in the background
 */
record AdminTable(String name, DynamoDbClient client, Duration patience) implements AutoCloseable {

  private static final Duration CALL_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

  /**
   * @throws NotInTime when AppConfig gives no answer
   * @throws Refused when there is no such configuration, or it names no table
   */
  static AdminTable open(Environment environment, Duration patience) {
    String name = nameOf(environment);
    return new AdminTable(
        name,
        DynamoDbClient.builder()
            .httpClientBuilder(UrlConnectionHttpClient.builder().socketTimeout(CALL_TIMEOUT))
            .build(),
        patience);
  }

  Optional<TableDescription> describe(String table) {
    try {
      return Optional.of(client.describeTable(request -> request.tableName(table)).table());
    } catch (ResourceNotFoundException e) {
      return Optional.empty();
    }
  }

  /**
   * Looks every second until this is so.
   *
   * @param what for the message, as in "backup x is not available"
   * @throws NotInTime when it is not so within the patience
   */
  void await(String what, Supplier<Boolean> done) {
    Instant deadline = Instant.now().plus(patience);
    while (!done.get()) {
      if (Instant.now().isAfter(deadline)) {
        throw new NotInTime("%s after %d s".formatted(what, patience.toSeconds()));
      }
      try {
        Thread.sleep(LOOK_EVERY.toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new NotInTime(what + ": interrupted");
      }
    }
  }

  @Override
  public void close() {
    client.close();
  }

  private static String nameOf(Environment environment) {
    return environment.table().orElseGet(() -> nameOf(environment.configuration().orElseThrow()));
  }

  private static String nameOf(ConfigurationId configuration) {
    var source = new SdkAppConfigSource(SdkAppConfigSource.client(CALL_TIMEOUT).build());
    try (source) {
      Answer answer = source.latest(source.start(configuration, Optional.empty()));
      if (answer.content().length == 0) {
        throw new Refused("nothing is deployed to AppConfig " + configuration + " yet");
      }
      return Settings.of(
              new Configuration(
                  answer.version(), answer.contentType(), answer.content(), Instant.now()))
          .tableName();
    } catch (AppConfigFailure e) {
      throw switch (e.kind()) {
        case NOT_FOUND, DENIED -> new Refused(e.getMessage());
        default -> new NotInTime(e.getMessage());
      };
    }
  }
}
