package io.twelvefactor.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EnvironmentTest {

  private final Map<String, String> variables =
      new HashMap<>(
          Map.of(
              "AWS_REGION", "eu-west-1",
              "APPCONFIG_APPLICATION", "Shop",
              "APPCONFIG_ENVIRONMENT", "Prod",
              "APPCONFIG_PROFILE", "Main"));

  @Test
  void defaultsAreUsedForWhatIsNotSet() throws Environment.Malformed {
    variables.put("PORT", "");
    Environment environment = Environment.read(variables);
    assertThat(environment.port()).isEqualTo(8080);
    assertThat(environment.pollEvery()).isEqualTo(Duration.ofSeconds(60));
    assertThat(environment.configuration().orElseThrow()).hasToString("Shop/Prod/Main");
  }

  @Test
  void aTableAloneIsEnoughAndAppConfigIsThenNotAsked() throws Environment.Malformed {
    Environment environment =
        Environment.read(Map.of("AWS_REGION", "eu-west-1", "TABLE_NAME", "greetings"));
    assertThat(environment.table()).contains("greetings");
    assertThat(environment.configuration()).isEmpty();
  }

  @Test
  void whereAppConfigIsNamedItNamesTheTable() throws Environment.Malformed {
    variables.put("TABLE_NAME", "greetings");
    assertThat(Environment.read(variables).table()).isEmpty();
    assertThat(Environment.read(variables).configuration()).isPresent();
  }

  @Test
  void withoutEitherBothWaysAreTold() {
    assertThatThrownBy(() -> Environment.read(Map.of("AWS_REGION", "eu-west-1")))
        .hasMessageContainingAll("TABLE_NAME is not set", "APPCONFIG_");
  }

  @Test
  void everyProblemIsToldInOneLine() {
    variables.remove("APPCONFIG_PROFILE");
    variables.put("AWS_REGION", "Ireland");
    variables.put("PORT", "80a");
    variables.put("APPCONFIG_POLL_SECONDS", "1");
    assertThatThrownBy(() -> Environment.read(variables))
        .isInstanceOf(Environment.Malformed.class)
        .hasMessageContainingAll(
            "APPCONFIG_PROFILE is not set",
            "AWS_REGION is \"Ireland\"",
            "PORT is \"80a\"",
            "from 15 to 86400")
        .message()
        .doesNotContain("\n");
  }

  @Test
  void aMalformedEndpointIsNamedButNotShown() {
    variables.put("AWS_ENDPOINT_URL_DYNAMODB", "user:secret@host");
    assertThatThrownBy(() -> Environment.read(variables))
        .hasMessageContaining("AWS_ENDPOINT_URL_DYNAMODB")
        .message()
        .doesNotContain("secret");
  }
}
