package dev.breakwater.store.sql;

import dev.breakwater.gateway.settings.ProviderId;
import dev.breakwater.operations.health.HealthStore;
import dev.breakwater.operations.health.ProbeCost;
import dev.breakwater.operations.health.ProviderHealth;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The health of providers; the tenant of those that all share is empty. */
public final class SqlHealth implements HealthStore {
  private static final String ALL =
      """
      SELECT tenant, provider, is_healthy, last_check_at, last_error,
        consecutive_failures, consecutive_successes, response_micros, recent, success_rate, probes,
        probe_cost_nanos, unpriced_probes
      FROM llm_health_status ORDER BY sequence\
      """;
  private static final String PUT =
      """
      INSERT INTO llm_health_status (tenant, provider, is_healthy, last_check_at, last_error,
        consecutive_failures, consecutive_successes, response_micros, recent, success_rate, probes,
        probe_cost_nanos, unpriced_probes)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (tenant, provider) DO UPDATE SET is_healthy = excluded.is_healthy,
        last_check_at = excluded.last_check_at, last_error = excluded.last_error,
        consecutive_failures = excluded.consecutive_failures,
        consecutive_successes = excluded.consecutive_successes,
        response_micros = excluded.response_micros, recent = excluded.recent,
        success_rate = excluded.success_rate, probes = excluded.probes,
        probe_cost_nanos = excluded.probe_cost_nanos, unpriced_probes = excluded.unpriced_probes\
      """;

  private static final String REMOVE =
      "DELETE FROM llm_health_status WHERE tenant = ? AND provider = ?";

  private final Database database;
  private final Dialect dialect;

  public SqlHealth(Database database) {
    this.database = database;
    this.dialect = database.dialect();
  }

  @Override
  public List<ProviderHealth> all() {
    return database.read(connection -> {
      List<ProviderHealth> all = new ArrayList<>();
      try (PreparedStatement statement = connection.prepareStatement(ALL);
          ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          all.add(health(rows));
        }
      }
      return all;
    });
  }

  @Override
  public void put(ProviderHealth health) {
    database.write(connection -> {
      try (PreparedStatement statement = connection.prepareStatement(PUT)) {
        new Row(dialect, statement)
            .text(health.id().owner())
            .text(health.id().name())
            .flag(health.healthy())
            .time(health.checkedMillis() == 0 ? null : Instant.ofEpochMilli(health.checkedMillis()))
            .text(health.lastError())
            .number(health.consecutiveFailures())
            .number(health.consecutiveSuccesses())
            .number(TimeUnit.NANOSECONDS.toMicros(health.responseTime().toNanos()))
            .text(health.recent())
            .real(health.successRate())
            .number(health.cost().probes())
            .number(health.cost().nanos())
            .number(health.cost().unpriced());
        return statement.executeUpdate();
      }
    });
  }

  @Override
  public void remove(ProviderId provider) {
    database.write(connection -> {
      try (PreparedStatement statement = connection.prepareStatement(REMOVE)) {
        new Row(dialect, statement).text(provider.owner()).text(provider.name());
        return statement.executeUpdate();
      }
    });
  }

  private ProviderHealth health(ResultSet row) throws SQLException {
    return new ProviderHealth(
        new ProviderId(row.getString("tenant"), row.getString("provider")),
        row.getBoolean("is_healthy"),
        dialect.millis(row, "last_check_at"),
        row.getString("last_error"),
        row.getInt("consecutive_failures"),
        row.getInt("consecutive_successes"),
        Duration.of(row.getLong("response_micros"), ChronoUnit.MICROS),
        row.getString("recent"),
        row.getDouble("success_rate"),
        null,
        new ProbeCost(
            row.getLong("probes"), row.getLong("probe_cost_nanos"), row.getLong("unpriced_probes")),
        List.of());
  }
}
