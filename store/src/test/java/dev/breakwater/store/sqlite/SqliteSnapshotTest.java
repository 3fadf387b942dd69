package dev.breakwater.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.store.sql.Contents;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which tables a snapshot has, and that it has all of them. */
class SqliteSnapshotTest {
  /**
   * What requests leave behind, what a node keeps for itself, and what needs the database anyway.
   */
  private static final List<String> LEFT_OUT =
      List.of(
          "audit_entries",
          "audit_head",
          "journal_cursors",
          "llm_health_status",
          "llm_usage",
          "maintenance_runs",
          "open_attempts",
          "recorded_bodies",
          "retention_marks",
          "revisions",
          "rollup_backfill",
          "rollup_marks",
          "sessions",
          "stored_attempts",
          "stored_response_items",
          "stored_responses",
          "usage_rollups",
          "users",
          "written_attempts",
          "written_cursors");

  @TempDir Path directory;

  @Test
  void everyTableIsCopiedOrLeftOutOnPurpose() throws Exception {
    List<String> known = new ArrayList<>(SqliteSnapshot.TABLES);
    known.addAll(LEFT_OUT);
    Path file = directory.resolve("breakwater.db");
    SqliteDatabase.open(file).close();
    try (Connection connection = SqliteDatabase.source(file).getConnection()) {
      assertThat(new Contents(connection).shape().keySet()).isSubsetOf(known);
      assertThat(new Contents(connection).shape().keySet()).containsAll(SqliteSnapshot.TABLES);
    }
  }

  @Test
  void everyRowIsCopiedWithAllItSays() throws Exception {
    Path file = directory.resolve("breakwater.db");
    SqliteDatabase database = SqliteDatabase.open(file);
    Map<String, List<Map<String, String>>> rows;
    try (Connection connection = SqliteDatabase.source(file).getConnection()) {
      new Contents(connection).fill();
      rows = new Contents(connection).rows();
    }
    rows.keySet().retainAll(SqliteSnapshot.TABLES);
    try (SqliteSnapshot copy = SqliteSnapshot.open(SqliteSnapshot.of(database))) {
      Map<String, List<Map<String, String>>> copied =
          copy.read(connection -> new Contents(connection).rows());
      copied.keySet().retainAll(SqliteSnapshot.TABLES);
      assertThat(copied).isEqualTo(rows);
    }
    database.close();
  }
}
