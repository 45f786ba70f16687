package io.twelvefactor.appconfig;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Passes calls on, and keeps what was sent: some rules are about calls that must not be made. */
final class CountingSource implements AppConfigSource {

  final List<String> tokens = new ArrayList<>();
  int starts;

  /** When set, the next poll sends this in place of its token. */
  String forged;

  private final AppConfigSource source;

  CountingSource(AppConfigSource source) {
    this.source = source;
  }

  @Override
  public synchronized String start(ConfigurationId id, Optional<Duration> leastInterval)
      throws AppConfigFailure {
    starts++;
    return source.start(id, leastInterval);
  }

  @Override
  public synchronized Answer latest(String token) throws AppConfigFailure {
    tokens.add(token);
    String sent = forged == null ? token : forged;
    forged = null;
    return source.latest(sent);
  }

  int calls() {
    return starts + tokens.size();
  }
}
