package dev.breakwater.store.sql;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Conditions that all must hold, with the values that stand for their question marks. */
final class Condition {
  private final StringBuilder text = new StringBuilder();
  private final List<Object> values = new ArrayList<>();

  Condition and(String condition, Object... itsValues) {
    text.append(text.isEmpty() ? " WHERE " : " AND ").append(condition);
    values.addAll(List.of(itsValues));
    return this;
  }

  /** As above, where a value is asked for at all. */
  Condition andIf(String condition, @Nullable Object value, int times) {
    if (value == null) {
      return this;
    }
    Object[] repeated = new Object[times];
    java.util.Arrays.fill(repeated, value);
    return and(condition, repeated);
  }

  String text() {
    return text.toString();
  }

  /** Fills the first parameters and returns the number of the next. */
  int fill(Dialect dialect, PreparedStatement statement) throws SQLException {
    int next = 1;
    for (Object value : values) {
      switch (value) {
        case Instant time -> dialect.time(statement, next++, time.toEpochMilli());
        case Boolean flag -> dialect.flag(statement, next++, flag);
        case String word -> statement.setString(next++, dialect.storable(word));
        default -> statement.setObject(next++, value);
      }
    }
    return next;
  }
}
