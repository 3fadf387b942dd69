package dev.breakwater.store.sql;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Fills a statement's parameters from left to right. */
final class Row {
  private final Dialect dialect;
  private final PreparedStatement statement;
  private int next = 1;

  Row(Dialect dialect, PreparedStatement statement) {
    this.dialect = dialect;
    this.statement = statement;
  }

  Row text(@Nullable String value) throws SQLException {
    if (value == null) {
      statement.setNull(next++, Types.VARCHAR);
    } else {
      statement.setString(next++, dialect.storable(value));
    }
    return this;
  }

  Row number(long value) throws SQLException {
    statement.setLong(next++, value);
    return this;
  }

  Row flag(boolean value) throws SQLException {
    dialect.flag(statement, next++, value);
    return this;
  }

  Row real(double value) throws SQLException {
    statement.setDouble(next++, value);
    return this;
  }

  /** A time in milliseconds since the epoch. */
  Row time(long millis) throws SQLException {
    dialect.time(statement, next++, millis);
    return this;
  }

  Row time(@Nullable Instant time) throws SQLException {
    if (time != null) {
      return time(time.toEpochMilli());
    }
    statement.setNull(next++, Types.TIMESTAMP_WITH_TIMEZONE);
    return this;
  }

  /** A number that is not there. */
  Row none() throws SQLException {
    statement.setNull(next++, Types.BIGINT);
    return this;
  }

  /** A number, or nothing in place of a negative one. */
  Row unlessNegative(long value) throws SQLException {
    return value < 0 ? none() : number(value);
  }

  Row blob(byte @Nullable [] value) throws SQLException {
    if (value == null) {
      statement.setNull(next++, Types.BINARY);
    } else {
      statement.setBytes(next++, value);
    }
    return this;
  }

  void add() throws SQLException {
    statement.addBatch();
    next = 1;
  }

  /** A column that may be null. */
  static OptionalLong optional(ResultSet row, String column) throws SQLException {
    long value = row.getLong(column);
    return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(value);
  }
}
