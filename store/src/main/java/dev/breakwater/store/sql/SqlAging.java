package dev.breakwater.store.sql;

import dev.breakwater.operations.maintenance.AgingRows;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/** What grows old in the ledger. */
public final class SqlAging {
  private static final String OLDEST =
      "SELECT id FROM llm_usage WHERE created_at < ? ORDER BY created_at, id LIMIT ?";

  private final Database database;
  private final Dialect dialect;

  public SqlAging(Database database) {
    this.database = database;
    this.dialect = database.dialect();
  }

  /** The time of the newest request; empty when there is none. */
  public Optional<Instant> newest() {
    return database.read(connection -> {
      try (PreparedStatement statement =
              connection.prepareStatement(
                  "SELECT created_at FROM llm_usage ORDER BY created_at DESC LIMIT 1");
          ResultSet row = statement.executeQuery()) {
        return row.next() ? Optional.of(dialect.instant(row, "created_at")) : Optional.empty();
      }
    });
  }

  /** Requests with their calls. */
  public AgingRows usage() {
    return new UsageRows();
  }

  /** How requests came to their targets, and their places in the fallback log. */
  public AgingRows fallbackLogs() {
    return new FallbackRows();
  }

  private long count(Condition condition) {
    return database.read(connection -> {
      try (PreparedStatement statement =
          connection.prepareStatement("SELECT count(*) FROM llm_usage" + condition.text())) {
        condition.fill(dialect, statement);
        try (ResultSet row = statement.executeQuery()) {
          row.next();
          return row.getLong(1);
        }
      }
    });
  }

  private final class UsageRows implements AgingRows {
    @Override
    public String kind() {
      return "usage";
    }

    @Override
    public long count() {
      return SqlAging.this.count(new Condition());
    }

    @Override
    public long countBefore(Instant before) {
      return SqlAging.this.count(new Condition().and("created_at < ?", before));
    }

    @Override
    public int removeBefore(Instant before, int most) {
      return database.write(connection -> {
        update(
            connection,
            "DELETE FROM stored_attempts WHERE request_id IN (" + OLDEST + ")",
            before,
            most);
        return update(
            connection, "DELETE FROM llm_usage WHERE id IN (" + OLDEST + ")", before, most);
      });
    }

    private int update(Connection connection, String sql, Instant before, int most)
        throws SQLException {
      try (PreparedStatement statement = connection.prepareStatement(sql)) {
        new Row(dialect, statement).time(before).number(most);
        return statement.executeUpdate();
      }
    }
  }

  /**
   * They are part of rows that stay, so they do not vanish by themselves: a mark says up to where
   * they have, and the log's view begins there.
   */
  private final class FallbackRows implements AgingRows {
    private static final String MARK = "fallback_logs";

    @Override
    public String kind() {
      return "fallbackLogs";
    }

    @Override
    public long count() {
      return SqlAging.this.count(new Condition().and("created_at >= ?", mark()));
    }

    @Override
    public long countBefore(Instant before) {
      return SqlAging.this.count(
          new Condition().and("created_at >= ?", mark()).and("created_at < ?", before));
    }

    @Override
    public int removeBefore(Instant before, int most) {
      return database.write(connection -> {
        Instant from = mark(connection);
        Instant to = upTo(connection, from, before, most);
        int cleared = clear(connection, from, to);
        if (to.isAfter(from)) {
          putMark(connection, to);
        }
        return cleared;
      });
    }

    private Instant mark() {
      return database.read(this::mark);
    }

    private Instant mark(Connection connection) throws SQLException {
      try (PreparedStatement statement =
          connection.prepareStatement("SELECT before_at FROM retention_marks WHERE kind = ?")) {
        new Row(dialect, statement).text(MARK);
        try (ResultSet row = statement.executeQuery()) {
          return row.next() ? dialect.instant(row, "before_at") : Instant.EPOCH;
        }
      }
    }

    /** Where a piece of so many rows ends; behind whole milliseconds, for a mark has no ids. */
    private Instant upTo(Connection connection, Instant from, Instant before, int most)
        throws SQLException {
      try (PreparedStatement statement =
          connection.prepareStatement(
              "SELECT created_at FROM llm_usage WHERE created_at >= ? AND created_at < ?"
                  + " ORDER BY created_at LIMIT 1 OFFSET ?")) {
        new Row(dialect, statement).time(from).time(before).number(most);
        try (ResultSet row = statement.executeQuery()) {
          if (!row.next()) {
            return before;
          }
          Instant last = dialect.instant(row, "created_at");
          return last.isAfter(from) ? last : last.plusMillis(1);
        }
      }
    }

    private int clear(Connection connection, Instant from, Instant to) throws SQLException {
      try (PreparedStatement statement =
          connection.prepareStatement(
              "UPDATE llm_usage SET decision = NULL WHERE created_at >= ? AND created_at < ?")) {
        new Row(dialect, statement).time(from).time(to);
        return statement.executeUpdate();
      }
    }

    private void putMark(Connection connection, Instant before) throws SQLException {
      try (PreparedStatement statement =
          connection.prepareStatement(
              "INSERT INTO retention_marks (kind, before_at) VALUES (?, ?)"
                  + " ON CONFLICT (kind) DO UPDATE SET before_at = excluded.before_at")) {
        new Row(dialect, statement).text(MARK).time(before);
        statement.executeUpdate();
      }
    }
  }
}
