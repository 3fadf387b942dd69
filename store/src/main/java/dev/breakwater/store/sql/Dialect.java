package dev.breakwater.store.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * What the databases spell differently. SQLite keeps times as milliseconds since the epoch and
 * flags as 0 and 1, PostgreSQL as {@code timestamptz} and {@code boolean}, which people's own SQL
 * expects there.
 */
public enum Dialect {
  SQLITE {
    @Override
    void time(PreparedStatement statement, int index, long millis) throws SQLException {
      statement.setLong(index, millis);
    }

    @Override
    void flag(PreparedStatement statement, int index, boolean value) throws SQLException {
      statement.setInt(index, value ? 1 : 0);
    }

    @Override
    long millis(ResultSet row, String column) throws SQLException {
      return row.getLong(column);
    }

    @Override
    Instant exactly(ResultSet row, String column) throws SQLException {
      return instant(row, column);
    }

    @Override
    String storable(String text) {
      return text;
    }

    @Override
    void alone(Connection connection, String writer) {
      // One transaction writes at a time, and a process that is gone has none.
    }
  },

  POSTGRESQL {
    @Override
    void time(PreparedStatement statement, int index, long millis) throws SQLException {
      statement.setObject(
          index, OffsetDateTime.ofInstant(Instant.ofEpochMilli(millis), ZoneOffset.UTC));
    }

    @Override
    void flag(PreparedStatement statement, int index, boolean value) throws SQLException {
      statement.setBoolean(index, value);
    }

    @Override
    long millis(ResultSet row, String column) throws SQLException {
      Timestamp time = row.getTimestamp(column);
      return time == null ? 0 : time.getTime();
    }

    @Override
    Instant exactly(ResultSet row, String column) throws SQLException {
      return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    @Override
    String storable(String text) {
      return text.indexOf('\0') < 0 ? text : text.replace('\0', '\uFFFD');
    }

    @Override
    void alone(Connection connection, String writer) throws SQLException {
      try (PreparedStatement statement =
          connection.prepareStatement("SELECT pg_advisory_xact_lock(hashtextextended(?, 0))")) {
        statement.setString(1, "breakwater writer " + writer);
        statement.execute();
      }
    }
  };

  /**
   * @param millis since the epoch
   */
  abstract void time(PreparedStatement statement, int index, long millis) throws SQLException;

  abstract void flag(PreparedStatement statement, int index, boolean value) throws SQLException;

  /** A time in milliseconds since the epoch, 0 where there is none. */
  abstract long millis(ResultSet row, String column) throws SQLException;

  /** A time that is always there, to the last digit that is kept of it. */
  abstract Instant exactly(ResultSet row, String column) throws SQLException;

  /** The text in characters that the database takes: one row that it refuses would stop all. */
  abstract String storable(String text);

  /**
   * Waits until no other transaction of this writer is under way, then keeps others waiting until
   * this one ends. A commit whose answer was lost may still be running when it is tried again.
   */
  abstract void alone(Connection connection, String writer) throws SQLException;

  /** A time that is always there. */
  Instant instant(ResultSet row, String column) throws SQLException {
    return Instant.ofEpochMilli(millis(row, column));
  }

  /** A time that may be missing. */
  @Nullable Instant instantIfAny(ResultSet row, String column) throws SQLException {
    long millis = millis(row, column);
    return row.wasNull() ? null : Instant.ofEpochMilli(millis);
  }
}
