package io.twelvefactor.sample.admin;

import io.twelvefactor.sample.JsonLine;
import io.twelvefactor.sample.greeting.Greeting;
import io.twelvefactor.sample.greeting.GreetingItem;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ResourceInUseException;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.TableStatus;

/** Makes the table and puts the greeting, each only if it is not there. */
@Command(
    name = "seed-table",
    mixinStandardHelpOptions = true,
    description = "Creates the table if it is missing and puts the greeting if there is none.")
final class SeedTable implements Callable<Integer> {

  @ParentCommand Admin admin;

  @Option(names = "--name", defaultValue = "Twelve-Factor App", paramLabel = "TEXT")
  String name;

  @Option(names = "--language", defaultValue = "Java", paramLabel = "TEXT")
  String language;

  @Option(names = "--platform", defaultValue = "Kubernetes", paramLabel = "TEXT")
  String platform;

  @Option(names = "--bg-color", defaultValue = "lightblue", paramLabel = "COLOUR")
  String bgColor;

  @Override
  public Integer call() {
    try (AdminTable table = admin.table()) {
      boolean created = table.describe(table.name()).isEmpty() && create(table);
      table.await(
          "table " + table.name() + " is not active",
          () ->
              table
                  .describe(table.name())
                  .filter(each -> each.tableStatus() == TableStatus.ACTIVE)
                  .isPresent());
      boolean put = put(table);
      JsonLine.info(put ? "Greeting put" : "There is a greeting already, it stays")
          .with("process", "seed-table")
          .with("table", table.name())
          .with("tableCreated", String.valueOf(created))
          .print();
      return 0;
    }
  }

  private static boolean create(AdminTable table) {
    try {
      table
          .client()
          .createTable(
              request ->
                  request
                      .tableName(table.name())
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
      return true;
    } catch (ResourceInUseException e) {
      // Another run was a moment faster.
      return false;
    }
  }

  private boolean put(AdminTable table) {
    try {
      table
          .client()
          .putItem(
              request ->
                  request
                      .tableName(table.name())
                      .item(GreetingItem.of(new Greeting(name, language, platform, bgColor)))
                      .conditionExpression("attribute_not_exists(Application)"));
      return true;
    } catch (ConditionalCheckFailedException e) {
      return false;
    }
  }
}
