package dev.breakwater.store.sqlite;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Fills a statement's parameters from left to right. */
final class Row {
  private final PreparedStatement statement;
  private int next = 1;

  Row(PreparedStatement statement) {
    this.statement = statement;
  }

  Row text(@Nullable String value) throws SQLException {
    if (value == null) {
      statement.setNull(next++, Types.VARCHAR);
    } else {
      statement.setString(next++, value);
    }
    return this;
  }

  Row number(long value) throws SQLException {
    statement.setLong(next++, value);
    return this;
  }

  Row yes(boolean value) throws SQLException {
    return number(value ? 1 : 0);
  }

  Row real(double value) throws SQLException {
    statement.setDouble(next++, value);
    return this;
  }

  Row none() throws SQLException {
    statement.setNull(next++, Types.INTEGER);
    return this;
  }

  /** A number, or nothing in place of a negative one. */
  Row unlessNegative(long value) throws SQLException {
    return value < 0 ? none() : number(value);
  }

  Row blob(byte @Nullable [] value) throws SQLException {
    if (value == null) {
      return none();
    }
    statement.setBytes(next++, value);
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
