package dev.breakwater.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The server with its records on a PostgreSQL. */
@Timeout(180)
class PostgresIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final long INPUT_NANOS_A_TOKEN = 150;
  private static final long OUTPUT_NANOS_A_TOKEN = 600;
  private static final String STATISTICS = "/llm-usage?hours=24";

  @Test
  void figuresAndChangedChainsOutliveARestartAndPeoplesSqlReadsThem(@TempDir Path directory)
      throws IOException {
    try (Postgres postgres = new Postgres();
        SimulatorProcess providers = new SimulatorProcess(directory)) {
      configure(directory, postgres, providers);
      Simulator simulator = providers.simulator();
      long requests = 0;
      try (Server server = start(directory)) {
        for (String provider : Simulator.PROVIDERS) {
          for (int number = 0; number < 10; number++) {
            ask(server, provider, number % 2 == 0);
            requests++;
          }
        }
        assertThat(server.admin("GET", STATISTICS, "").status()).isEqualTo(200);
        agree(server, simulator, requests);
        server.chain("{\"maxRetries\": 7, \"fallbackProviders\": []}");
        server.stop();
      }
      try (Server server = start(directory)) {
        JsonNode config = server.admin("GET", "/llm-fallback", "").json().get("config");
        assertThat(config.get("maxRetries").intValue()).isEqualTo(7);
        agree(server, simulator, requests);
        ask(server, "openai", false);
        agree(server, simulator, requests + 1);
      }
      LedgerFile ledger = LedgerFile.on(postgres);
      assertThat(ledger.open()).isZero();
      assertThat(ledger.attempts()).hasSize((int) requests + 1);
      assertThat(
              postgres.rows(
                  """
                  SELECT provider, COUNT(*) FILTER (WHERE status = 'success'),
                    SUM(total_tokens) = SUM(input_tokens) + SUM(output_tokens),
                    SUM(estimated_cost) = SUM(cost_nanos) / 1000000000.0,
                    PERCENTILE_CONT(0.95) WITHIN GROUP (ORDER BY response_time_ms) > 0,
                    MIN(DATE_TRUNC('day', created_at)) <= now()
                  FROM llm_usage WHERE created_at > now() - INTERVAL '1 day'
                  GROUP BY provider ORDER BY provider\
                  """))
          .containsExactly("anthropic 10 t t t t", "google 10 t t t t", "openai 11 t t t t");
      assertThat(
              postgres.rows(
                  "SELECT COUNT(*) FROM llm_usage u JOIN llm_fallback_logs f ON f.id = u.id"))
          .containsExactly(Long.toString(requests + 1));
      assertThat(
              postgres.rows(
                  "SELECT DISTINCT tableoid::regclass::text <> 'llm_usage_default' FROM llm_usage"))
          .as("requests lie in their month's partition")
          .containsExactly("t");
    }
  }

  @Test
  void aServerWhoseDatabaseIsNotThereSaysSoAndEnds(@TempDir Path directory) throws IOException {
    try (Postgres postgres = new Postgres();
        SimulatorProcess providers = new SimulatorProcess(directory)) {
      configure(directory, postgres, providers);
      postgres.stop();
      try (Child child = Server.spawn(directory, Map.of(), "--config", "breakwater.yaml")) {
        assertThat(child.ended(PATIENCE)).isNotZero();
        assertThat(child.printed())
            .contains("the database " + postgres.url() + " cannot be opened", "refused")
            .doesNotContain("\tat ")
            .doesNotContain(Secrets.MARK + "database");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void requestsGoOnWhileTheDatabaseIsAwayAndTheirRowsCome(boolean frozen, @TempDir Path directory)
      throws IOException {
    try (Postgres postgres = new Postgres();
        SimulatorProcess providers = new SimulatorProcess(directory)) {
      configure(directory, postgres, providers);
      try (Server server = start(directory)) {
        ask(server, "openai", false);
        agree(server, providers.simulator(), 1);
        Consumer<Postgres> away = frozen ? Postgres::freeze : Postgres::stop;
        away.accept(postgres);
        for (int number = 0; number < 30; number++) {
          ask(server, "anthropic", number % 2 == 0);
        }
        isAway(server.admin("POST", "/llm-fallback", "{\"maxRetries\": 9}"));
        isAway(server.admin("GET", STATISTICS, ""));
        assertThat(server.http().get("/readyz").status()).isEqualTo(200);
        ask(server, "google", true);
        if (frozen) {
          postgres.thaw();
        } else {
          postgres.start();
        }
        agree(server, providers.simulator(), 32);
        assertThat(LedgerFile.on(postgres).attempts()).hasSize(32);
        server.chain("{\"maxRetries\": 9}");
      }
    }
  }

  private static void isAway(Http.Answer answer) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(503);
    assertThat(answer.header("content-type")).startsWith("application/problem+json");
    assertThat(answer.json().get("detail").asString()).contains("the database");
  }

  /** What the API says against the providers' own count, to the nano-dollar. */
  private static void agree(Server server, Simulator simulator, long requests) {
    List<Simulator.Call> calls =
        Simulator.PROVIDERS.stream().flatMap(it -> simulator.calls(it).stream()).toList();
    assertThat(calls).hasSize((int) requests);
    long input = calls.stream().mapToLong(Simulator.Call::inputTokens).sum();
    long output = calls.stream().mapToLong(Simulator.Call::outputTokens).sum();
    JsonNode stats =
        Awaitility.await("all requests")
            .atMost(PATIENCE)
            .pollInterval(Duration.ofMillis(50))
            .until(
                () -> server.admin("GET", STATISTICS, ""),
                answer ->
                    answer.status() == 200
                        && answer.json().get("stats").get("requestCount").longValue() == requests)
            .json()
            .get("stats");
    assertThat(stats.get("successCount").longValue()).isEqualTo(requests);
    assertThat(stats.get("inputTokens").longValue()).isEqualTo(input);
    assertThat(stats.get("outputTokens").longValue()).isEqualTo(output);
    assertThat(new BigDecimal(stats.get("totalCost").toString()))
        .isEqualByComparingTo(
            BigDecimal.valueOf(input * INPUT_NANOS_A_TOKEN + output * OUTPUT_NANOS_A_TOKEN, 9));
  }

  private static void ask(Server server, String provider, boolean stream) {
    Http.Answer answer =
        server.chat(
            """
            {"model": "%s/counted", "stream": %s%s,
             "messages": [{"role": "user", "content": "Count me once"}]}
            """
                .formatted(
                    provider,
                    stream,
                    stream ? ", \"stream_options\": {\"include_usage\": true}" : ""));
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
  }

  private static Server start(Path directory) {
    return Server.start(directory, Map.of(), "--config", "breakwater.yaml");
  }

  private static void configure(Path directory, Postgres postgres, SimulatorProcess providers)
      throws IOException {
    StringBuilder yaml = new StringBuilder(postgres.configuration()).append("providers:\n");
    for (String provider : Simulator.PROVIDERS) {
      yaml.append(providers.provider(provider))
          .append("    models: [{name: counted, price: {input: 0.15, output: 0.60}}]\n");
    }
    yaml.append("chains:\n  production: {primary: openai/counted, fallbacks: []}\n");
    Files.writeString(directory.resolve("breakwater.yaml"), yaml.toString());
  }
}
