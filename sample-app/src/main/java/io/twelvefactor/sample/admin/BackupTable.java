package io.twelvefactor.sample.admin;

import io.twelvefactor.sample.JsonLine;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;
import software.amazon.awssdk.services.dynamodb.model.BackupStatus;
import software.amazon.awssdk.services.dynamodb.model.BackupSummary;
import software.amazon.awssdk.services.dynamodb.model.TableNotFoundException;

/** Backs the table up and waits until the backup can be used. */
@Command(
    name = "backup-table",
    mixinStandardHelpOptions = true,
    description = "Backs the table up, waits until the backup is AVAILABLE, prints its ARN.")
final class BackupTable implements Callable<Integer> {

  @ParentCommand Admin admin;

  @Override
  public Integer call() {
    try (AdminTable table = admin.table()) {
      // A run that was cut off has left one in the making: a second one would be one too many.
      Optional<String> begun =
          Backups.ours(table.client(), table.name()).stream()
              .filter(each -> each.backupStatus() == BackupStatus.CREATING)
              .map(BackupSummary::backupArn)
              .findFirst();
      String arn = begun.orElseGet(() -> create(table));
      table.await(
          "backup " + arn + " is not available",
          () ->
              table
                      .client()
                      .describeBackup(request -> request.backupArn(arn))
                      .backupDescription()
                      .backupDetails()
                      .backupStatus()
                  == BackupStatus.AVAILABLE);
      JsonLine.info("Table backed up")
          .with("process", "backup-table")
          .with("table", table.name())
          .with("backupArn", arn)
          .print();
      return 0;
    }
  }

  private static String create(AdminTable table) {
    try {
      return table
          .client()
          .createBackup(
              request ->
                  request.tableName(table.name()).backupName(Backups.name(Clock.systemUTC())))
          .backupDetails()
          .backupArn();
    } catch (TableNotFoundException e) {
      throw new Refused("there is no table " + table.name() + " to back up");
    }
  }
}
