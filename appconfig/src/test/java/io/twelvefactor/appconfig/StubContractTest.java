package io.twelvefactor.appconfig;

import static org.assertj.core.api.Assertions.assertThat;

import io.twelvefactor.appconfig.AppConfigFailure.Kind;
import io.twelvefactor.appconfig.PollOutcome.Changed;
import io.twelvefactor.appconfig.PollOutcome.Failed;
import io.twelvefactor.appconfig.PollOutcome.Unchanged;
import io.twelvefactor.appconfig.testkit.AheadClock;
import io.twelvefactor.appconfig.testkit.AppConfigStub;
import io.twelvefactor.appconfig.testkit.AppConfigStub.Fault;
import io.twelvefactor.appconfig.testkit.EmulatorProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The contract, plus what only a server that can be told to misbehave can show. */
class StubContractTest extends AppConfigContract {

  private final AppConfigStub stub = stub();
  private int made;

  @AfterEach
  void stop() {
    stub.close();
  }

  @Override
  URI endpoint() {
    return stub.endpoint();
  }

  @Override
  ConfigurationId fresh() {
    stub.interval(INTERVAL);
    return new ConfigurationId("app-" + ++made, "env", "profile");
  }

  @Override
  void deploy(ConfigurationId id, String version, String content) {
    stub.deploy(id, version, content);
  }

  @Test
  void noRuleOfTheServerIsEverBroken() {
    ConfigurationId id = deployed();
    start(id);
    time.advance(Duration.ofHours(2));
    assertThat(stub.calls()).hasSizeGreaterThan(300).doesNotContain("latest 400", "start 400");
  }

  @Test
  void theIntervalOfEachAnswerIsUsed() {
    ConfigurationId id = deployed();
    stub.interval(Duration.ofMinutes(10));
    AppConfigPoller poller = start(id);

    time.advance(Duration.ofMinutes(9));
    assertThat(source.tokens).hasSize(1);
    assertThat(poller.state().nextCallAt()).isAfter(time.now());

    stub.interval(Duration.ofSeconds(15));
    time.advance(Duration.ofMinutes(1).plusSeconds(1));
    time.advance(INTERVAL.plusSeconds(1));
    assertThat(source.tokens).as("shorter again, but not below what was asked for").hasSize(3);
    assertThat(stub.calls()).doesNotContain("latest 400");
  }

  /**
   * aws-powertools/powertools-lambda-typescript#1798 and #2136: a day asleep must not be the end.
   */
  @Test
  void aTokenOlderThanADayIsNotSent() {
    ConfigurationId id = deployed();
    stub.interval(Duration.ofHours(24));
    AppConfigPoller poller = start(id);
    deploy(id, "v2", "{\"a\":2}");

    time.advance(Duration.ofHours(24).plusSeconds(1));

    assertThat(stub.calls()).containsExactly("start 201", "latest 200", "start 201", "latest 200");
    assertThat(poller.state().current()).map(Configuration::version).contains("v2");
  }

  /** The same where our clock runs behind the server's, so that we cannot know. */
  @Test
  void anExpiredTokenOpensANewSession() {
    ConfigurationId id = deployed();
    AppConfigPoller poller = start(id);
    source.forged = "expired-long-ago";

    time.advance(INTERVAL.plusSeconds(1));

    assertThat(stub.calls())
        .containsExactly("start 201", "latest 200", "latest 400", "start 201", "latest 200");
    assertThat(poller.state().problem()).isEmpty();
  }

  @Test
  void tokensThatAreAlwaysRefusedDoNotMakeAStorm() {
    ConfigurationId id = deployed();
    start(id);
    for (int minute = 0; minute < 60; minute++) {
      source.forged = "forged";
      time.advance(Duration.ofMinutes(1));
      source.forged = "forged";
    }
    assertThat(stub.started()).as("one for each forged token, not a loop").isLessThan(130);
  }

  /** Our clock may run ahead of the server's: what is an interval to us is not one to it. */
  @Test
  void anEarlyCallIsWaitedOutWithTheSameSession() {
    ConfigurationId id = deployed();
    AppConfigPoller poller = poller(id, new AheadClock(time.clock()), outcomes::add);
    poller.start();
    time.settle();

    time.advance(INTERVAL.dividedBy(5));
    PollOutcome early = poller.refresh();

    assertThat(early).isInstanceOf(Failed.class);
    assertThat(((Failed) early).kind()).isEqualTo(Kind.TOO_EARLY);
    time.advance(INTERVAL.multipliedBy(2));
    assertThat(stub.calls()).containsExactly("start 201", "latest 200", "latest 400", "latest 200");
    assertThat(poller.state().problem()).isEmpty();
  }

  @Test
  void throttlingIsBackedOffWithTheSameTokenAndFurtherEachTime() {
    ConfigurationId id = deployed();
    AppConfigPoller poller = start(id);
    stub.play(Collections.nCopies(6, Fault.THROTTLE).toArray(Fault[]::new));

    time.advance(Duration.ofMinutes(5));

    List<Duration> waits = new ArrayList<>();
    for (int i = 0; i < outcomes.size(); i++) {
      if (outcomes.get(i) instanceof Failed failed) {
        waits.add(Duration.between(toldAt.get(i), failed.nextCallAt()));
      }
    }
    assertThat(waits).hasSize(6).isSorted().doesNotHaveDuplicates();
    assertThat(source.starts).as("the token was not spent").isOne();
    assertThat(source.tokens.subList(1, 8)).containsOnly(source.tokens.get(1));
    assertThat(poller.state().problem()).isEmpty();
    assertThat(poller.state().current()).isPresent();
  }

  @Test
  void aServerFaultKeepsContentAndTokenAndSaysWhatIsWrong() {
    ConfigurationId id = deployed();
    AppConfigPoller poller = start(id);
    stub.play(Fault.INTERNAL_ERROR);

    time.advance(INTERVAL.plusMillis(2));

    assertThat(poller.state().problem())
        .hasValueSatisfying(text -> assertThat(text).contains("500", "InternalServerException"));
    assertThat(poller.state().current()).map(Configuration::version).contains("v1");
    time.advance(Duration.ofSeconds(5));
    assertThat(poller.state().problem()).isEmpty();
    assertThat(source.starts).isOne();
  }

  @Test
  void aFaultAtTheStartIsTriedAgain() {
    ConfigurationId id = deployed();
    stub.play(Fault.INTERNAL_ERROR, Fault.THROTTLE, Fault.ACCESS_DENIED);
    AppConfigPoller poller = start(id);
    assertThat(poller.state().current()).isEmpty();
    assertThat(poller.state().problem()).isPresent();

    time.advance(Duration.ofMinutes(1));

    assertThat(poller.state().current()).isPresent();
    assertThat(poller.state().problem()).isEmpty();
  }

  /** The server counts torn content as delivered: the same session would call it unchanged. */
  @Test
  void aTornBodyIsFetchedAgainByANewSession() {
    ConfigurationId id = deployed();
    AppConfigPoller poller = start(id);
    deploy(id, "v2", "{\"a\":\"a rather long text\"}");
    stub.play(Fault.TORN_BODY);

    time.advance(INTERVAL.plusMillis(2));
    assertThat(((Failed) outcomes.get(1)).kind()).isEqualTo(Kind.ANSWER_LOST);
    assertThat(poller.state().current()).map(Configuration::version).contains("v1");

    time.advance(Duration.ofSeconds(5));
    assertThat(outcomes.get(2)).isInstanceOf(Changed.class);
    assertThat(poller.state().current()).map(Configuration::version).contains("v2");
  }

  @Test
  void aLostAnswerIsFetchedAgainByANewSession() {
    ConfigurationId id = deployed();
    AppConfigPoller poller = start(id);
    deploy(id, "v2", "{\"a\":2}");
    // Twice: the JDK's HTTP client silently sends a GET again when a kept connection breaks.
    stub.play(Fault.LOST_ANSWER, Fault.LOST_ANSWER);

    time.advance(INTERVAL.plusSeconds(30));

    assertThat(poller.state().current()).map(Configuration::version).contains("v2");
    assertThat(poller.state().problem()).isEmpty();
  }

  @Test
  void anUnreachableServerCostsNoSession() throws IOException {
    ConfigurationId id = deployed();
    CountingSource gone =
        new CountingSource(open(URI.create("http://127.0.0.1:" + EmulatorProcess.freePort())));
    source = gone;
    AppConfigPoller poller = start(id);

    assertThat(((Failed) outcomes.get(0)).kind()).isEqualTo(Kind.UNREACHABLE);
    time.advance(Duration.ofMinutes(30));
    assertThat(gone.starts).as("doubling delays up to 5 minutes").isBetween(8, 20);
    assertThat(poller.state().problem()).isPresent();
  }

  @Test
  void unchangedAfterUnchangedTouchesNothing() {
    ConfigurationId id = deployed();
    AppConfigPoller poller = start(id);
    Configuration first = poller.state().current().orElseThrow();
    time.advance(INTERVAL.multipliedBy(10));
    assertThat(poller.state().current()).containsSame(first);
    assertThat(outcomes.subList(1, outcomes.size())).allMatch(Unchanged.class::isInstance);
  }

  private ConfigurationId deployed() {
    ConfigurationId id = fresh();
    deploy(id, "v1", "{\"a\":1}");
    return id;
  }

  private AppConfigStub stub() {
    try {
      return new AppConfigStub(time.source());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
