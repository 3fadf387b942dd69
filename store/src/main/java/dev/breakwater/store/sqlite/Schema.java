package dev.breakwater.store.sqlite;

import dev.breakwater.store.sql.SchemaRefused;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/** Brings the tables to the version that this program knows, and refuses newer ones. */
final class Schema {
  /** Every migration for SQLite in its order. */
  static final List<String> SCRIPTS =
      List.of(
          "V1__usage_chains_keys.sql",
          "V2__stored_responses.sql",
          "V3__health_status.sql",
          "V4__decision_trace.sql",
          "V5__usage_rollups.sql",
          "V6__price_overrides.sql",
          "V7__maintenance.sql",
          "V8__journal_writers.sql",
          "V9__recorded_bodies.sql",
          "V10__health_by_owner.sql",
          "V11__tenants_keys_revisions.sql",
          "V12__audit.sql",
          "V13__providers.sql",
          "V14__users.sql",
          "V15__flags.sql",
          "V16__chains_by_tenant.sql",
          "V17__model_registry.sql");

  /** The newest migration; asked first, for waking Flyway costs more than all the rest. */
  static final int VERSION = version(SCRIPTS.getLast());

  private static final String APPLIED =
      """
      SELECT count(*) AS steps, max(cast(version AS INTEGER)) AS version, min(success) AS good
      FROM flyway_schema_history WHERE version IS NOT NULL\
      """;

  private Schema() {}

  /** The number in a script's name. */
  static int version(String script) {
    return Integer.parseInt(script.substring(1, script.indexOf("__")));
  }

  /**
   * @throws SchemaRefused when the tables are newer, or a migration failed
   */
  static void bringUpToDate(Path file, Connection connection, DataSource source)
      throws SQLException, IOException {
    if (isEmpty(connection)) {
      FreshSchema.make(connection, SCRIPTS);
      return;
    }
    if (refuseNewer(file, connection) < VERSION) {
      migrate(file, source);
    }
  }

  /**
   * @throws SchemaRefused when the tables are newer or older
   */
  static void check(Path file, Connection connection) throws SQLException {
    int applied = refuseNewer(file, connection);
    if (applied < VERSION) {
      throw new SchemaRefused(
          "the database %s has tables of version %d, this program knows version %d: start the server once, it brings them up to date"
              .formatted(file, applied, VERSION));
    }
  }

  private static int refuseNewer(Path file, Connection connection) throws SQLException {
    int applied = applied(file, connection);
    if (applied > VERSION) {
      throw new SchemaRefused(
          "the database %s has tables of version %d, this program knows version %d: a newer Breakwater has written it; start that one, or restore a backup from before"
              .formatted(file, applied, VERSION));
    }
    return applied;
  }

  private static boolean isEmpty(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet anything = statement.executeQuery("SELECT 1 FROM sqlite_master LIMIT 1")) {
      return !anything.next();
    }
  }

  private static int applied(Path file, Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      try (ResultSet tables =
          statement.executeQuery(
              "SELECT 1 FROM sqlite_master WHERE name = 'flyway_schema_history'")) {
        if (!tables.next()) {
          return 0;
        }
      }
      try (ResultSet history = statement.executeQuery(APPLIED)) {
        history.next();
        if (history.getInt("steps") > 0 && history.getInt("good") == 0) {
          throw new SchemaRefused(
              "a change of the tables of %s failed half-way; restore the last backup"
                  .formatted(file));
        }
        return history.getInt("version");
      }
    }
  }

  static Flyway flyway(DataSource source) {
    return flyway(source, "latest");
  }

  /**
   * @param target the last step to take
   */
  static Flyway flyway(DataSource source, String target) {
    return Flyway.configure()
        .dataSource(source)
        .locations("classpath:db/migration/common", "classpath:db/migration/sqlite")
        .ignoreMigrationPatterns(new String[0])
        .target(target)
        .load();
  }

  private static void migrate(Path file, DataSource source) {
    try {
      flyway(source).migrate();
    } catch (FlywayException e) {
      throw new SchemaRefused(
          "the tables of %s cannot be brought to version %d: %s"
              .formatted(file, VERSION, e.getMessage()),
          e);
    }
  }
}
