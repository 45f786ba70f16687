package io.twelvefactor.operator.it;

import io.twelvefactor.appconfig.SdkAppConfigSource;
import io.twelvefactor.appconfig.testkit.AheadClock;
import io.twelvefactor.operator.appconfig.Access;
import io.twelvefactor.operator.appconfig.Sessions;
import io.twelvefactor.operator.reconcile.Settings;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;

/** AppConfig in the operator's reach, ten times as fast: 15 seconds pass in 1.5. */
final class AppConfigAtHand implements AutoCloseable {
  /** The shortest interval AppConfig knows. */
  static final Duration INTERVAL = Duration.ofSeconds(15);

  private final AheadClock clock = new AheadClock(Clock.systemUTC());
  private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(4);

  /** The time by which AppConfig is read. */
  Clock clock() {
    return clock;
  }

  /** Starts an operator anew that may read AppConfig. */
  void join(TestOperator operator, URI endpoint, Duration configInterval, String... access) {
    Settings settings = operator.settings();
    operator.stop();
    operator
        .withSettings(
            new Settings(
                settings.namespace(),
                settings.patience(),
                configInterval,
                Access.of(List.of(access)),
                settings.allowedManagers(),
                settings.logImage()))
        .withAppConfig(sessions(endpoint));
    operator.start();
  }

  private Supplier<Sessions> sessions(URI endpoint) {
    return () ->
        new Sessions(
            identity ->
                new SdkAppConfigSource(
                    SdkAppConfigSource.client(Duration.ofSeconds(5))
                        .region(Region.US_EAST_1)
                        .endpointOverride(endpoint)
                        .credentialsProvider(
                            StaticCredentialsProvider.create(
                                AwsBasicCredentials.create("test", "test")))
                        .build()),
            clock,
            clock.scheduler(threads),
            Optional.of(INTERVAL));
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
