package io.twelvefactor.operator.appconfig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twelvefactor.appconfig.ConfigurationId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccessTest {
  private static final Profile MAIN =
      new Profile("eu-west-1", new ConfigurationId("Shop", "Prod", "Main"));

  @ParameterizedTest
  @CsvSource({
    "team=Shop/Prod/Main, true",
    "team=Shop/Prod, true",
    "team=Shop, true",
    "team=*, true",
    "*=Shop, true",
    "te*=Sh*p/P*/*n, true",
    "team=Shop/Prod/Mai, false",
    "team=Shop/Prod/Main2, false",
    "team=shop, false",
    "tea=Shop, false",
    "teamX=Shop, false",
    "team=S.op, false",
    "team=Other/Prod/Main, false",
    "team=Shop/Test/Main, false",
  })
  void ruleByRule(String rule, boolean allowed) {
    assertThat(Access.of(List.of(rule)).grant("team", MAIN).isPresent()).isEqualTo(allowed);
  }

  @Test
  void nothingIsAllowedThatNoRuleNames() {
    assertThat(Access.none().grant("team", MAIN)).isEmpty();
    assertThat(Access.of(List.of()).grant("team", MAIN)).isEmpty();
  }

  @Test
  void theFirstRuleThatFitsSaysAsWhom() {
    Access access =
        Access.of(
            List.of("team=Shop/Prod@arn:aws:iam::1:role/shop", "*=Shop/Prod", "team=Shop/Test"));
    assertThat(access.grant("team", MAIN))
        .contains(new Access.Grant(Optional.of("arn:aws:iam::1:role/shop")));
    assertThat(access.grant("other", MAIN)).contains(new Access.Grant(Optional.empty()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "team",
        "team=",
        "=Shop",
        "team=Shop/Prod/Main/More",
        "team=Shop@role",
        "a=b=c"
      })
  void whatCannotBeUnderstoodIsRefused(String rule) {
    assertThatThrownBy(() -> Access.of(List.of(rule)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("write namespace=application/environment/profile[@roleArn]");
  }
}
