package dev.breakwater.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.gateway.usage.ChainId;
import dev.breakwater.gateway.usage.ChainPosition;
import dev.breakwater.gateway.usage.Ledger;
import dev.breakwater.operations.StoreUnavailable;
import dev.breakwater.store.sql.SchemaRefused;
import dev.breakwater.store.sql.SqlChainOverrides;
import dev.breakwater.store.sql.Usage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteDatabaseTest {

  @TempDir Path directory;

  @Test
  void aNewFileSurvivesLossOfPowerAndGivesSpaceBack() {
    try (SqliteDatabase database = open()) {
      assertThat(pragma(database, "journal_mode")).isEqualTo("wal");
      assertThat(pragma(database, "auto_vacuum")).isEqualTo("2");
      assertThat(pragma(database, "synchronous")).isEqualTo("2");
      assertThat(Integer.parseInt(pragma(database, "busy_timeout"))).isGreaterThanOrEqualTo(5000);
    }
  }

  @Test
  void aConnectionForReadingCannotWrite() {
    try (SqliteDatabase database = open()) {
      assertThatThrownBy(() ->
              database.read(connection -> {
                try (Statement statement = connection.createStatement()) {
                  return statement.execute("DELETE FROM llm_usage");
                }
              }))
          .isInstanceOf(StoreUnavailable.class);
    }
  }

  @Test
  void anOpenedFileIsOpenedAgainWithoutAnyChange() {
    open().close();
    try (SqliteDatabase database = open()) {
      assertThat(new SqlChainOverrides(database).all()).isEmpty();
    }
  }

  @Test
  void aNewerSchemaIsRefusedInWords() {
    try (SqliteDatabase database = open()) {
      database.write(connection -> {
        try (Statement statement = connection.createStatement()) {
          return statement.executeUpdate(
              """
              INSERT INTO flyway_schema_history
              SELECT 99, '99', 'later', 'SQL', 'V99__later.sql', 1, 'x', '2026-01-01', 1, 1\
              """);
        }
      });
    }
    assertThatThrownBy(this::open)
        .isInstanceOf(SchemaRefused.class)
        .hasMessageContaining("version 99")
        .hasMessageContaining("this program knows version " + Schema.VERSION)
        .hasMessageContaining("restore a backup");
  }

  @Test
  void aFreshFileIsToFlywayAsIfItHadMadeIt() throws Exception {
    open().close();
    Path made = directory.resolve("flyway.db");
    Schema.flyway(SqliteDatabase.source(made)).migrate();
    Path fresh = directory.resolve("breakwater.db");
    Schema.flyway(SqliteDatabase.source(fresh)).validate();
    assertThat(Schema.flyway(SqliteDatabase.source(fresh)).info().pending()).isEmpty();
    String definitions = "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name";
    String history =
        "SELECT version || description || script || checksum || success FROM flyway_schema_history";
    try (SqliteDatabase one = open();
        SqliteDatabase other = SqliteDatabase.open(made)) {
      assertThat(strings(one, definitions)).isEqualTo(strings(other, definitions));
      assertThat(strings(one, history))
          .isEqualTo(strings(other, history))
          .hasSameSizeAs(Schema.SCRIPTS);
    }
  }

  @Test
  void whatAnOlderProgramHadReadOfItsJournalIsNotForgotten() throws Exception {
    Path file = directory.resolve("breakwater.db");
    Schema.flyway(SqliteDatabase.source(file), "4").migrate();
    try (Connection connection = SqliteDatabase.source(file).getConnection();
        Statement statement = connection.createStatement()) {
      statement.executeUpdate(
          "INSERT INTO journal_cursors (boot, loop, segment, position) VALUES (7, 1, 3, 64)");
      statement.executeUpdate(
          "INSERT INTO open_attempts VALUES ('req', 1, 'default', 7, 1, x'01', NULL)");
    }
    try (SqliteDatabase database = open()) {
      Ledger.Progress progress = Usage.ledger(database, "node").load();
      assertThat(progress.cursors()).containsExactly(new ChainPosition(new ChainId(7, 1), 3, 64));
      assertThat(progress.open()).hasSize(1);
    }
  }

  @Test
  void theVersionAskedForIsThatOfTheNewestMigration() throws Exception {
    List<Integer> versions = new ArrayList<>();
    for (String folder : List.of("common", "sqlite")) {
      Path path = Path.of(resource("/db/migration/" + folder));
      try (Stream<Path> files = Files.list(path)) {
        files
            .map(file -> String.valueOf(file.getFileName()))
            .filter(name -> name.startsWith("V"))
            .forEach(name -> versions.add(Integer.parseInt(name.substring(1, name.indexOf("__")))));
      }
    }
    assertThat(versions).doesNotHaveDuplicates().hasSameSizeAs(Schema.SCRIPTS);
    assertThat(versions.stream().mapToInt(Integer::intValue).max()).hasValue(Schema.VERSION);
  }

  @Test
  void everyTableHasATenant() {
    try (SqliteDatabase database = open()) {
      assertThat(
              strings(
                  database,
                  """
                  SELECT name FROM sqlite_master AS t WHERE type = 'table' AND name NOT LIKE 'sqlite%'
                  AND name NOT IN ('flyway_schema_history', 'scheduled_tasks') AND NOT EXISTS
                    (SELECT 1 FROM pragma_table_info(t.name) WHERE name = 'tenant')\
                  """))
          .isEmpty();
    }
  }

  @Test
  void whatIsNoDatabaseIsRefused() throws IOException {
    Files.writeString(directory.resolve("breakwater.db"), "this is no database ".repeat(100));
    assertThatThrownBy(this::open).isInstanceOf(StoreUnavailable.class);
  }

  private SqliteDatabase open() {
    return SqliteDatabase.open(directory.resolve("breakwater.db"));
  }

  private static java.net.URI resource(String name) throws Exception {
    return java.util.Objects.requireNonNull(SqliteDatabaseTest.class.getResource(name)).toURI();
  }

  private static String pragma(SqliteDatabase database, String name) {
    return database.write(connection -> {
      try (Statement statement = connection.createStatement();
          ResultSet row = statement.executeQuery("PRAGMA " + name)) {
        row.next();
        return row.getString(1);
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    });
  }

  private static List<String> strings(SqliteDatabase database, String sql) {
    return database.read(connection -> {
      List<String> strings = new ArrayList<>();
      try (Statement statement = connection.createStatement();
          ResultSet rows = statement.executeQuery(sql)) {
        while (rows.next()) {
          strings.add(rows.getString(1));
        }
      }
      return strings;
    });
  }
}
