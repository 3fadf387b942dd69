package dev.breakwater.store.sql;

import dev.breakwater.gateway.settings.ProviderId;
import dev.breakwater.operations.providers.ProviderStore;
import dev.breakwater.operations.providers.SealedCredential;
import dev.breakwater.operations.providers.StoredProvider;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** What the API says of providers. */
public final class SqlProviders implements ProviderStore {
  private static final String ALL =
      """
      SELECT tenant, provider, settings, credential, fingerprint, is_alone, is_active, is_deleted,
        created_at, updated_at
      FROM llm_configurations WHERE origin = 'api' ORDER BY sequence\
      """;
  private static final String PUT =
      """
      INSERT INTO llm_configurations
        (id, tenant, provider, origin, settings, credential, fingerprint, is_alone, is_active,
        is_deleted, created_at, updated_at)
      VALUES (?, ?, ?, 'api', ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (tenant, provider) DO UPDATE SET origin = excluded.origin,
        settings = excluded.settings, credential = excluded.credential,
        fingerprint = excluded.fingerprint, is_alone = excluded.is_alone,
        is_active = excluded.is_active, is_deleted = excluded.is_deleted,
        created_at = excluded.created_at,
        updated_at = excluded.updated_at\
      """;
  private static final String WITHHOLD =
      """
      INSERT INTO llm_activations (tenant, provider, is_withheld, updated_at) VALUES (?, ?, ?, ?)
      ON CONFLICT (tenant, provider) DO UPDATE SET is_withheld = excluded.is_withheld,
        updated_at = excluded.updated_at\
      """;

  private final Database database;
  private final Dialect dialect;

  public SqlProviders(Database database) {
    this.database = database;
    this.dialect = database.dialect();
  }

  @Override
  public List<StoredProvider> all() {
    return database.read(this::all);
  }

  private List<StoredProvider> all(Connection connection) throws SQLException {
    List<StoredProvider> all = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(ALL);
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        all.add(provider(rows));
      }
    }
    return all;
  }

  @Override
  public void put(StoredProvider provider) {
    database.write(connection -> {
      try (PreparedStatement statement = connection.prepareStatement(PUT)) {
        new Row(dialect, statement)
            .text(provider.id())
            .text(provider.providerId().owner())
            .text(provider.providerId().name())
            .text(ProviderText.write(provider.leaves()))
            .blob(provider.credential().map(SealedCredential::bytes).orElse(null))
            .text(provider.credential().map(SealedCredential::fingerprint).orElse(null))
            .flag(provider.alone())
            .flag(provider.active())
            .flag(provider.deleted())
            .time(provider.created())
            .time(provider.updated());
        return statement.executeUpdate();
      }
    });
  }

  @Override
  public void remove(ProviderId provider) {
    change(
        "DELETE FROM llm_configurations WHERE tenant = ? AND provider = ?",
        provider.owner(),
        provider.name());
  }

  @Override
  public Map<String, Set<String>> withheld() {
    return database.read(connection -> {
      Map<String, Set<String>> withheld = new HashMap<>();
      try (PreparedStatement statement =
              connection.prepareStatement(
                  "SELECT tenant, provider, is_withheld FROM llm_activations");
          ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          if (rows.getBoolean(3)) {
            withheld
                .computeIfAbsent(rows.getString(1), _ -> new HashSet<>())
                .add(rows.getString(2));
          }
        }
      }
      return withheld;
    });
  }

  @Override
  public void withhold(String tenant, String provider, boolean isWithheld, Instant at) {
    database.write(connection -> {
      try (PreparedStatement statement = connection.prepareStatement(WITHHOLD)) {
        new Row(dialect, statement).text(tenant).text(provider).flag(isWithheld).time(at);
        return statement.executeUpdate();
      }
    });
  }

  @Override
  public void eraseTenant(String tenant) {
    change("DELETE FROM llm_configurations WHERE tenant = ?", tenant);
    change("DELETE FROM llm_activations WHERE tenant = ?", tenant);
  }

  private void change(String sql, String... values) {
    database.write(connection -> {
      try (PreparedStatement statement = connection.prepareStatement(sql)) {
        Row row = new Row(dialect, statement);
        for (String value : values) {
          row.text(value);
        }
        return statement.executeUpdate();
      }
    });
  }

  private StoredProvider provider(ResultSet row) throws SQLException {
    byte[] credential = row.getBytes("credential");
    return new StoredProvider(
        new ProviderId(row.getString("tenant"), row.getString("provider")),
        ProviderText.read(row.getString("settings")),
        credential == null
            ? Optional.empty()
            : Optional.of(
                new SealedCredential(
                    credential, Objects.requireNonNullElse(row.getString("fingerprint"), ""))),
        row.getBoolean("is_alone"),
        row.getBoolean("is_active"),
        row.getBoolean("is_deleted"),
        dialect.instant(row, "created_at"),
        dialect.instant(row, "updated_at"));
  }
}
