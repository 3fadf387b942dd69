package dev.breakwater.store.sql;

import dev.breakwater.gateway.recording.BodyStore;
import dev.breakwater.gateway.recording.RecordingsUnavailable;
import dev.breakwater.gateway.recording.SealedBodies;
import dev.breakwater.operations.StoreUnavailable;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Recorded bodies, sealed. */
public final class SqlRecordings implements BodyStore {
  private static final String PUT =
      """
      INSERT INTO recorded_bodies (request_id, tenant, created_at, expires_at, content)
      SELECT ?, ?, ?, ?, ? WHERE %s ON CONFLICT DO NOTHING\
      """
          .formatted(StandingTenant.CONDITION);
  private static final String EXPIRE =
      """
      DELETE FROM recorded_bodies WHERE request_id IN
        (SELECT request_id FROM recorded_bodies WHERE expires_at <= ? ORDER BY expires_at LIMIT ?)\
      """;

  private final Database database;
  private final Dialect dialect;

  public SqlRecordings(Database database) {
    this.database = database;
    this.dialect = database.dialect();
  }

  @Override
  public void put(List<SealedBodies> bodies) {
    available(() ->
        database.write(connection -> {
          try (PreparedStatement statement = connection.prepareStatement(PUT)) {
            Row values = new Row(dialect, statement);
            for (SealedBodies body : bodies) {
              values
                  .text(body.requestId())
                  .text(body.tenant())
                  .time(body.createdMillis())
                  .time(body.expiresMillis())
                  .blob(body.content())
                  .text(body.tenant())
                  .add();
            }
            return statement.executeBatch().length;
          }
        }));
  }

  @Override
  public Optional<SealedBodies> find(String requestId, long nowMillis) {
    return available(() ->
        database.read(connection -> {
          try (PreparedStatement statement =
              connection.prepareStatement(
                  "SELECT * FROM recorded_bodies WHERE request_id = ? AND expires_at > ?")) {
            new Row(dialect, statement).text(requestId).time(nowMillis);
            try (ResultSet row = statement.executeQuery()) {
              return row.next()
                  ? Optional.of(
                      new SealedBodies(
                          row.getString("tenant"),
                          row.getString("request_id"),
                          dialect.millis(row, "created_at"),
                          dialect.millis(row, "expires_at"),
                          row.getBytes("content")))
                  : Optional.empty();
            }
          }
        }));
  }

  @Override
  public int expire(long nowMillis, int most) {
    return available(() ->
        database.write(connection -> {
          try (PreparedStatement statement = connection.prepareStatement(EXPIRE)) {
            new Row(dialect, statement).time(nowMillis).number(most);
            return statement.executeUpdate();
          }
        }));
  }

  private static <T> T available(Supplier<T> work) {
    try {
      return work.get();
    } catch (StoreUnavailable e) {
      throw new RecordingsUnavailable(String.valueOf(e.getMessage()), e);
    }
  }
}
