package dev.breakwater.store.sql;

import dev.breakwater.operations.users.Session;
import dev.breakwater.operations.users.SessionStore;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/** Sign-ins that hold, and whose they are. */
public final class SqlSessions implements SessionStore {
  private static final String ADD =
      """
      INSERT INTO sessions (hash, tenant, user_id, created_at, last_seen_at, expires_at, address)
      SELECT ?, tenant, id, ?, ?, ?, ? FROM users WHERE id = ?\
      """;

  private static final String FIND =
      """
      SELECT users.*, sessions.hash, sessions.created_at AS began_at, sessions.last_seen_at,
        sessions.expires_at, sessions.address
      FROM sessions JOIN users ON users.id = sessions.user_id WHERE sessions.hash = ?\
      """;

  private final Database database;
  private final Dialect dialect;

  /** Fills the parameters of a change. */
  private interface Filling {
    void fill(Row row) throws SQLException;
  }

  public SqlSessions(Database database) {
    this.database = database;
    this.dialect = database.dialect();
  }

  @Override
  public void add(Session session) {
    changes(
        ADD,
        row ->
            row.text(session.hash())
                .time(session.created())
                .time(session.lastSeen())
                .time(session.expires())
                .text(session.address())
                .text(session.userId()));
  }

  @Override
  public Optional<Session.Owned> find(String hash) {
    return database.read(connection -> {
      try (PreparedStatement statement = connection.prepareStatement(FIND)) {
        new Row(dialect, statement).text(hash);
        try (ResultSet row = statement.executeQuery()) {
          return row.next()
              ? Optional.of(new Session.Owned(session(row), SqlUsers.user(dialect, row)))
              : Optional.<Session.Owned>empty();
        }
      }
    });
  }

  private Session session(ResultSet row) throws SQLException {
    return new Session(
        row.getString("hash"),
        row.getString("id"),
        dialect.instant(row, "began_at"),
        dialect.instant(row, "last_seen_at"),
        dialect.instant(row, "expires_at"),
        row.getString("address"));
  }

  @Override
  public void seen(String hash, Instant at) {
    changes("UPDATE sessions SET last_seen_at = ? WHERE hash = ?", row -> row.time(at).text(hash));
  }

  @Override
  public boolean remove(String hash) {
    return changes("DELETE FROM sessions WHERE hash = ?", row -> row.text(hash));
  }

  @Override
  public void removeAll(String userId, String but) {
    changes(
        "DELETE FROM sessions WHERE user_id = ? AND hash <> ?", row -> row.text(userId).text(but));
  }

  @Override
  public void removeDead(Instant now, Instant idleSince) {
    changes(
        "DELETE FROM sessions WHERE expires_at <= ? OR last_seen_at <= ?",
        row -> row.time(now).time(idleSince));
  }

  private boolean changes(String sql, Filling filling) {
    return database.write(connection -> {
      try (PreparedStatement statement = connection.prepareStatement(sql)) {
        filling.fill(new Row(dialect, statement));
        return statement.executeUpdate() > 0;
      }
    });
  }
}
