package io.twelvefactor.sample.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.DescribeTableRequest;
import software.amazon.awssdk.services.dynamodb.model.DescribeTableResponse;
import software.amazon.awssdk.services.dynamodb.model.TableStatus;

/** What ministack cannot show: it does not say which backup a table comes from. */
class RestoreTableTest {

  @Test
  void aSecondRunFindsTheWorkDone() {
    assertThat(restore("arn:one").restoreInto(tableRestoredFrom("arn:one"))).isZero();
  }

  @Test
  void aTableFromElsewhereIsLeftAlone() {
    assertThatThrownBy(() -> restore("arn:two").restoreInto(tableRestoredFrom("arn:one")))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("does not come from this backup");
  }

  private static RestoreTable restore(String arn) {
    var command = new RestoreTable();
    command.backupArn = arn;
    command.target = "target";
    return command;
  }

  private static AdminTable tableRestoredFrom(String arn) {
    DynamoDbClient onlyDescribes =
        new DynamoDbClient() {
          @Override
          public DescribeTableResponse describeTable(DescribeTableRequest request) {
            return DescribeTableResponse.builder()
                .table(
                    table ->
                        table
                            .tableName(request.tableName())
                            .tableStatus(TableStatus.ACTIVE)
                            .restoreSummary(summary -> summary.sourceBackupArn(arn)))
                .build();
          }

          @Override
          public String serviceName() {
            return "dynamodb";
          }

          @Override
          public void close() {}
        };
    return new AdminTable("greetings", onlyDescribes, Duration.ofSeconds(1));
  }
}
