package io.twelvefactor.appconfig;

import static org.assertj.core.api.Assertions.assertThat;

import io.twelvefactor.appconfig.testkit.EmulatorProcess;
import io.twelvefactor.appconfig.testkit.MinistackAppConfig;
import java.net.URI;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class MinistackContractIT extends AppConfigContract {

  private static EmulatorProcess ministack;
  private static MinistackAppConfig control;
  private static int made;

  @BeforeAll
  static void start() {
    ministack = EmulatorProcess.start("ministack");
    control = new MinistackAppConfig(ministack.endpoint());
  }

  @AfterAll
  static void stop() {
    ministack.close();
  }

  @Override
  URI endpoint() {
    return ministack.endpoint();
  }

  @Override
  ConfigurationId fresh() {
    int n = ++made;
    return control.create("app-" + n, "env-" + n, "profile-" + n);
  }

  @Override
  void deploy(ConfigurationId id, String version, String content) {
    control.deploy(id, version, content);
  }

  @Test
  void namesServeAsWellAsIds() {
    ConfigurationId ids = control.create("Shop", "Prod", "Main");
    deploy(ids, "v1", "{\"a\":1}");

    AppConfigPoller poller = start(new ConfigurationId("Shop", "Prod", "Main"));

    assertThat(poller.state().current()).map(Configuration::version).contains("v1");
  }
}
