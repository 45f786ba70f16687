package io.twelvefactor.sample;

import io.twelvefactor.appconfig.testkit.EmulatorProcess;
import java.net.URI;

class HelloOnMinistackIT extends HelloContract {

  @Override
  URI dynamoDb(EmulatorProcess ministack) {
    return ministack.endpoint();
  }
}
