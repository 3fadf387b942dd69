package dev.breakwater.store.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.gateway.settings.Secret;
import dev.breakwater.operations.StoreUnavailable;
import dev.breakwater.store.sql.SchemaRefused;
import dev.breakwater.store.sql.SqlChainOverrides;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PostgresDatabaseTest {
  private String name = "";

  @BeforeEach
  void make() {
    name = TestPostgres.empty();
  }

  @AfterEach
  void drop() {
    TestPostgres.drop(name);
  }

  @Test
  void nodesThatStartTogetherMakeTheTablesOnce() {
    List<CompletableFuture<PostgresDatabase>> starts = new ArrayList<>();
    for (int node = 0; node < 4; node++) {
      starts.add(
          CompletableFuture.supplyAsync(
              this::open, runnable -> Thread.ofPlatform().start(runnable)));
    }
    for (CompletableFuture<PostgresDatabase> start : starts) {
      try (PostgresDatabase database = start.join()) {
        assertThat(new SqlChainOverrides(database).all()).isEmpty();
      }
    }
    try (PostgresDatabase database = open()) {
      assertThat(
              strings(database, "SELECT script FROM flyway_schema_history ORDER BY installed_rank"))
          .containsExactlyElementsOf(PostgresSchema.SCRIPTS);
    }
  }

  @Test
  void aNewerSchemaIsRefusedInWords() throws Exception {
    open().close();
    execute(
        """
        INSERT INTO flyway_schema_history
        SELECT 99, '99', 'later', 'SQL', 'V99__later.sql', 1, 'x', now(), 1, true\
        """);
    assertThatThrownBy(this::open)
        .isInstanceOf(SchemaRefused.class)
        .hasMessageContaining("version 99")
        .hasMessageContaining("this program knows version " + PostgresSchema.VERSION)
        .hasMessageContaining("restore a backup");
  }

  @Test
  void aChangeThatFailedHalfWayIsRefusedInWords() throws Exception {
    open().close();
    execute("UPDATE flyway_schema_history SET success = false WHERE installed_rank = 1");
    assertThatThrownBy(this::open)
        .isInstanceOf(SchemaRefused.class)
        .hasMessageContaining("failed half-way");
  }

  @Test
  void whoOnlyReadsMakesAndChangesNoTables() throws Exception {
    assertThat(PostgresDatabase.openToRead(TestPostgres.settings(name))).isEmpty();
    open().close();
    try (PostgresDatabase reading =
        PostgresDatabase.openToRead(TestPostgres.settings(name)).orElseThrow()) {
      assertThat(new SqlChainOverrides(reading).all()).isEmpty();
    }
    execute("DELETE FROM flyway_schema_history WHERE installed_rank > 3");
    assertThatThrownBy(() -> PostgresDatabase.openToRead(TestPostgres.settings(name)))
        .isInstanceOf(SchemaRefused.class)
        .hasMessageContaining("has tables of version")
        .hasMessageContaining("start the server once");
  }

  @Test
  void everyScriptIsKnown() throws Exception {
    Path folder =
        Path.of(
            Objects.requireNonNull(
                    PostgresDatabaseTest.class.getResource("/db/migration/postgresql"))
                .toURI());
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(file -> String.valueOf(file.getFileName())))
          .containsExactlyInAnyOrderElementsOf(PostgresSchema.SCRIPTS);
    }
    assertThat(PostgresSchema.SCRIPTS.stream().map(PostgresSchema::version))
        .isSorted()
        .doesNotHaveDuplicates();
  }

  @Test
  void everyTableHasATenant() {
    try (PostgresDatabase database = open()) {
      assertThat(
              strings(
                  database,
                  """
                  SELECT table_name FROM information_schema.tables AS t
                  WHERE table_schema = 'public'
                  AND table_name NOT IN ('flyway_schema_history', 'scheduled_tasks')
                  AND NOT EXISTS (SELECT 1 FROM information_schema.columns AS c
                    WHERE c.table_schema = 'public' AND c.table_name = t.table_name
                    AND c.column_name = 'tenant')\
                  """))
          .isEmpty();
    }
  }

  @Test
  void aConnectionForReadingCannotWrite() {
    try (PostgresDatabase database = open()) {
      assertThatThrownBy(() ->
              database.read(connection -> {
                try (Statement statement = connection.createStatement()) {
                  return statement.execute("DELETE FROM llm_usage");
                }
              }))
          .isInstanceOf(StoreUnavailable.class)
          .hasMessageContaining("read-only");
    }
  }

  @Test
  void whatFailsDoesNotQuoteRows() {
    try (PostgresDatabase database = open()) {
      assertThatThrownBy(() ->
              database.write(connection -> {
                try (Statement statement = connection.createStatement()) {
                  return statement.execute(
                      """
                      INSERT INTO generated_secrets (name, value, created_at)
                      VALUES ('planted', 'secret', now()), ('planted', 'secret', now())\
                      """);
                }
              }))
          .isInstanceOf(StoreUnavailable.class)
          .hasMessageContaining("duplicate key")
          .hasMessageNotContaining("planted");
    }
  }

  @Test
  void aServerThatIsNotThereIsSaidSoAtTheStart() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    String url = "jdbc:postgresql://127.0.0.1:" + port + "/none";
    PostgresSettings settings =
        new PostgresSettings(
            url, Optional.of("somebody"), Optional.of(new Secret("planted-password")), 3);
    assertThatThrownBy(() -> PostgresDatabase.open(settings, TestPostgres.CLOCK))
        .isInstanceOf(StoreUnavailable.class)
        .hasMessageContaining(url)
        .hasMessageContaining("refused")
        .hasMessageNotContaining("planted-password");
  }

  private PostgresDatabase open() {
    return TestPostgres.open(name);
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = TestPostgres.connect(name);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  static List<String> strings(PostgresDatabase database, String sql) {
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
