package io.twelvefactor.sample;

import io.twelvefactor.appconfig.ConfigurationId;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Everything a process is told from outside, checked as a whole before anything starts.
 *
 * @param port {@code PORT}, 1 to 65535, default 8080
 * @param region {@code AWS_REGION}
 * @param configuration {@code APPCONFIG_APPLICATION}, {@code APPCONFIG_ENVIRONMENT}, {@code
 *     APPCONFIG_PROFILE}: names or ids; empty when none of them is set
 * @param table {@code TABLE_NAME}: the table where no AppConfig profile names it; then required,
 *     and the settings of this process never change
 * @param pollEvery {@code APPCONFIG_POLL_SECONDS}, 15 to 86400, default 60
 * @param drainDelay {@code DRAIN_DELAY_SECONDS}: from readiness going off to refusing requests, 0
 *     to 300, default 5
 * @param drain {@code DRAIN_SECONDS}: the longest wait for requests in flight, 0 to 300, default 20
 */
public record Environment(
    int port,
    String region,
    Optional<ConfigurationId> configuration,
    Optional<String> table,
    Duration pollEvery,
    Duration drainDelay,
    Duration drain) {

  /** EX_CONFIG of sysexits.h: no restart mends it. */
  public static final int EXIT_CODE = 78;

  private static final Pattern REGION = Pattern.compile("[a-z]{2,}(-[a-z0-9]+)+");
  private static final Pattern TABLE = Pattern.compile("[A-Za-z0-9_.-]{3,255}");
  private static final String A_TABLE =
      "a table's name, or AppConfig names it and the variables that begin with APPCONFIG_ say where";
  private static final List<String> APPCONFIG =
      List.of("APPCONFIG_APPLICATION", "APPCONFIG_ENVIRONMENT", "APPCONFIG_PROFILE");
  private static final List<String> ENDPOINTS =
      List.of("AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_APPCONFIGDATA", "AWS_ENDPOINT_URL_DYNAMODB");

  /** Variables that are missing or malformed; the message names each and what it should be. */
  public static final class Malformed extends Exception {
    Malformed(List<String> problems) {
      super("the environment is not usable: " + String.join("; ", problems));
    }
  }

  public static Environment read(Map<String, String> variables) throws Malformed {
    var reader = new Reader(variables);
    int port = reader.number("PORT", 1, 65535, 8080);
    String region = reader.required("AWS_REGION", REGION, "a region such as eu-west-1").orElse("");
    boolean fixed = reader.isWithoutAppConfig();
    List<Optional<String>> identifiers =
        fixed ? List.of() : APPCONFIG.stream().map(reader::identifier).toList();
    Optional<String> table =
        fixed ? reader.required("TABLE_NAME", TABLE, A_TABLE) : Optional.empty();
    int poll = reader.number("APPCONFIG_POLL_SECONDS", 15, 86400, 60);
    int delay = reader.number("DRAIN_DELAY_SECONDS", 0, 300, 5);
    int drain = reader.number("DRAIN_SECONDS", 0, 300, 20);
    ENDPOINTS.forEach(reader::endpoint);
    if (!reader.problems.isEmpty()) {
      throw new Malformed(reader.problems);
    }
    return new Environment(
        port,
        region,
        fixed ? Optional.empty() : Optional.of(configuration(identifiers)),
        table,
        Duration.ofSeconds(poll),
        Duration.ofSeconds(delay),
        Duration.ofSeconds(drain));
  }

  private static ConfigurationId configuration(List<Optional<String>> identifiers) {
    return new ConfigurationId(
        identifiers.get(0).get(), identifiers.get(1).get(), identifiers.get(2).get());
  }

  private static final class Reader {
    private final Map<String, String> variables;
    private final List<String> problems = new ArrayList<>();

    Reader(Map<String, String> variables) {
      this.variables = variables;
    }

    /** A variable that is set to nothing counts as not set. */
    private Optional<String> get(String name) {
      return Optional.ofNullable(variables.get(name)).filter(value -> !value.isBlank());
    }

    /** Nothing of AppConfig is named: a table's name alone is enough. */
    boolean isWithoutAppConfig() {
      return APPCONFIG.stream().map(this::get).allMatch(Optional::isEmpty);
    }

    Optional<String> required(String name, Pattern form, String meaning) {
      Optional<String> value = get(name);
      if (value.isEmpty()) {
        problems.add("%s is not set, it must be %s".formatted(name, meaning));
      } else if (!form.matcher(value.get()).matches()) {
        problems.add("%s is \"%s\", it must be %s".formatted(name, value.get(), meaning));
      }
      return value;
    }

    Optional<String> identifier(String name) {
      return required(name, Pattern.compile(".{1,128}"), "a name or id of 1 to 128 characters");
    }

    int number(String name, int least, int most, int otherwise) {
      Optional<String> value = get(name);
      if (value.isEmpty()) {
        return otherwise;
      }
      try {
        int number = Integer.parseInt(value.get());
        if (number >= least && number <= most) {
          return number;
        }
      } catch (NumberFormatException e) {
        // Told below, in the same words as a number out of range.
      }
      problems.add(
          "%s is \"%s\", it must be a whole number from %d to %d"
              .formatted(name, value.get(), least, most));
      return otherwise;
    }

    void endpoint(String name) {
      get(name)
          .ifPresent(
              value -> {
                if (!isHttp(value)) {
                  // Not the value: an endpoint may carry credentials before its host.
                  problems.add(name + " must be an http or https URL with a host");
                }
              });
    }

    private static boolean isHttp(String value) {
      try {
        URI uri = URI.create(value);
        return uri.getHost() != null && List.of("http", "https").contains(uri.getScheme());
      } catch (IllegalArgumentException e) {
        return false;
      }
    }
  }
}
