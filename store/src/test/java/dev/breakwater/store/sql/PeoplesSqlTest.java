package dev.breakwater.store.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.gateway.settings.ProviderId;
import dev.breakwater.gateway.usage.AttemptEnded;
import dev.breakwater.gateway.usage.LedgerBatch;
import dev.breakwater.gateway.usage.LedgerRow;
import dev.breakwater.operations.health.ProviderHealth;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What people ask PostgreSQL with SQL of their own, by the names that are documented. */
class PeoplesSqlTest {
  private static final long HOUR = 3_600_000;

  private final TestDatabase databases = TestDatabase.Kind.POSTGRESQL.make();
  private final Database database = databases.open();

  @BeforeEach
  void keepTheSample() throws Exception {
    List<LedgerRow> rows = new ArrayList<>();
    for (int number = 1; number <= 100; number++) {
      rows.add(Usage.direct(number, Usage.START + number, number * 1_000L, 1_000_000));
    }
    rows.add(Usage.fallback(101, Usage.START + HOUR, 7_500, 2_000_000));
    rows.add(Usage.failed(102, Usage.START + HOUR));
    rows.add(Usage.direct(103, Usage.START + 2 * HOUR, 1, AttemptEnded.UNPRICED));
    Usage.ledger(database, "node")
        .commit(new LedgerBatch(rows, List.of(), List.of(), List.of(), List.of()));
  }

  @AfterEach
  void close() {
    database.close();
    databases.close();
  }

  @Test
  void hoursAndPercentiles() throws Exception {
    assertThat(
            rows(
                """
                SELECT DATE_TRUNC('hour', created_at) AS hour, COUNT(*),
                  COUNT(*) FILTER (WHERE status = 'success'),
                  ROUND(AVG(response_time_ms), 2),
                  PERCENTILE_CONT(0.95) WITHIN GROUP (ORDER BY response_time_ms),
                  PERCENTILE_DISC(0.99) WITHIN GROUP (ORDER BY response_time_ms),
                  SUM(input_tokens), SUM(output_tokens), SUM(total_tokens), SUM(estimated_cost)
                FROM llm_usage
                WHERE created_at >= TIMESTAMPTZ '2026-01-01' AND created_at < TIMESTAMPTZ '2026-01-02'
                GROUP BY 1 ORDER BY 1\
                """))
        .containsExactly(
            "2026-01-01 00:00:00+00 100 100 50.50 95.05 99.000 10000 2000 12000 0.100000000",
            "2026-01-01 01:00:00+00 2 1 6.25 7.375 7.500 100 20 120 0.002000000",
            "2026-01-01 02:00:00+00 1 1 0.00 0.001 0.001 100 20 120 null");
  }

  @Test
  void successByProviderAndModel() throws Exception {
    assertThat(
            rows(
                """
                SELECT provider, model, COUNT(*) AS requests,
                  ROUND(100.0 * SUM(CASE WHEN status = 'success' THEN 1 ELSE 0 END) / COUNT(*), 1)
                FROM llm_usage WHERE created_at > '2025-12-31'::timestamptz
                GROUP BY provider, model ORDER BY requests DESC\
                """))
        .containsExactly("google gemini-1.5-flash 102 99.0", "openai gpt-4o-mini 1 100.0");
  }

  @Test
  void fallbacksWithTheirUsage() throws Exception {
    assertThat(
            rows(
                """
                SELECT u.id, f.primary_provider, f.used_provider, f.attempts, u.estimated_cost
                FROM llm_usage u JOIN llm_fallback_logs f ON f.request_id = u.id
                WHERE f.fallback AND f.success AND f.created_at >= DATE_TRUNC('month', u.created_at)\
                """))
        .containsExactly(Usage.id(101) + " google openai 2 0.002000000");
    assertThat(
            rows(
                """
                SELECT COUNT(*) FILTER (WHERE fallback) * 100.0 / COUNT(*) > 0 FROM llm_fallback_logs\
                """))
        .containsExactly("t");
  }

  @Test
  void attemptsAddUpToTheirRequests() throws Exception {
    assertThat(
            rows(
                """
                SELECT COUNT(*), SUM(cost_nanos), (SELECT SUM(cost_nanos) FROM llm_usage_logs)
                FROM llm_attempts\
                """))
        .containsExactly("104 102000000 102000000");
  }

  @Test
  void theOtherTablesAreThereByName() throws Exception {
    assertThat(
            rows(
                """
                SELECT COUNT(*) FROM alert_events WHERE status = 'active' AND resolved_at IS NULL
                  AND created_at > now() - INTERVAL '1 day'
                UNION ALL SELECT COUNT(*) FROM ab_test_results WHERE created_at < now()
                UNION ALL SELECT COUNT(*) FROM llm_model_registry\
                """))
        .containsExactly("0", "0", "0");
  }

  @Test
  void aConfigurationHasOneHealthAndTakesItAlong() throws Exception {
    SqlHealth health = new SqlHealth(database);
    health.put(ProviderHealth.unknown(ProviderId.shared("openai")));
    health.put(ProviderHealth.unknown(ProviderId.shared("openai")));
    health.put(ProviderHealth.unknown(ProviderId.shared("google")));
    String both =
        """
        SELECT provider FROM llm_configurations
        UNION ALL SELECT provider FROM llm_health_status ORDER BY 1\
        """;
    assertThat(rows(both)).containsExactly("google", "google", "openai", "openai");
    health.remove(ProviderId.shared("openai"));
    assertThat(rows(both)).containsExactly("google", "google");
    try (Connection connection = databases.connect()) {
      TestDatabase.execute(connection, "DELETE FROM llm_configurations WHERE provider = 'google'");
    }
    assertThat(rows(both)).isEmpty();
    assertThat(health.all()).isEmpty();
  }

  @Test
  void pagesAreReadByTheKey() throws Exception {
    String plan =
        String.join(
            "\n",
            rows(
                """
                EXPLAIN SELECT * FROM llm_usage WHERE (created_at, id) < ('2026-01-20', 'x')
                ORDER BY created_at DESC, id DESC LIMIT 10\
                """));
    assertThat(plan).contains("Index Scan Backward").doesNotContain("Sort Key: llm_usage_2026");
  }

  /** By a connection of their own, in the zone of this test. */
  private List<String> rows(String sql) throws SQLException {
    try (Connection connection = databases.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("SET timezone = 'UTC'");
      try (ResultSet rows = statement.executeQuery(sql)) {
        int columns = rows.getMetaData().getColumnCount();
        List<String> all = new ArrayList<>();
        while (rows.next()) {
          List<String> values = new ArrayList<>();
          for (int column = 1; column <= columns; column++) {
            values.add(String.valueOf(rows.getString(column)));
          }
          all.add(String.join(" ", values));
        }
        return all;
      }
    }
  }
}
