package dev.breakwater.store.postgresql;

import dev.breakwater.operations.StoreUnavailable;
import dev.breakwater.operations.maintenance.Job;
import dev.breakwater.operations.maintenance.Report;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The monthly partitions of requests and attempts. A row whose month has none lies in the default
 * one, so nothing is ever refused for want of a partition.
 */
public final class Partitions implements Job {
  private static final Logger LOG = LoggerFactory.getLogger(Partitions.class);
  private static final List<String> TABLES = List.of("llm_usage", "stored_attempts");

  /** Months made before they begin, beside the running one. */
  private static final int AHEAD = 2;

  /** More rows than these stay in the default partition: moving them would hold the ledger up. */
  static final int MOST_MOVED = 50_000;

  private static final String COLUMNS =
      """
      SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) FROM pg_attribute
      WHERE attrelid = cast(? AS regclass) AND attnum > 0 AND NOT attisdropped
        AND attgenerated = ''\
      """;

  private final PostgresDatabase database;
  private final InstantSource clock;

  public Partitions(PostgresDatabase database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "partitions";
  }

  @Override
  public Report run(boolean confirmed) {
    List<String> made = makeAhead();
    return Report.done(
        made.isEmpty()
            ? "The coming months have their partitions."
            : "Partitions were made: " + String.join(", ", made) + ".",
        List.of());
  }

  /**
   * Makes the partitions of the running month and of the two that follow, where they are missing.
   * Rows that already lie in the default partition move; where there are more than {@link
   * #MOST_MOVED}, the month stays there.
   *
   * @return the names of those made
   * @throws StoreUnavailable when the database does not answer, or others hold the tables too long
   */
  List<String> makeAhead() {
    YearMonth now = YearMonth.from(clock.instant().atOffset(ZoneOffset.UTC));
    List<String> made = new ArrayList<>();
    for (int ahead = 0; ahead <= AHEAD; ahead++) {
      YearMonth month = now.plusMonths(ahead);
      for (String table : TABLES) {
        if (!exists(name(table, month)) && make(table, month)) {
          made.add(name(table, month));
        }
      }
    }
    return made;
  }

  static String name(String table, YearMonth month) {
    return String.format(
        Locale.ROOT, "%s_%04d_%02d", table, month.getYear(), month.getMonthValue());
  }

  private boolean exists(String table) {
    return database.read(connection -> exists(connection, table));
  }

  private boolean make(String table, YearMonth month) {
    String name = name(table, month);
    String from = "'" + month.atDay(1) + " 00:00:00+00'";
    String to = "'" + month.plusMonths(1).atDay(1) + " 00:00:00+00'";
    String inDefault =
        "%s_default WHERE created_at >= %s AND created_at < %s".formatted(table, from, to);
    return database.write(connection -> {
      // Nodes that make the same one take turns; rows that arrive meanwhile wait.
      execute(connection, "LOCK TABLE " + table + " IN ACCESS EXCLUSIVE MODE");
      if (exists(connection, name)) {
        return false;
      }
      long early = count(connection, inDefault);
      if (early > MOST_MOVED) {
        LOG.warn("{} rows of {} stay in the default partition of {}", early, month, table);
        return false;
      }
      if (early > 0) {
        execute(connection, "CREATE TEMP TABLE early ON COMMIT DROP AS SELECT * FROM " + inDefault);
        execute(connection, "DELETE FROM " + inDefault);
      }
      execute(
          connection,
          "CREATE TABLE %s PARTITION OF %s FOR VALUES FROM (%s) TO (%s)"
              .formatted(name, table, from, to));
      if (early > 0) {
        String columns = columns(connection, table);
        execute(
            connection,
            "INSERT INTO %s (%s) SELECT %s FROM early".formatted(table, columns, columns));
      }
      return true;
    });
  }

  /** Those that an insert may name: generated ones follow from them. */
  private static String columns(Connection connection, String table) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(COLUMNS)) {
      statement.setString(1, table);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getString(1);
      }
    }
  }

  private static boolean exists(Connection connection, String table) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT to_regclass(?) IS NOT NULL")) {
      statement.setString(1, table);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getBoolean(1);
      }
    }
  }

  private static long count(Connection connection, String from) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT count(*) FROM " + from)) {
      row.next();
      return row.getLong(1);
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
