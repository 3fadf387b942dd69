package dev.breakwater.store.sql;

import dev.breakwater.operations.secrets.GeneratedSecrets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Secrets that the installation made for itself. */
public final class SqlGeneratedSecrets implements GeneratedSecrets {
  private final Database database;
  private final Dialect dialect;

  public SqlGeneratedSecrets(Database database) {
    this.database = database;
    this.dialect = database.dialect();
  }

  @Override
  public Optional<byte[]> find(String name) {
    return database.read(connection -> {
      try (PreparedStatement statement =
          connection.prepareStatement(
              "SELECT value FROM generated_secrets WHERE tenant = 'system' AND name = ?")) {
        new Row(dialect, statement).text(name);
        try (ResultSet row = statement.executeQuery()) {
          return row.next() ? Optional.of(row.getBytes("value")) : Optional.empty();
        }
      }
    });
  }

  @Override
  public byte[] keepFirst(String name, byte[] sealed, Instant at) {
    database.write(connection -> {
      try (PreparedStatement statement =
          connection.prepareStatement(
              "INSERT INTO generated_secrets (name, value, created_at) VALUES (?, ?, ?)"
                  + " ON CONFLICT (tenant, name) DO NOTHING")) {
        new Row(dialect, statement).text(name).blob(sealed).time(at);
        return statement.executeUpdate();
      }
    });
    return find(name).orElseThrow();
  }

  @Override
  public void put(String name, byte[] sealed, Instant at) {
    database.write(connection -> {
      try (PreparedStatement statement =
          connection.prepareStatement(
              "INSERT INTO generated_secrets (name, value, created_at) VALUES (?, ?, ?)"
                  + " ON CONFLICT (tenant, name) DO UPDATE SET value = excluded.value")) {
        new Row(dialect, statement).text(name).blob(sealed).time(at);
        return statement.executeUpdate();
      }
    });
  }

  @Override
  public Map<String, byte[]> all() {
    return database.read(connection -> {
      Map<String, byte[]> secrets = new TreeMap<>();
      try (PreparedStatement statement =
              connection.prepareStatement(
                  "SELECT name, value FROM generated_secrets WHERE tenant = 'system'");
          ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          secrets.put(rows.getString("name"), rows.getBytes("value"));
        }
      }
      return secrets;
    });
  }
}
