package io.twelvefactor.sample;

import io.twelvefactor.sample.greeting.Greeting;
import io.twelvefactor.sample.greeting.GreetingItem;
import java.net.URI;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/** Tables as tests need them, made past the app. */
final class Tables implements AutoCloseable {

  private final DynamoDbClient client;

  Tables(URI endpoint) {
    client =
        DynamoDbClient.builder()
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .endpointOverride(endpoint)
            .region(Region.US_EAST_1)
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
            .build();
  }

  void create(String table) {
    client.createTable(
        request ->
            request
                .tableName(table)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .keySchema(
                    KeySchemaElement.builder()
                        .attributeName(GreetingItem.KEY)
                        .keyType(KeyType.HASH)
                        .build())
                .attributeDefinitions(
                    AttributeDefinition.builder()
                        .attributeName(GreetingItem.KEY)
                        .attributeType(ScalarAttributeType.S)
                        .build()));
  }

  void put(String table, String name) {
    Map<String, AttributeValue> item =
        GreetingItem.of(new Greeting(name, "Java", "Kubernetes", "lightblue"));
    client.putItem(request -> request.tableName(table).item(item));
  }

  /** A table with a greeting from this name. */
  void seed(String table, String name) {
    create(table);
    put(table, name);
  }

  void removeGreeting(String table) {
    client.deleteItem(request -> request.tableName(table).key(GreetingItem.key()));
  }

  @Override
  public void close() {
    client.close();
  }
}
