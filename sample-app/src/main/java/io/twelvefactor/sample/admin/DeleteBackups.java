package io.twelvefactor.sample.admin;

import io.twelvefactor.sample.JsonLine;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.services.dynamodb.model.BackupNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.BackupStatus;
import software.amazon.awssdk.services.dynamodb.model.BackupSummary;

/** Deletes old backups, only those that {@code backup-table} made, only usable ones counted. */
@Command(
    name = "delete-backups",
    mixinStandardHelpOptions = true,
    description = "Deletes the backups that backup-table made of the table, but the newest.")
final class DeleteBackups implements Callable<Integer> {

  @Spec CommandSpec spec;

  @ParentCommand Admin admin;

  @Option(
      names = "--keep",
      required = true,
      paramLabel = "N",
      description = "how many of the newest to keep, 1 or more")
  int keep;

  @Override
  public Integer call() {
    if (keep < 1) {
      throw new ParameterException(spec.commandLine(), "--keep must be 1 or more, not " + keep);
    }
    try (AdminTable table = admin.table()) {
      List<BackupSummary> usable =
          Backups.ours(table.client(), table.name()).stream()
              .filter(each -> each.backupStatus() == BackupStatus.AVAILABLE)
              .toList();
      List<BackupSummary> old = usable.subList(Math.min(keep, usable.size()), usable.size());
      old.forEach(each -> delete(table, each.backupArn()));
      JsonLine.info("Old backups deleted")
          .with("process", "delete-backups")
          .with("table", table.name())
          .with("deleted", String.valueOf(old.size()))
          .with("kept", String.valueOf(usable.size() - old.size()))
          .print();
      return 0;
    }
  }

  private static void delete(AdminTable table, String arn) {
    try {
      table.client().deleteBackup(request -> request.backupArn(arn));
    } catch (BackupNotFoundException e) {
      // Another run was a moment faster.
    }
  }
}
