package dev.breakwater.store.sql;

import dev.breakwater.operations.tenants.TenantErasure;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/** Bodies, answers and people that were kept of tenants, to be erased with them. */
public final class TenantRows implements TenantErasure {
  private static final List<String> PIECES =
      List.of(
          """
          DELETE FROM recorded_bodies WHERE request_id IN
            (SELECT request_id FROM recorded_bodies WHERE tenant = ? LIMIT ?)\
          """,
          """
          DELETE FROM stored_response_items WHERE (tenant, item_id) IN
            (SELECT tenant, item_id FROM stored_response_items WHERE tenant = ? LIMIT ?)\
          """,
          """
          DELETE FROM stored_responses WHERE sequence IN
            (SELECT sequence FROM stored_responses WHERE tenant = ? LIMIT ?)\
          """,
          """
          DELETE FROM sessions WHERE user_id IN
            (SELECT id FROM users WHERE tenant = ? ORDER BY id LIMIT ?)\
          """,
          """
          DELETE FROM users WHERE id IN
            (SELECT id FROM users WHERE tenant = ? ORDER BY id LIMIT ?)\
          """);

  private final Database database;

  public TenantRows(Database database) {
    this.database = database;
  }

  @Override
  public int erase(String tenant, int most) {
    return database.write(connection -> {
      int gone = 0;
      for (String piece : PIECES) {
        gone += erase(connection, piece, tenant, most);
      }
      return gone;
    });
  }

  private static int erase(Connection connection, String sql, String tenant, int most)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, tenant);
      statement.setInt(2, most);
      return statement.executeUpdate();
    }
  }
}
