package io.twelvefactor.operator.release;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.twelvefactor.operator.sample.Sample;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CustomResourceTest {
  private static GenericKubernetesResource object(String apiVersion, String rest) {
    return Sample.parse(
        "---\n{apiVersion: %s, kind: It, metadata: {name: it}%s}".formatted(apiVersion, rest),
        GenericKubernetesResource.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      nullValues = "-",
      value = {
        "a.example.org/v1 | `` | -",
        "a.example.org/v1 | , status: {conditions: [{type: Ready, status: 'True'}]} | -",
        "a.example.org/v1 | , status: {conditions: [{type: Ready, status: Unknown}]} | condition Ready is Unknown",
        "a.example.org/v1 | , status: {conditions: [{type: Other, status: 'False'}]} | -",
        "a.example.org/v1 | , status: {conditions: malformed} | -",
        "sqs.services.k8s.aws/v1 | `` | it has no condition Ready or ACK.ResourceSynced yet",
        "sqs.services.k8s.aws/v1 | , status: {conditions: [{type: ACK.ResourceSynced, status: 'True'}]} | -",
        "sqs.services.k8s.aws/v1 | , status: {conditions: [{type: ACK.ResourceSynced, status: 'False'}]} | condition ACK.ResourceSynced is False",
        "sqs.services.k8s.aws/v1 | , status: {conditions: [{type: ACK.ResourceSynced, status: 'False'}, {type: Ready, status: 'True'}]} | -",
        "sqs.services.k8s.aws/v1 | , status: {conditions: [{type: ACK.Terminal, status: 'True'}, {type: Ready, status: 'True'}]} | condition ACK.Terminal is True; mend the resource",
        "dynamodb.services.k8s.aws/v1alpha1 | , status: {tableStatus: CREATING, conditions: [{type: Ready, status: 'True'}]} | tableStatus is CREATING",
        "dynamodb.services.k8s.aws/v1alpha1 | , status: {tableStatus: ACTIVE, conditions: [{type: Ready, status: 'True'}]} | -",
      })
  void readiness(String apiVersion, String rest, String why) {
    assertThat(CustomResource.notReady(object(apiVersion, rest)).orElse(null)).isEqualTo(why);
  }

  @Test
  void whatIsBeingDeletedIsNotReady() {
    GenericKubernetesResource object = object("a.example.org/v1", "");
    object.getMetadata().setDeletionTimestamp("2026-01-01T00:00:00Z");
    assertThat(CustomResource.notReady(object)).contains("it is being deleted");
  }

  @Test
  void onlyWhatIsAskedForIsTaken() {
    GenericKubernetesResource table =
        object(
            "dynamodb.services.k8s.aws/v1alpha1",
            """
            , spec: {tableName: shop, billingMode: PAY, keySchema: [{a: b}]}, \
            status: {tableSizeBytes: 7, billingMode: LATER, ackResourceMetadata: \
            {arn: 'arn:x', region: eu-west-1, ownerAccountID: '1'}}""");
    assertThat(CustomResource.ofAws(table, List.of("tableName", "billingMode", "keySchema", "no")))
        .isEqualTo(
            Map.of(
                "arn", "arn:x",
                "region", "eu-west-1",
                "accountId", "1",
                "tableName", "shop",
                "billingMode", "LATER"));
  }
}
