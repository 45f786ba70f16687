package io.twelvefactor.appconfig;

import java.time.Duration;
import java.util.Optional;

/** The two calls of AppConfig's data plane. One call is one request: no retries inside. */
public interface AppConfigSource {

  /**
   * Opens a session.
   *
   * @param leastInterval the shortest interval the caller means to poll at, 15 s to 24 h; empty
   *     leaves it to AppConfig
   * @return the first token
   */
  String start(ConfigurationId id, Optional<Duration> leastInterval) throws AppConfigFailure;

  /** Spends the token on one request for the latest content. */
  Answer latest(String token) throws AppConfigFailure;

  /**
   * What came back.
   *
   * @param content empty when the session already has the latest
   * @param interval how long to wait before the next call, as this answer says; zero when it does
   *     not say
   */
  record Answer(
      byte[] content, String contentType, String version, String nextToken, Duration interval) {}
}
