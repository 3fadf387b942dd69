package dev.breakwater.store.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a migration must not touch. */
public final class Migrated {
  private Migrated() {}

  /** Every row is there again, with what it said in all columns that there still are. */
  public static void hasKept(
      Map<String, List<Map<String, String>>> before, Map<String, List<Map<String, String>>> after) {
    assertThat(before).isNotEmpty();
    before.forEach((table, rows) -> {
      assertThat(after).containsKey(table);
      assertThat(rows).as(table).isNotEmpty();
      for (Map<String, String> row : rows) {
        assertThat(after.get(table))
            .as(table)
            .anySatisfy(kept -> {
              Map<String, String> known = new HashMap<>(kept);
              known.keySet().retainAll(row.keySet());
              Map<String, String> still = new HashMap<>(row);
              still.keySet().retainAll(kept.keySet());
              assertThat(known).isEqualTo(still);
            });
      }
    });
  }

  /** The newest step that was taken; 0 for none. */
  public static int version(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT max(cast(version AS integer)) FROM flyway_schema_history")) {
      row.next();
      return row.getInt(1);
    }
  }
}
