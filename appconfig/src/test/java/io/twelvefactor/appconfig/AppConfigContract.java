package io.twelvefactor.appconfig;

import static org.assertj.core.api.Assertions.assertThat;

import io.twelvefactor.appconfig.AppConfigFailure.Kind;
import io.twelvefactor.appconfig.PollOutcome.Changed;
import io.twelvefactor.appconfig.PollOutcome.Failed;
import io.twelvefactor.appconfig.PollOutcome.NotYet;
import io.twelvefactor.appconfig.PollOutcome.Refused;
import io.twelvefactor.appconfig.PollOutcome.Unchanged;
import io.twelvefactor.appconfig.testkit.ManualTime;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;

/** What the client promises against any server that speaks AppConfig's data plane. */
abstract class AppConfigContract {

  static final Duration INTERVAL = Duration.ofSeconds(20);

  final ManualTime time = new ManualTime();
  final List<PollOutcome> outcomes = new ArrayList<>();
  final List<Instant> toldAt = new ArrayList<>();
  private final List<AutoCloseable> opened = new ArrayList<>();
  CountingSource source;
  Duration pace = Duration.ZERO;

  abstract URI endpoint();

  /** A configuration that does not exist yet, different at each call. */
  abstract ConfigurationId fresh();

  abstract void deploy(ConfigurationId id, String version, String content);

  @BeforeEach
  void connect() {
    source = new CountingSource(open(endpoint()));
  }

  @AfterEach
  void disconnect() throws Exception {
    for (AutoCloseable each : opened) {
      each.close();
    }
  }

  @Test
  void firstPollDeliversContentAndVersion() {
    ConfigurationId id = fresh();
    deploy(id, "v1", "{\"a\":1}");

    AppConfigPoller poller = start(id);

    assertThat(poller.state().current()).map(Configuration::text).contains("{\"a\":1}");
    assertThat(poller.state().current()).map(Configuration::version).contains("v1");
    assertThat(poller.state().problem()).isEmpty();
  }

  /** aws-samples/sample-python-helper-aws-appconfig#2: an empty body is not an empty config. */
  @Test
  void emptyBodyKeepsTheContentAndAdvancesThePollClock() {
    ConfigurationId id = fresh();
    deploy(id, "v1", "{\"a\":1}");
    AppConfigPoller poller = start(id);

    time.advance(INTERVAL.multipliedBy(3).plusSeconds(1));

    assertThat(outcomes).hasSize(4);
    assertThat(outcomes.subList(1, 4)).allMatch(Unchanged.class::isInstance);
    assertThat(poller.state().current()).map(Configuration::text).contains("{\"a\":1}");
    assertThat(poller.state().confirmedAt())
        .hasValueSatisfying(at -> assertThat(at).isAfter(time.now().minus(INTERVAL)));
    assertThat(poller.state().nextCallAt()).isAfter(time.now());
  }

  @Test
  void newVersionIsDeliveredWithinOneIntervalByTheSameSession() {
    ConfigurationId id = fresh();
    deploy(id, "v1", "{\"a\":1}");
    AppConfigPoller poller = start(id);

    deploy(id, "v2", "{\"a\":2}");
    time.advance(INTERVAL.plusSeconds(1));

    assertThat(outcomes).hasSize(2).allMatch(Changed.class::isInstance);
    assertThat(poller.state().current()).map(Configuration::version).contains("v2");
    assertThat(source.starts).as("a session costs a full delivery").isOne();
  }

  @Test
  void eachTokenIsSpentOnce() {
    ConfigurationId id = fresh();
    deploy(id, "v1", "{\"a\":1}");
    start(id);

    time.advance(INTERVAL.multipliedBy(5));

    assertThat(new HashSet<>(source.tokens)).hasSameSizeAs(source.tokens).hasSizeGreaterThan(4);
  }

  /** aws-powertools/powertools-lambda-python#1506: a refresh must not break the poll rules. */
  @Test
  void refreshBeforeTheIntervalCallsNothing() {
    ConfigurationId id = fresh();
    deploy(id, "v1", "{\"a\":1}");
    AppConfigPoller poller = start(id);
    int before = source.calls();

    time.advance(INTERVAL.minusSeconds(5));
    PollOutcome early = poller.refresh();

    assertThat(early).isInstanceOf(NotYet.class);
    assertThat(((NotYet) early).until()).isAfter(time.now());
    assertThat(source.calls()).isEqualTo(before);
    assertThat(outcomes).as("nothing happened, nothing to tell").hasSize(1);
  }

  @Test
  void refreshWithinASlowerPaceFetchesAtOnce() {
    ConfigurationId id = fresh();
    deploy(id, "v1", "{\"a\":1}");
    pace = INTERVAL.multipliedBy(10);
    AppConfigPoller poller = start(id);
    deploy(id, "v2", "{\"a\":2}");

    time.advance(INTERVAL.plusSeconds(1));
    assertThat(source.tokens).as("its own pace is slower").hasSize(1);
    assertThat(poller.refresh()).isInstanceOf(Changed.class);
    assertThat(poller.refresh()).isInstanceOf(NotYet.class);

    time.advance(pace.plusSeconds(1));
    assertThat(source.tokens).as("and goes on, counted from the refresh").hasSize(3);
  }

  /** awspring/spring-cloud-aws#1697: a spent token must not end the reading. */
  @Test
  void aSpentTokenOpensANewSessionWithinThePoll() {
    ConfigurationId id = fresh();
    deploy(id, "v1", "{\"a\":1}");
    AppConfigPoller poller = start(id);
    source.forged = source.tokens.get(0);

    time.advance(INTERVAL.plusSeconds(1));

    assertThat(source.starts).isEqualTo(2);
    assertThat(outcomes.get(1))
        .as("the same content again is no change")
        .isInstanceOf(Unchanged.class);
    assertThat(poller.state().problem()).isEmpty();
    assertThat(poller.state().current()).map(Configuration::text).contains("{\"a\":1}");
  }

  @Test
  void refusedContentIsReportedAndTheLastGoodKept() {
    ConfigurationId id = fresh();
    deploy(id, "v1", "{\"a\":1}");
    AppConfigPoller poller = start(id);

    deploy(id, "v2", "torn {");
    time.advance(INTERVAL.plusSeconds(1));

    assertThat(outcomes.get(1)).isInstanceOf(Refused.class);
    assertThat(poller.state().current()).map(Configuration::version).contains("v1");
    assertThat(poller.state().problem()).contains("it is not a JSON object");

    time.advance(INTERVAL.plusSeconds(1));
    assertThat(poller.state().problem()).as("unchanged: still refused").isPresent();

    deploy(id, "v3", "{\"a\":3}");
    time.advance(INTERVAL.plusSeconds(1));
    assertThat(poller.state().current()).map(Configuration::version).contains("v3");
    assertThat(poller.state().problem()).isEmpty();
  }

  @Test
  void whatDoesNotExistYetIsReportedAndFoundOnceItDoes() {
    var missing = new ConfigurationId("nowhere", "none", "nothing");
    AppConfigPoller poller = start(missing);

    assertThat(outcomes.get(0)).isInstanceOf(Failed.class);
    assertThat(((Failed) outcomes.get(0)).kind()).isEqualTo(Kind.NOT_FOUND);
    assertThat(poller.state().problem())
        .hasValueSatisfying(text -> assertThat(text).contains("nowhere/none/nothing"));
    assertThat(poller.state().nextCallAt()).isAfter(time.now());
  }

  @Test
  void manyAppsShareOneSessionAProfile() {
    List<ConfigurationId> profiles = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      ConfigurationId id = fresh();
      deploy(id, "v1", "{\"profile\":" + i + "}");
      profiles.add(id);
    }
    var shared = new SharedPollers((id, listener) -> poller(id, time.clock(), listener));
    List<SharedPollers.Subscription> apps = new ArrayList<>();
    List<PollOutcome> heard = new ArrayList<>();
    for (int app = 0; app < 500; app++) {
      apps.add(shared.subscribe(profiles.get(app % 5), heard::add));
    }
    time.settle();

    assertThat(shared.sessions()).isEqualTo(5);
    assertThat(source.starts).isEqualTo(5);
    assertThat(source.tokens).hasSize(5);
    assertThat(heard).hasSize(500);
    assertThat(apps.get(499).state().current())
        .map(Configuration::text)
        .contains("{\"profile\":4}");

    apps.subList(0, 496).forEach(SharedPollers.Subscription::close);
    assertThat(shared.sessions()).isEqualTo(4);
    shared.close();
    int before = source.calls();
    time.advance(INTERVAL.multipliedBy(3));
    assertThat(source.calls()).as("nobody polls for nobody").isEqualTo(before);
  }

  AppConfigPoller start(ConfigurationId id) {
    AppConfigPoller poller =
        poller(
            id,
            time.clock(),
            outcome -> {
              outcomes.add(outcome);
              toldAt.add(time.now());
            });
    poller.start();
    time.settle();
    return poller;
  }

  AppConfigPoller poller(ConfigurationId id, Clock clock, Consumer<PollOutcome> listener) {
    var session =
        new AppConfigSession(
            id,
            Optional.of(INTERVAL),
            AppConfigContract::jsonOnly,
            new Backoff(Duration.ofSeconds(2), Duration.ofMinutes(5), () -> 0.5));
    var poller = new AppConfigPoller(session, source, clock, time, pace, listener);
    opened.add(poller);
    return poller;
  }

  SdkAppConfigSource open(URI endpoint) {
    var opening =
        new SdkAppConfigSource(
            SdkAppConfigSource.client(Duration.ofSeconds(10))
                .region(Region.US_EAST_1)
                .endpointOverride(endpoint)
                .credentialsProvider(
                    StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
                .build());
    opened.add(opening);
    return opening;
  }

  private static Optional<String> jsonOnly(Configuration configuration) {
    String text = configuration.text();
    return text.startsWith("{") && text.endsWith("}")
        ? Optional.empty()
        : Optional.of("it is not a JSON object");
  }
}
