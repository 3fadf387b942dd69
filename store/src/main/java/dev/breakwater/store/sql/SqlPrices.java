package dev.breakwater.store.sql;

import dev.breakwater.gateway.price.PriceOverride;
import dev.breakwater.operations.prices.PriceOverrides;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** Prices that the API has set. */
public final class SqlPrices implements PriceOverrides {
  private static final String PUT =
      """
      INSERT INTO price_overrides (provider, model, valid_from, tariff, created_at, updated_at)
      VALUES (?, ?, ?, ?, ?, ?)
      ON CONFLICT (tenant, provider, model, valid_from) DO UPDATE SET tariff = excluded.tariff,
        updated_at = excluded.updated_at\
      """;

  private final Database database;
  private final Dialect dialect;

  public SqlPrices(Database database) {
    this.database = database;
    this.dialect = database.dialect();
  }

  @Override
  public List<PriceOverride> all() {
    return database.read(connection -> {
      List<PriceOverride> overrides = new ArrayList<>();
      try (PreparedStatement statement =
              connection.prepareStatement(
                  "SELECT provider, model, valid_from, tariff FROM price_overrides"
                      + " ORDER BY provider, model, valid_from");
          ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          overrides.add(
              new PriceOverride(
                  rows.getString(1),
                  rows.getString(2),
                  LocalDate.parse(rows.getString(3)),
                  TariffText.read(rows.getString(4))));
        }
      }
      return overrides;
    });
  }

  @Override
  public void put(PriceOverride override, Instant at) {
    database.write(connection -> {
      try (PreparedStatement statement = connection.prepareStatement(PUT)) {
        new Row(dialect, statement)
            .text(override.provider())
            .text(override.model())
            .text(override.validFrom().toString())
            .text(TariffText.write(override.tariff()))
            .time(at)
            .time(at);
        return statement.executeUpdate();
      }
    });
  }

  @Override
  public boolean delete(String provider, String model, LocalDate validFrom) {
    return database.write(connection -> {
      try (PreparedStatement statement =
          connection.prepareStatement(
              "DELETE FROM price_overrides WHERE provider = ? AND model = ? AND valid_from = ?")) {
        new Row(dialect, statement).text(provider).text(model).text(validFrom.toString());
        return statement.executeUpdate() > 0;
      }
    });
  }
}
