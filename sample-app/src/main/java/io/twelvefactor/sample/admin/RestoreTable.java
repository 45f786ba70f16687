package io.twelvefactor.sample.admin;

import io.twelvefactor.sample.JsonLine;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import software.amazon.awssdk.services.dynamodb.model.BackupNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.RestoreSummary;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.TableStatus;

/** Restores a backup to a table of another name; AppConfig then switches the app over. */
@Command(
    name = "restore-table",
    mixinStandardHelpOptions = true,
    description = "Restores a backup to a new table and waits until that is ACTIVE.")
final class RestoreTable implements Callable<Integer> {

  @ParentCommand Admin admin;

  @Option(names = "--backup", required = true, paramLabel = "ARN")
  String backupArn;

  @Option(names = "--to", required = true, paramLabel = "TABLE")
  String target;

  @Override
  public Integer call() {
    try (AdminTable table = admin.table()) {
      return restoreInto(table);
    }
  }

  int restoreInto(AdminTable table) {
    Optional<TableDescription> existing = table.describe(target);
    if (existing.isPresent()) {
      refuseUnlessRestoredFromThisBackup(existing.get());
    } else {
      restore(table);
    }
    table.await(
        "table " + target + " is not active",
        () ->
            table
                .describe(target)
                .filter(each -> each.tableStatus() == TableStatus.ACTIVE)
                .isPresent());
    JsonLine.info(existing.isPresent() ? "Table was restored before" : "Table restored")
        .with("process", "restore-table")
        .with("table", target)
        .with("backupArn", backupArn)
        .print();
    return 0;
  }

  private void restore(AdminTable table) {
    try {
      table
          .client()
          .restoreTableFromBackup(request -> request.backupArn(backupArn).targetTableName(target));
    } catch (BackupNotFoundException e) {
      throw new Refused("there is no backup " + backupArn);
    }
  }

  private void refuseUnlessRestoredFromThisBackup(TableDescription existing) {
    RestoreSummary origin = existing.restoreSummary();
    if (origin == null || !backupArn.equals(origin.sourceBackupArn())) {
      throw new Refused(
          "table %s exists and does not come from this backup: choose another name"
              .formatted(target));
    }
  }
}
