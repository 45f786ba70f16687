package io.twelvefactor.operator.appconfig;

import io.twelvefactor.appconfig.AppConfigFailure;
import io.twelvefactor.appconfig.AppConfigSource;
import io.twelvefactor.appconfig.ConfigurationId;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A source whose client is made at its first call: making one takes a while, and fails where no
 * region or credentials can be found, which is a failed poll and not a failed pass over an app.
 */
final class FirstUse implements AppConfigSource {
  private final Supplier<AppConfigSource> maker;
  private AppConfigSource made;

  FirstUse(Supplier<AppConfigSource> maker) {
    this.maker = maker;
  }

  @Override
  public String start(ConfigurationId id, Optional<Duration> leastInterval)
      throws AppConfigFailure {
    return source().start(id, leastInterval);
  }

  @Override
  public Answer latest(String token) throws AppConfigFailure {
    return source().latest(token);
  }

  private synchronized AppConfigSource source() throws AppConfigFailure {
    if (made == null) {
      try {
        made = maker.get();
      } catch (RuntimeException e) {
        throw new AppConfigFailure(
            AppConfigFailure.Kind.UNREACHABLE, "no AppConfig client: " + e.getMessage(), e);
      }
    }
    return made;
  }
}
