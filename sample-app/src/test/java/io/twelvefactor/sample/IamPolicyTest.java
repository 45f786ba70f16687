package io.twelvefactor.sample;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.appconfigdata.AppConfigDataClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * The IAM policies in examples/eks allow what the code asks of AWS, and nothing else. What it asks
 * is read from the sources: calls of methods of the SDK's clients, in files that use such a client.
 */
class IamPolicyTest {
  private static final Path POLICIES = Path.of("../examples/eks");
  private static final Path SAMPLE = Path.of("src/main/java/io/twelvefactor/sample");
  private static final Path APPCONFIG = Path.of("../appconfig/src/main");
  private static final Path OPERATOR = Path.of("../operator/src/main/java");

  /** Permissions that DynamoDB asks for itself, on behalf of who restores a table. */
  private static final String BY_DYNAMODB = "AskedForByDynamoDbItself";

  private static final Map<Class<?>, String> CLIENTS =
      Map.of(AppConfigDataClient.class, "appconfig", DynamoDbClient.class, "dynamodb");

  @Test
  void theWebProcessReads() throws IOException {
    assertThat(allowed("hello-web"))
        .isEqualTo(
            used(
                SAMPLE.resolve("greeting"),
                SAMPLE.resolve("config"),
                SAMPLE.resolve("web"),
                APPCONFIG))
        .hasSize(3);
  }

  @Test
  void backupsAreMadeAndDeleted() throws IOException {
    Path admin = SAMPLE.resolve("admin");
    assertThat(allowed("hello-backup"))
        .isEqualTo(
            used(
                admin.resolve("BackupTable.java"),
                admin.resolve("DeleteBackups.java"),
                admin.resolve("Backups.java")));
  }

  @Test
  void tablesAreMadeByASeedOrARestore() throws IOException {
    Path admin = SAMPLE.resolve("admin");
    Path table = admin.resolve("AdminTable.java");
    assertThat(allowed("hello-seed")).isEqualTo(used(admin.resolve("SeedTable.java"), table));
    assertThat(allowed("hello-restore")).isEqualTo(used(admin.resolve("RestoreTable.java"), table));
  }

  @Test
  void togetherTheyAreAllThatIsUsed() throws IOException {
    Set<String> all = new TreeSet<>();
    for (String policy : List.of("hello-web", "hello-backup", "hello-seed", "hello-restore")) {
      all.addAll(allowed(policy));
    }
    assertThat(all).isEqualTo(used(SAMPLE, APPCONFIG));
  }

  @Test
  void theOperatorReadsConfigurationAsItselfOrAnother() throws IOException {
    assertThat(allowed("operator-appconfig")).isEqualTo(used(OPERATOR, APPCONFIG));
    assertThat(allowed("operator-assume-role")).containsExactly("sts:AssumeRole", "sts:TagSession");
    assertThat(sources(OPERATOR))
        .anyMatch(text -> text.contains("StsAssumeRoleCredentialsProvider"));
  }

  @Test
  void noPolicyIsWide() throws IOException {
    try (Stream<Path> files = Files.list(POLICIES)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".json")).toList()) {
        JsonNode policy = new ObjectMapper().readTree(file.toFile());
        assertThat(policy.path("Version").asText()).as(file.toString()).isEqualTo("2012-10-17");
        for (JsonNode statement : policy.path("Statement")) {
          String what = file.getFileName() + " " + statement.path("Sid").asText();
          List<String> actions = texts(statement.path("Action"));
          assertThat(statement.path("Effect").asText()).as(what).isEqualTo("Allow");
          assertThat(actions).as(what).isNotEmpty().allMatch(a -> a.matches("[a-z]+:[A-Za-z]+"));
          if (statement.has("Principal")) {
            assertThat(statement.at("/Condition/StringEquals").size()).as(what).isGreaterThan(1);
          } else if (!actions.equals(List.of("dynamodb:ListBackups"))) {
            assertThat(texts(statement.path("Resource")))
                .as(what)
                .isNotEmpty()
                .allMatch(r -> r.matches("arn:aws:[a-z]+:[a-z0-9-]*:\\d{12}:[A-Za-z]+/[^*]+[*]?"));
          }
        }
      }
    }
  }

  private static Set<String> allowed(String policy) throws IOException {
    Set<String> actions = new TreeSet<>();
    JsonNode statements =
        new ObjectMapper().readTree(POLICIES.resolve(policy + ".json").toFile()).path("Statement");
    for (JsonNode statement : statements) {
      if (!statement.path("Sid").asText().equals(BY_DYNAMODB)) {
        actions.addAll(texts(statement.path("Action")));
      }
    }
    return actions;
  }

  private static Set<String> used(Path... places) throws IOException {
    Set<String> actions = new TreeSet<>();
    for (Map.Entry<Class<?>, String> client : CLIENTS.entrySet()) {
      Set<String> operations =
          Arrays.stream(client.getKey().getDeclaredMethods())
              .filter(method -> method.getParameterCount() == 1)
              .map(Method::getName)
              .filter(name -> !name.endsWith("Paginator"))
              .collect(Collectors.toSet());
      for (String text : sources(places)) {
        for (String operation : operations) {
          if (speaksTo(text, client.getKey()) && text.contains("." + operation + "(")) {
            actions.add(
                client.getValue()
                    + ":"
                    + Character.toUpperCase(operation.charAt(0))
                    + operation.substring(1));
          }
        }
      }
    }
    return actions;
  }

  /** By its name, or by an accessor that gives it. */
  private static boolean speaksTo(String text, Class<?> client) {
    return text.contains(client.getPackageName());
  }

  private static List<String> sources(Path... places) throws IOException {
    List<String> texts = new ArrayList<>();
    for (Path place : places) {
      try (Stream<Path> files = Files.walk(place)) {
        for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
          texts.add(Files.readString(file));
        }
      }
    }
    assertThat(texts).isNotEmpty();
    return texts;
  }

  private static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(entry -> texts.add(entry.asText()));
    return texts;
  }
}
