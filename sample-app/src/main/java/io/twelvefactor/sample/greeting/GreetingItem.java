package io.twelvefactor.sample.greeting;

import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The greeting as an item of the table, in the form of the AWS reference solution. */
public final class GreetingItem {

  public static final String KEY = "Application";
  public static final String KEY_VALUE = "TwelveFactorApp";

  private GreetingItem() {}

  public static Map<String, AttributeValue> key() {
    return Map.of(KEY, AttributeValue.fromS(KEY_VALUE));
  }

  public static Map<String, AttributeValue> of(Greeting greeting) {
    return Map.of(
        KEY,
        AttributeValue.fromS(KEY_VALUE),
        "Name",
        AttributeValue.fromS(greeting.name()),
        "Language",
        AttributeValue.fromS(greeting.language()),
        "Platform",
        AttributeValue.fromS(greeting.platform()),
        "BgColor",
        AttributeValue.fromS(greeting.bgColor()));
  }

  /**
   * @param table only for the message
   * @throws GreetingUnreadable when the item or one of its attributes is missing
   */
  static Greeting read(String table, Map<String, AttributeValue> item) {
    if (item.isEmpty()) {
      throw new GreetingUnreadable(
          "table %s has no item %s = \"%s\"; seed-table puts one".formatted(table, KEY, KEY_VALUE));
    }
    return new Greeting(
        text(table, item, "Name"),
        text(table, item, "Language"),
        text(table, item, "Platform"),
        text(table, item, "BgColor"));
  }

  private static String text(String table, Map<String, AttributeValue> item, String name) {
    AttributeValue value = item.get(name);
    if (value == null || value.s() == null) {
      throw new GreetingUnreadable(
          "the item of table %s has no string attribute %s".formatted(table, name));
    }
    return value.s();
  }
}
