package dev.breakwater.store.sql;

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

/** Kept answers. */
public final class SqlResponses implements ResponseStore {
  private static final String PUT =
      """
      INSERT INTO stored_responses (tenant, id, previous_id, created_at, expires_at, content)
      SELECT ?, ?, ?, ?, ?, ? WHERE %s
      ON CONFLICT (tenant, id) DO UPDATE SET previous_id = excluded.previous_id,
        created_at = excluded.created_at, expires_at = excluded.expires_at,
        content = excluded.content\
      """
          .formatted(StandingTenant.CONDITION);
  private static final String PUT_ITEM =
      """
      INSERT INTO stored_response_items (tenant, item_id, response_id)
      SELECT ?, ?, ? WHERE %s
      ON CONFLICT (tenant, item_id) DO UPDATE SET response_id = excluded.response_id\
      """
          .formatted(StandingTenant.CONDITION);

  /** Ends where it finds an answer that stays long enough: its own beginning does as well. */
  private static final String PROLONG =
      """
      WITH RECURSIVE asked (tenant, id, until) AS (
        SELECT CAST(? AS TEXT), CAST(? AS TEXT), CAST(? AS BIGINT)
      ),
      earlier (tenant, id, previous_id, until) AS (
        SELECT r.tenant, r.id, r.previous_id, asked.until FROM asked
          JOIN stored_responses r ON r.tenant = asked.tenant AND r.id = asked.id
        WHERE r.expires_at < asked.until
        UNION
        SELECT r.tenant, r.id, r.previous_id, earlier.until FROM earlier
          JOIN stored_responses r ON r.tenant = earlier.tenant AND r.id = earlier.previous_id
        WHERE r.expires_at < earlier.until
      )
      UPDATE stored_responses SET expires_at = (SELECT until FROM asked)
      WHERE (tenant, id) IN (SELECT tenant, id FROM earlier)\
      """;

  private static final String CHAIN =
      """
      WITH RECURSIVE asked (tenant, id, now, most) AS (
        SELECT CAST(? AS TEXT), CAST(? AS TEXT), CAST(? AS BIGINT), CAST(? AS BIGINT)
      ),
      chain (depth, tenant, id, previous_id, now, most) AS (
        SELECT 0, r.tenant, r.id, r.previous_id, asked.now, asked.most FROM asked
          JOIN stored_responses r ON r.tenant = asked.tenant AND r.id = asked.id
        WHERE r.expires_at > asked.now
        UNION ALL
        SELECT chain.depth + 1, r.tenant, r.id, r.previous_id, chain.now, chain.most FROM chain
          JOIN stored_responses r ON r.tenant = chain.tenant AND r.id = chain.previous_id
        WHERE r.expires_at > chain.now AND chain.depth + 1 < chain.most
      )
      SELECT r.tenant, r.id, r.previous_id, r.created_at, r.expires_at, r.content
      FROM chain JOIN stored_responses r ON r.tenant = chain.tenant AND r.id = chain.id
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

  private final Database database;
  private final Dialect dialect;

  public SqlResponses(Database database) {
    this.database = database;
    this.dialect = database.dialect();
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

  private void put(Connection connection, SealedResponse response) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(PUT)) {
      new Row(dialect, statement)
          .text(response.tenant())
          .text(response.id())
          .text(response.previousId())
          .number(response.createdMillis())
          .number(response.expiresMillis())
          .blob(response.content())
          .text(response.tenant());
      statement.executeUpdate();
    }
    try (PreparedStatement statement = connection.prepareStatement(PUT_ITEM)) {
      Row row = new Row(dialect, statement);
      for (String item : response.items()) {
        row.text(response.tenant()).text(item).text(response.id()).text(response.tenant()).add();
      }
      statement.executeBatch();
    }
    if (response.previousId() != null) {
      try (PreparedStatement statement = connection.prepareStatement(PROLONG)) {
        new Row(dialect, statement)
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
            new Row(dialect, statement).text(tenant).text(id).number(nowMillis).number(most);
            return responses(statement);
          }
        }));
  }

  @Override
  public Optional<SealedResponse> withItem(String tenant, String itemId, long nowMillis) {
    return available(() ->
        database.read(connection -> {
          try (PreparedStatement statement = connection.prepareStatement(WITH_ITEM)) {
            new Row(dialect, statement).text(tenant).text(itemId).number(nowMillis);
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

  private int update(Connection connection, String sql, String tenant, String id)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      new Row(dialect, statement).text(tenant).text(id);
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
            new Row(dialect, items).number(nowMillis);
            items.executeUpdate();
            new Row(dialect, responses).number(nowMillis);
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
