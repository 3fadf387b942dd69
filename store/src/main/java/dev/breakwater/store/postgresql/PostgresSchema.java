package dev.breakwater.store.postgresql;

import dev.breakwater.store.sql.SchemaRefused;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/**
 * Brings the tables to the version that this program knows, and refuses newer ones. Steps have the
 * numbers of SQLite's that say the same. Nodes that start together take turns: Flyway holds an
 * advisory lock.
 */
final class PostgresSchema {
  /** Every migration in its order. */
  static final List<String> SCRIPTS =
      List.of(
          "V3__tables_by_name.sql",
          "V4__tables.sql",
          "V5__usage_rollups.sql",
          "V6__price_overrides.sql",
          "V7__maintenance.sql",
          "V9__recorded_bodies.sql",
          "V10__health_by_owner.sql",
          "V11__tenants_keys_revisions.sql",
          "V12__audit.sql",
          "V13__providers.sql",
          "V14__users.sql",
          "V15__flags.sql",
          "V16__chains_by_tenant.sql",
          "V17__model_registry.sql");

  static final int VERSION = version(SCRIPTS.getLast());

  /** The first with stored generated columns in partitions and all else that the tables use. */
  private static final int LEAST_SERVER = 15;

  private static final String APPLIED =
      """
      SELECT count(*) AS steps, max(cast(version AS integer)) AS version, bool_and(success) AS good
      FROM flyway_schema_history WHERE version IS NOT NULL\
      """;

  private PostgresSchema() {}

  /** The number in a script's name. */
  static int version(String script) {
    return Integer.parseInt(script.substring(1, script.indexOf("__")));
  }

  /**
   * @throws SchemaRefused when the tables are newer, a migration failed, or the server is too old
   * @throws SQLException when the server does not answer
   */
  static void bringUpToDate(DataSource source, String url) throws SQLException {
    int applied;
    try (Connection connection = source.getConnection()) {
      int server = connection.getMetaData().getDatabaseMajorVersion();
      if (server < LEAST_SERVER) {
        throw new SchemaRefused(
            "the database %s is PostgreSQL %d, this program needs %d or newer"
                .formatted(url, server, LEAST_SERVER));
      }
      applied = applied(connection, url);
    }
    refuseNewer(applied, url);
    if (applied < VERSION) {
      migrate(source, url);
    }
  }

  /**
   * @return whether there are tables
   * @throws SchemaRefused when they are newer or older, or a migration failed
   * @throws SQLException when the server does not answer
   */
  static boolean check(DataSource source, String url) throws SQLException {
    int applied;
    try (Connection connection = source.getConnection()) {
      applied = applied(connection, url);
    }
    refuseNewer(applied, url);
    if (applied > 0 && applied < VERSION) {
      throw new SchemaRefused(
          "the database %s has tables of version %d, this program knows version %d: start the server once, it brings them up to date"
              .formatted(url, applied, VERSION));
    }
    return applied > 0;
  }

  private static void refuseNewer(int applied, String url) {
    if (applied > VERSION) {
      throw new SchemaRefused(
          "the database %s has tables of version %d, this program knows version %d: a newer Breakwater has written it; start that one, or restore a backup from before"
              .formatted(url, applied, VERSION));
    }
  }

  private static int applied(Connection connection, String url) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      try (ResultSet known =
          statement.executeQuery("SELECT to_regclass('flyway_schema_history') IS NOT NULL")) {
        known.next();
        if (!known.getBoolean(1)) {
          return 0;
        }
      }
      try (ResultSet history = statement.executeQuery(APPLIED)) {
        history.next();
        if (history.getInt("steps") > 0 && !history.getBoolean("good")) {
          throw new SchemaRefused(
              "a change of the tables of %s failed half-way; restore the last backup"
                  .formatted(url));
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
        .locations("classpath:db/migration/common", "classpath:db/migration/postgresql")
        .ignoreMigrationPatterns(new String[0])
        .target(target)
        .load();
  }

  private static void migrate(DataSource source, String url) {
    try {
      flyway(source).migrate();
    } catch (FlywayException e) {
      throw new SchemaRefused(
          "the tables of %s cannot be brought to version %d: %s"
              .formatted(url, VERSION, e.getMessage()),
          e);
    }
  }
}
