package dev.breakwater.store.sql;

import dev.breakwater.gateway.settings.ChainSettings;
import dev.breakwater.operations.chains.ChainOverrides;
import dev.breakwater.operations.chains.ChainPlace;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Chains that the API changed. */
public final class SqlChainOverrides implements ChainOverrides {
  private static final String PUT =
      """
      INSERT INTO chain_overrides (tenant, environment, chain, created_at, updated_at)
      VALUES (?, ?, ?, ?, ?)
      ON CONFLICT (tenant, environment) DO UPDATE SET chain = excluded.chain,
        updated_at = excluded.updated_at\
      """;

  private final Database database;
  private final Dialect dialect;

  public SqlChainOverrides(Database database) {
    this.database = database;
    this.dialect = database.dialect();
  }

  @Override
  public Map<ChainPlace, ChainSettings> all() {
    return database.read(connection -> {
      Map<ChainPlace, ChainSettings> chains = new LinkedHashMap<>();
      try (PreparedStatement statement =
              connection.prepareStatement(
                  "SELECT tenant, environment, chain FROM chain_overrides ORDER BY sequence");
          ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          ChainPlace place = new ChainPlace(rows.getString(1), rows.getString(2));
          chains.put(place, ChainText.read(place.environment(), rows.getString(3)));
        }
      }
      return chains;
    });
  }

  @Override
  public void put(ChainPlace place, ChainSettings chain, Instant at) {
    database.write(connection -> {
      try (PreparedStatement statement = connection.prepareStatement(PUT)) {
        new Row(dialect, statement)
            .text(place.owner())
            .text(place.environment())
            .text(ChainText.write(chain))
            .time(at)
            .time(at);
        return statement.executeUpdate();
      }
    });
  }

  @Override
  public boolean delete(ChainPlace place) {
    return database.write(connection -> {
      try (PreparedStatement statement =
          connection.prepareStatement(
              "DELETE FROM chain_overrides WHERE tenant = ? AND environment = ?")) {
        new Row(dialect, statement).text(place.owner()).text(place.environment());
        return statement.executeUpdate() > 0;
      }
    });
  }
}
