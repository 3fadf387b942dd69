package dev.breakwater.store.sql;

import dev.breakwater.gateway.settings.ChainSettings;
import dev.breakwater.operations.chains.ChainOverrides;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Chains that the API changed. */
public final class SqlChainOverrides implements ChainOverrides {
  private static final String PUT =
      """
      INSERT INTO chain_overrides (environment, chain, created_at, updated_at) VALUES (?, ?, ?, ?)
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
  public List<ChainSettings> all() {
    return database.read(connection -> {
      List<ChainSettings> chains = new ArrayList<>();
      try (PreparedStatement statement =
              connection.prepareStatement(
                  "SELECT environment, chain FROM chain_overrides ORDER BY sequence");
          ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          chains.add(ChainText.read(rows.getString(1), rows.getString(2)));
        }
      }
      return chains;
    });
  }

  @Override
  public void put(ChainSettings chain, Instant at) {
    database.write(connection -> {
      try (PreparedStatement statement = connection.prepareStatement(PUT)) {
        new Row(dialect, statement)
            .text(chain.environment())
            .text(ChainText.write(chain))
            .time(at)
            .time(at);
        return statement.executeUpdate();
      }
    });
  }

  @Override
  public boolean delete(String environment) {
    return database.write(connection -> {
      try (PreparedStatement statement =
          connection.prepareStatement("DELETE FROM chain_overrides WHERE environment = ?")) {
        new Row(dialect, statement).text(environment);
        return statement.executeUpdate() > 0;
      }
    });
  }
}
