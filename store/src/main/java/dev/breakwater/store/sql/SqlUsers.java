package dev.breakwater.store.sql;

import dev.breakwater.gateway.access.Role;
import dev.breakwater.operations.users.Identity;
import dev.breakwater.operations.users.User;
import dev.breakwater.operations.users.UserStore;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** People who administer. */
public final class SqlUsers implements UserStore {
  private static final String ADD =
      """
      INSERT INTO users (id, tenant, login, name, role, password_hash, issuer, subject, disabled,
        created_at, updated_at, last_sign_in_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT DO NOTHING\
      """;

  private final Database database;
  private final Dialect dialect;

  /** Fills the parameters of a change. */
  private interface Filling {
    void fill(Row row) throws SQLException;
  }

  public SqlUsers(Database database) {
    this.database = database;
    this.dialect = database.dialect();
  }

  @Override
  public List<User> page(Optional<String> tenant, String after, int limit) {
    Condition condition =
        new Condition().and("login > ?", after).andIf("tenant = ?", tenant.orElse(null), 1);
    return users(condition, " ORDER BY login LIMIT " + limit);
  }

  @Override
  public Optional<User> find(String id) {
    return users(new Condition().and("id = ?", id), "").stream().findFirst();
  }

  @Override
  public Optional<User> byLogin(String login) {
    return users(new Condition().and("login = ?", login), "").stream().findFirst();
  }

  @Override
  public Optional<User> byIdentity(Identity identity) {
    Condition condition =
        new Condition().and("issuer = ? AND subject = ?", identity.issuer(), identity.subject());
    return users(condition, "").stream().findFirst();
  }

  @Override
  public boolean add(User user) {
    Identity identity = user.identity();
    return changes(
        ADD,
        row ->
            row.text(user.id())
                .text(user.tenant().orElse(""))
                .text(user.login())
                .text(user.name())
                .text(word(user.role()))
                .text(user.passwordHash())
                .text(identity == null ? null : identity.issuer())
                .text(identity == null ? null : identity.subject())
                .flag(user.disabled())
                .time(user.created())
                .time(user.updated())
                .time(user.lastSignIn()));
  }

  @Override
  public boolean put(User user) {
    return changes(
        "UPDATE users SET tenant = ?, name = ?, role = ?, disabled = ?, updated_at = ?"
            + " WHERE id = ?",
        row ->
            row.text(user.tenant().orElse(""))
                .text(user.name())
                .text(word(user.role()))
                .flag(user.disabled())
                .time(user.updated())
                .text(user.id()));
  }

  @Override
  public boolean password(String id, String hash, Instant at) {
    return changes(
        "UPDATE users SET password_hash = ?, updated_at = ? WHERE id = ?",
        row -> row.text(hash).time(at).text(id));
  }

  @Override
  public void rehash(String id, String before, String hash) {
    changes(
        "UPDATE users SET password_hash = ? WHERE id = ? AND password_hash = ?",
        row -> row.text(hash).text(id).text(before));
  }

  @Override
  public void signedIn(String id, Instant at) {
    changes("UPDATE users SET last_sign_in_at = ? WHERE id = ?", row -> row.time(at).text(id));
  }

  @Override
  public boolean remove(String id) {
    // Not left to the foreign key, which SQLite holds for those connections only that ask for it.
    changes("DELETE FROM sessions WHERE user_id = ?", row -> row.text(id));
    return changes("DELETE FROM users WHERE id = ?", row -> row.text(id));
  }

  @Override
  public int standingOwners() {
    return database.write(connection -> {
      dialect.alone(connection, "owners");
      Condition condition =
          new Condition()
              .and("role = ?", word(Role.OWNER))
              .and("tenant = ?", "")
              .and("disabled = ?", false);
      try (PreparedStatement statement =
          connection.prepareStatement("SELECT count(*) FROM users" + condition.text())) {
        condition.fill(dialect, statement);
        try (ResultSet row = statement.executeQuery()) {
          row.next();
          return row.getInt(1);
        }
      }
    });
  }

  private boolean changes(String sql, Filling filling) {
    return database.write(connection -> {
      try (PreparedStatement statement = connection.prepareStatement(sql)) {
        filling.fill(new Row(dialect, statement));
        return statement.executeUpdate() > 0;
      }
    });
  }

  private List<User> users(Condition condition, String end) {
    return database.read(connection -> {
      List<User> users = new ArrayList<>();
      try (PreparedStatement statement =
          connection.prepareStatement("SELECT * FROM users" + condition.text() + end)) {
        condition.fill(dialect, statement);
        try (ResultSet rows = statement.executeQuery()) {
          while (rows.next()) {
            users.add(user(dialect, rows));
          }
        }
      }
      return users;
    });
  }

  /** Reads the columns of the table. */
  static User user(Dialect dialect, ResultSet row) throws SQLException {
    String issuer = row.getString("issuer");
    String subject = row.getString("subject");
    return new User(
        row.getString("id"),
        row.getString("login"),
        row.getString("name"),
        Role.valueOf(row.getString("role").toUpperCase(Locale.ROOT)),
        Optional.of(row.getString("tenant")).filter(tenant -> !tenant.isEmpty()),
        row.getString("password_hash"),
        issuer == null || subject == null ? null : new Identity(issuer, subject),
        row.getBoolean("disabled"),
        dialect.instant(row, "created_at"),
        dialect.instant(row, "updated_at"),
        dialect.instantIfAny(row, "last_sign_in_at"));
  }

  private static String word(Role role) {
    return role.name().toLowerCase(Locale.ROOT);
  }
}
