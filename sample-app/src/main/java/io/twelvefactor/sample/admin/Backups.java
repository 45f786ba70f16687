package io.twelvefactor.sample.admin;

import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.BackupStatus;
import software.amazon.awssdk.services.dynamodb.model.BackupSummary;
import software.amazon.awssdk.services.dynamodb.model.BackupTypeFilter;
import software.amazon.awssdk.services.dynamodb.model.ListBackupsResponse;

/** The backups that {@code backup-table} makes, told from anybody else's by their name. */
final class Backups {

  private static final String PREFIX = "twelvefactor-";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss").withZone(ZoneOffset.UTC);

  private Backups() {}

  static String name(Clock clock) {
    return PREFIX + TIME.format(clock.instant());
  }

  /** Ours, of this table, newest first. */
  static List<BackupSummary> ours(DynamoDbClient client, String table) {
    List<BackupSummary> ours = new ArrayList<>();
    String after = null;
    do {
      String from = after;
      ListBackupsResponse page =
          client.listBackups(
              request ->
                  request
                      .tableName(table)
                      .backupType(BackupTypeFilter.USER)
                      .exclusiveStartBackupArn(from));
      page.backupSummaries().stream()
          .filter(each -> each.tableName().equals(table) && each.backupName().startsWith(PREFIX))
          .filter(each -> each.backupStatus() != BackupStatus.DELETED)
          .forEach(ours::add);
      after = page.lastEvaluatedBackupArn();
    } while (after != null);
    ours.sort(Comparator.comparing(BackupSummary::backupCreationDateTime).reversed());
    return ours;
  }
}
