package dev.breakwater.store.sqlite;

import dev.breakwater.gateway.responses.ResponseStore;
import dev.breakwater.gateway.responses.ResponsesUnavailable;
import dev.breakwater.gateway.responses.SealedResponse;
import dev.breakwater.operations.StoreUnavailable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Kept answers in SQLite. */
public final class SqliteResponses implements ResponseStore {
  private static final String PUT =
      """
      INSERT INTO stored_responses (tenant, id, previous_id, created_at, expires_at, content)
      VALUES (?, ?, ?, ?, ?, ?)
      ON CONFLICT (tenant, id) DO UPDATE SET previous_id = excluded.previous_id,
        created_at = excluded.created_at, expires_at = excluded.expires_at,
        content = excluded.content\
      """;
  private static final String PUT_ITEM =
      """
      INSERT INTO stored_response_items (tenant, item_id, response_id) VALUES (?, ?, ?)
      ON CONFLICT (tenant, item_id) DO UPDATE SET response_id = excluded.response_id\
      """;

  /** Ends where it finds an answer that stays long enough: its own beginning does as well. */
  private static final String PROLONG =
      """
      WITH RECURSIVE earlier (id, previous_id) AS (
        SELECT id, previous_id FROM stored_responses
        WHERE tenant = ?1 AND id = ?2 AND expires_at < ?3
        UNION
        SELECT r.id, r.previous_id FROM earlier
          JOIN stored_responses r ON r.tenant = ?1 AND r.id = earlier.previous_id
        WHERE r.expires_at < ?3
      )
      UPDATE stored_responses SET expires_at = ?3
      WHERE tenant = ?1 AND id IN (SELECT id FROM earlier)\
      """;

  private static final String CHAIN =
      """
      WITH RECURSIVE chain (depth, id, previous_id) AS (
        SELECT 0, id, previous_id FROM stored_responses
        WHERE tenant = ?1 AND id = ?2 AND expires_at > ?3
        UNION ALL
        SELECT depth + 1, r.id, r.previous_id FROM chain
          JOIN stored_responses r ON r.tenant = ?1 AND r.id = chain.previous_id
        WHERE r.expires_at > ?3 AND depth + 1 < ?4
      )
      SELECT r.tenant, r.id, r.previous_id, r.created_at, r.expires_at, r.content
      FROM chain JOIN stored_responses r ON r.tenant = ?1 AND r.id = chain.id
      ORDER BY chain.depth\
      """;
  private static final String WITH_ITEM =
      """
      SELECT r.tenant, r.id, r.previous_id, r.created_at, r.expires_at, r.content
      FROM stored_response_items i
        JOIN stored_responses r ON r.tenant = i.tenant AND r.id = i.response_id
      WHERE i.tenant = ? AND i.item_id = ? AND r.expires_at > ?\
      """;
  private static final String EXPIRE_ITEMS =
      """
      DELETE FROM stored_response_items WHERE (tenant, response_id) IN
        (SELECT tenant, id FROM stored_responses WHERE expires_at <= ?)\
      """;

  private final SqliteDatabase database;

  public SqliteResponses(SqliteDatabase database) {
    this.database = database;
  }

  @Override
  public void put(List<SealedResponse> responses) {
    available(() ->
        database.write(connection -> {
          for (SealedResponse response : responses) {
            put(connection, response);
          }
          return responses.size();
        }));
  }

  private static void put(Connection connection, SealedResponse response) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(PUT)) {
      new Row(statement)
          .text(response.tenant())
          .text(response.id())
          .text(response.previousId())
          .number(response.createdMillis())
          .number(response.expiresMillis())
          .blob(response.content());
      statement.executeUpdate();
    }
    try (PreparedStatement statement = connection.prepareStatement(PUT_ITEM)) {
      Row row = new Row(statement);
      for (String item : response.items()) {
        row.text(response.tenant()).text(item).text(response.id()).add();
      }
      statement.executeBatch();
    }
    if (response.previousId() != null) {
      try (PreparedStatement statement = connection.prepareStatement(PROLONG)) {
        new Row(statement)
            .text(response.tenant())
            .text(response.previousId())
            .number(response.expiresMillis());
        statement.executeUpdate();
      }
    }
  }

  @Override
  public List<SealedResponse> chain(String tenant, String id, long nowMillis, int most) {
    return available(() ->
        database.read(connection -> {
          try (PreparedStatement statement = connection.prepareStatement(CHAIN)) {
            new Row(statement).text(tenant).text(id).number(nowMillis).number(most);
            return responses(statement);
          }
        }));
  }

  @Override
  public Optional<SealedResponse> withItem(String tenant, String itemId, long nowMillis) {
    return available(() ->
        database.read(connection -> {
          try (PreparedStatement statement = connection.prepareStatement(WITH_ITEM)) {
            new Row(statement).text(tenant).text(itemId).number(nowMillis);
            return responses(statement).stream().findFirst();
          }
        }));
  }

  @Override
  public boolean delete(String tenant, String id) {
    return available(() ->
        database.write(connection -> {
          update(
              connection,
              "DELETE FROM stored_response_items WHERE tenant = ? AND response_id = ?",
              tenant,
              id);
          return update(
                  connection,
                  "DELETE FROM stored_responses WHERE tenant = ? AND id = ?",
                  tenant,
                  id)
              > 0;
        }));
  }

  private static int update(Connection connection, String sql, String tenant, String id)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      new Row(statement).text(tenant).text(id);
      return statement.executeUpdate();
    }
  }

  @Override
  public int expire(long nowMillis) {
    return available(() ->
        database.write(connection -> {
          try (PreparedStatement items = connection.prepareStatement(EXPIRE_ITEMS);
              PreparedStatement responses =
                  connection.prepareStatement(
                      "DELETE FROM stored_responses WHERE expires_at <= ?")) {
            new Row(items).number(nowMillis);
            items.executeUpdate();
            new Row(responses).number(nowMillis);
            return responses.executeUpdate();
          }
        }));
  }

  private static List<SealedResponse> responses(PreparedStatement statement) throws SQLException {
    List<SealedResponse> responses = new ArrayList<>();
    try (ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        responses.add(
            new SealedResponse(
                rows.getString("tenant"),
                rows.getString("id"),
                rows.getString("previous_id"),
                rows.getLong("created_at"),
                rows.getLong("expires_at"),
                List.of(),
                rows.getBytes("content")));
      }
    }
    return responses;
  }

  private static <T> T available(Supplier<T> work) {
    try {
      return work.get();
    } catch (StoreUnavailable e) {
      throw new ResponsesUnavailable(String.valueOf(e.getMessage()), e);
    }
  }
}
