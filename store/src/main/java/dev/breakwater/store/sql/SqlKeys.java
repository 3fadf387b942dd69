package dev.breakwater.store.sql;

import dev.breakwater.gateway.access.VirtualKey;
import dev.breakwater.gateway.access.VirtualKey.Scope;
import dev.breakwater.operations.keys.KeyStore;
import dev.breakwater.operations.keys.StoredKey;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Keys. */
public final class SqlKeys implements KeyStore {
  private static final String ALL =
      """
      SELECT id, name, tenant, environment, scopes, prefix, hash, created_at, revoked_at
      FROM virtual_keys ORDER BY sequence\
      """;
  private static final String PUT =
      """
      INSERT INTO virtual_keys
        (id, name, tenant, environment, scopes, prefix, hash, created_at, revoked_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (id) DO UPDATE SET name = excluded.name, tenant = excluded.tenant,
        environment = excluded.environment, scopes = excluded.scopes, prefix = excluded.prefix,
        hash = excluded.hash, created_at = excluded.created_at, revoked_at = excluded.revoked_at\
      """;

  private final Database database;
  private final Dialect dialect;

  public SqlKeys(Database database) {
    this.database = database;
    this.dialect = database.dialect();
  }

  @Override
  public List<StoredKey> all() {
    return database.read(connection -> {
      List<StoredKey> keys = new ArrayList<>();
      try (PreparedStatement statement = connection.prepareStatement(ALL);
          ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          keys.add(key(rows));
        }
      }
      return keys;
    });
  }

  @Override
  public void put(StoredKey stored) {
    VirtualKey key = stored.key();
    database.write(connection -> {
      try (PreparedStatement statement = connection.prepareStatement(PUT)) {
        new Row(dialect, statement)
            .text(key.id())
            .text(key.name())
            .text(key.tenant())
            .text(key.environment())
            .text(words(key.scopes()))
            .text(stored.prefix())
            .blob(stored.hash())
            .time(stored.created())
            .time(stored.revoked());
        return statement.executeUpdate();
      }
    });
  }

  @Override
  public boolean revoke(String id, Instant at) {
    return database.write(connection -> {
      try (PreparedStatement statement =
          connection.prepareStatement(
              "UPDATE virtual_keys SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL")) {
        new Row(dialect, statement).time(at).text(id);
        return statement.executeUpdate() > 0;
      }
    });
  }

  private StoredKey key(ResultSet row) throws SQLException {
    return new StoredKey(
        new VirtualKey(
            row.getString("id"),
            row.getString("name"),
            row.getString("tenant"),
            row.getString("environment"),
            scopes(row.getString("scopes"))),
        row.getString("prefix"),
        row.getBytes("hash"),
        dialect.instant(row, "created_at"),
        dialect.instantIfAny(row, "revoked_at"));
  }

  private static String words(Set<Scope> scopes) {
    return scopes.stream()
        .map(scope -> scope.name().toLowerCase(Locale.ROOT))
        .sorted()
        .collect(Collectors.joining(" "));
  }

  private static Set<Scope> scopes(String words) {
    Set<Scope> scopes = EnumSet.noneOf(Scope.class);
    for (String word : words.split(" ", -1)) {
      if (!word.isEmpty()) {
        scopes.add(Scope.valueOf(word.toUpperCase(Locale.ROOT)));
      }
    }
    return scopes;
  }
}
