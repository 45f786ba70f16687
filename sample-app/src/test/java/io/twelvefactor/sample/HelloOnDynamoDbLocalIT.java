package io.twelvefactor.sample;

import io.twelvefactor.appconfig.testkit.EmulatorProcess;
import java.net.URI;
import org.junit.jupiter.api.AfterAll;

class HelloOnDynamoDbLocalIT extends HelloContract {

  private EmulatorProcess dynamoDb;

  @Override
  URI dynamoDb(EmulatorProcess ministack) {
    dynamoDb = EmulatorProcess.start("dynamodb");
    return dynamoDb.endpoint();
  }

  @AfterAll
  void stopDynamoDb() {
    dynamoDb.close();
  }
}
