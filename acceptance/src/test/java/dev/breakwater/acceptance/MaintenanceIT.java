package dev.breakwater.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What is kept too long goes, when somebody asks for it, and its room goes back to the disk. */
@Timeout(120)
class MaintenanceIT {
  private static final String RUNS = "/maintenance/runs";
  private static final int OLD = 20_000;
  private static final Set<String> ENDED = Set.of("done", "refused", "failed");
  private static final String QUESTION =
      "{\"messages\": [{\"role\": \"user\", \"content\": \"hi\"}]}";

  @Test
  void twoYearsOldRowsGoOnceSomebodyConfirmsThatSoManyMay(@TempDir Path directory)
      throws SQLException {
    Server server = Server.simulated(directory);
    try {
      assertThat(server.chat(QUESTION).status()).isEqualTo(200);
      LedgerFile ledger = new LedgerFile(directory);
      Awaitility.await("the row").until(() -> ledger.attempts().size() == 1);
      fill(directory);

      JsonNode refused = run(server, "{\"job\": \"retention\"}");
      assertThat(refused.get("status").asString()).isEqualTo("refused");
      assertThat(refused.get("report").get("summary").asString())
          .contains(OLD + " of " + (OLD + 1) + " rows of usage", "confirm");
      assertThat(ledger.attempts()).hasSize(OLD + 1);

      JsonNode done = run(server, "{\"job\": \"retention\", \"confirm\": true}");
      assertThat(done.get("status").asString()).isEqualTo("done");
      assertThat(part(done, "usage").get("removed").intValue()).isEqualTo(OLD);
      assertThat(part(done, "usage").get("left").intValue()).isOne();
      assertThat(ledger.attempts()).hasSize(1);

      JsonNode vacuum = run(server, "{\"job\": \"vacuum\"}");
      assertThat(part(vacuum, "pages").get("removed").intValue()).isGreaterThan(100);
      assertThat(server.chat(QUESTION).status()).isEqualTo(200);
      server.stop();
      server.close();

      server = Server.simulated(directory);
      assertThat(server.admin("GET", RUNS + "?job=retention", "").json().get("runs"))
          .extracting(run -> run.get("status").asString())
          .containsExactly("done", "refused");
    } finally {
      server.close();
    }
  }

  @Test
  void whatIsNoJobIsToldFromWhatIs(@TempDir Path directory) {
    try (Server server =
        Server.start(
            directory,
            Map.of("BREAKWATER_RETENTION_USAGE", "30d", "BREAKWATER_MAINTENANCE_AT", "04:15"),
            "--simulate",
            "--simulator-port",
            "0")) {
      Http.Answer answer = server.admin("POST", RUNS, "{\"job\": \"retension\"}");
      assertThat(answer.status()).isEqualTo(422);
      assertThat(answer.json().get("detail").asString()).contains("'retention'", "vacuum");
      assertThat(server.admin("POST", RUNS, "{\"confirm\": \"yes\"}").status()).isEqualTo(422);
      assertThat(server.http().call("POST", "/api/admin" + RUNS, "{}").status()).isEqualTo(401);
    }
  }

  /** Starts a job and waits for its end. */
  private static JsonNode run(Server server, String order) {
    Http.Answer answer = server.admin("POST", RUNS, order);
    assertThat(answer.status()).as(answer.body()).isEqualTo(202);
    String id = answer.json().get("run").get("id").asString();
    return Awaitility.await(id)
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(50))
        .until(() -> find(server, id), run -> ENDED.contains(run.get("status").asString()));
  }

  private static JsonNode find(Server server, String id) {
    return server
        .admin("GET", RUNS, "")
        .json()
        .get("runs")
        .valueStream()
        .filter(run -> run.get("id").asString().equals(id))
        .findFirst()
        .orElseThrow();
  }

  private static JsonNode part(JsonNode run, String kind) {
    return run.get("report")
        .get("parts")
        .valueStream()
        .filter(part -> part.get("kind").asString().equals(kind))
        .findFirst()
        .orElseThrow(() -> new AssertionError(run.toString()));
  }

  private static void fill(Path directory) throws SQLException {
    String file = directory.resolve("data").resolve("breakwater.db").toString();
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA busy_timeout = 10000");
      statement.executeUpdate(
          """
          WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d)
          INSERT INTO llm_usage (id, tenant, environment, key_id, asked_model, provider, model,
            answered, status, http_status, stream, estimated, attempts, created_at, response_micros,
            input_tokens, output_tokens, cached_input_tokens, cache_write_tokens, reasoning_tokens,
            cost_nanos, unpriced, attempt_at, attempt_micros)
          SELECT 'old_' || printf('%%08d', i), 'default', 'production', 'key', 'auto', 'openai', 'm',
            1, 'success', 200, 0, 0, 1, 1000000000000 + i, 1000, 1, 1, 0, 0, 0, 1, 0,
            1000000000000 + i, 900 FROM n\
          """
              .formatted(OLD));
    }
  }
}
