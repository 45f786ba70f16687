package io.twelvefactor.appconfig;

import java.time.Instant;
import java.util.Optional;

/**
 * A session as seen from outside.
 *
 * @param current the last good content; empty until the first arrives
 * @param confirmedAt when the server last answered "this is the latest" about {@code current}
 * @param problem what is wrong now, in one sentence; empty when the last poll went well
 * @param nextCallAt the earliest next call
 */
public record SessionState(
    Optional<Configuration> current,
    Optional<Instant> confirmedAt,
    Optional<String> problem,
    Instant nextCallAt) {}
