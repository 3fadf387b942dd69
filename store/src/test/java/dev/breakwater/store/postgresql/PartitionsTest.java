package dev.breakwater.store.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PartitionsTest {
  private static final InstantSource APRIL =
      InstantSource.fixed(Instant.parse("2026-04-30T23:59:59.999Z"));
  private static final String WHERE =
      "SELECT tableoid::regclass || ' ' || id FROM llm_usage ORDER BY created_at, id";

  private final String name = TestPostgres.fresh();
  private final PostgresDatabase database = TestPostgres.open(name);

  @BeforeEach
  void theCopyHasItsMonths() {
    assertThat(partitions())
        .contains("llm_usage_2026_01", "llm_usage_2026_02", "llm_usage_2026_03")
        .contains("stored_attempts_2026_01", "stored_attempts_2026_02", "stored_attempts_2026_03")
        .hasSize(8);
  }

  @AfterEach
  void close() {
    database.close();
    TestPostgres.drop(name);
  }

  @Test
  void theRunningMonthAndTheTwoAfterItAreMadeOnce() {
    assertThat(new Partitions(database, APRIL).makeAhead())
        .containsExactly(
            "llm_usage_2026_04",
            "stored_attempts_2026_04",
            "llm_usage_2026_05",
            "stored_attempts_2026_05",
            "llm_usage_2026_06",
            "stored_attempts_2026_06");
    assertThat(new Partitions(database, APRIL).makeAhead()).isEmpty();
  }

  @Test
  void rowsLieInTheirMonthOrInTheDefaultPartition() throws Exception {
    put("a", "2026-01-31T23:59:59.999Z");
    put("b", "2026-02-01T00:00:00Z");
    put("c", "2025-12-31T23:59:59.999Z");
    put("d", "2026-04-01T00:00:00Z");
    assertThat(PostgresDatabaseTest.strings(database, WHERE))
        .containsExactly(
            "llm_usage_default c",
            "llm_usage_2026_01 a",
            "llm_usage_2026_02 b",
            "llm_usage_default d");
  }

  @Test
  void rowsThatCameBeforeTheirMonthMoveIntoIt() throws Exception {
    put("c", "2025-12-31T23:59:59.999Z");
    put("d", "2026-04-01T00:00:00Z");
    put("e", "2026-04-30T23:59:59.999Z");
    put("f", "2026-07-01T00:00:00Z");
    List<String> before =
        PostgresDatabaseTest.strings(database, "SELECT u::text FROM llm_usage u ORDER BY id");
    new Partitions(database, APRIL).makeAhead();
    assertThat(PostgresDatabaseTest.strings(database, WHERE))
        .containsExactly(
            "llm_usage_default c",
            "llm_usage_2026_04 d",
            "llm_usage_2026_04 e",
            "llm_usage_default f");
    assertThat(
            PostgresDatabaseTest.strings(database, "SELECT u::text FROM llm_usage u ORDER BY id"))
        .isEqualTo(before);
  }

  @Test
  void aMonthWithTooManyRowsStaysWhereItIs() throws Exception {
    put("d", "2026-04-01T00:00:00Z");
    String many =
        """
        INSERT INTO stored_attempts (request_id, number, tenant, environment, key_id, provider,
          model, status, http_status, stream, estimated, created_at, duration_micros, input_tokens,
          output_tokens, cached_input_tokens, cache_write_tokens, reasoning_tokens)
        SELECT 'r' || n, 1, 't', 'e', 'k', 'p', 'm', 'success', 200, false, false,
          '2026-04-02 00:00:00+00', 1, 1, 1, 0, 0, 0 FROM generate_series(1, %d) AS n\
        """
            .formatted(Partitions.MOST_MOVED + 1);
    try (Connection connection = TestPostgres.connect(name);
        Statement statement = connection.createStatement()) {
      statement.execute(many);
    }
    assertThat(new Partitions(database, APRIL).makeAhead())
        .contains("llm_usage_2026_04", "stored_attempts_2026_05")
        .doesNotContain("stored_attempts_2026_04");
    assertThat(
            PostgresDatabaseTest.strings(
                database, "SELECT count(*)::text FROM stored_attempts_default"))
        .containsExactly(Integer.toString(Partitions.MOST_MOVED + 1));
  }

  @Test
  void aQueryOverAMonthReadsNoOther() throws Exception {
    new Partitions(database, APRIL).makeAhead();
    String plan =
        String.join(
            "\n",
            PostgresDatabaseTest.strings(
                database,
                """
                EXPLAIN SELECT count(*) FROM llm_usage
                WHERE created_at >= '2026-02-10 00:00:00+00' AND created_at < '2026-02-11 00:00:00+00'\
                """));
    assertThat(plan).contains("llm_usage_2026_02");
    assertThat(plan)
        .doesNotContain("llm_usage_2026_01", "llm_usage_2026_03", "llm_usage_2026_05")
        .doesNotContain("llm_usage_default");
  }

  private List<String> partitions() {
    return PostgresDatabaseTest.strings(
        database,
        "SELECT relid::text FROM pg_partition_tree('llm_usage') WHERE isleaf"
            + " UNION ALL SELECT relid::text FROM pg_partition_tree('stored_attempts') WHERE isleaf");
  }

  private void put(String id, String at) throws SQLException {
    try (Connection connection = TestPostgres.connect(name);
        PreparedStatement statement =
            connection.prepareStatement(
                """
                INSERT INTO llm_usage (id, tenant, environment, key_id, asked_model, model, answered,
                  status, http_status, stream, estimated, attempts, created_at, response_micros,
                  input_tokens, output_tokens, cached_input_tokens, cache_write_tokens,
                  reasoning_tokens, cost_nanos, unpriced)
                VALUES (?, 't', 'e', 'k', 'm', 'm', true, 'success', 200, false, false, 1,
                  cast(? AS timestamptz), 1500, 1, 2, 0, 0, 0, 7, 0)\
                """)) {
      statement.setString(1, id);
      statement.setString(2, at);
      statement.executeUpdate();
    }
  }
}
