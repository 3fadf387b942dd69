package dev.breakwater.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What is administered is recorded, and whoever meddles with the record is found. */
@Timeout(120)
class AuditIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String PRICE =
      "{\"provider\": \"openai\", \"model\": \"gpt-4o-mini\", \"input\": 1, \"output\": 2}";
  private static final String QUESTION =
      "{\"messages\": [{\"role\": \"user\", \"content\": \"hi\"}]}";

  @Test
  void whatIsAdministeredIsRecordedAndAnAlteredRecordIsNamed(@TempDir Path directory)
      throws SQLException {
    try (Server server = Server.simulated(directory)) {
      assertThat(server.admin("PUT", "/prices", PRICE).status()).isEqualTo(200);
      server.reset("openai", "gpt-4o-mini");
      Http.Answer denied =
          server
              .http()
              .call("PUT", "/api/admin/prices", PRICE, "Authorization", "Bearer " + Server.API_KEY);
      assertThat(denied.status()).isEqualTo(403);
      JsonNode entries = server.admin("GET", "/audit", "").json().get("entries");
      assertThat(entries)
          .extracting(entry -> entry.get("action").asString())
          .startsWith("access.denied", "circuit.reset", "price.set");
      assertThat(entries.get(2).get("address").asString()).isEqualTo("127.0.0.1");
      assertThat(entries.get(2).get("after").get("input").intValue()).isOne();
      assertThat(verify(directory, server.url().toString())).contains("The audit is whole");
      server.stop();
    }
    assertThat(verify(directory, "")).contains("The audit is whole");
    execute(directory, "UPDATE audit_entries SET after_change = '{}' WHERE sequence = 1");
    assertThat(verify(directory, "")).contains("The audit is broken at entry 1 (aud_");
  }

  @Test
  void withoutItsRecordNothingIsAdministeredAndRequestsGoOn(@TempDir Path directory)
      throws SQLException {
    try (Server server = Server.simulated(directory)) {
      execute(directory, "ALTER TABLE audit_entries RENAME TO gone");
      assertThat(server.admin("PUT", "/prices", PRICE).status()).isEqualTo(503);
      assertThat(price(server)).isEqualTo("catalogue");
      assertThat(server.chat(QUESTION).status()).isEqualTo(200);
      execute(directory, "ALTER TABLE gone RENAME TO audit_entries");
      assertThat(server.admin("PUT", "/prices", PRICE).status()).isEqualTo(200);
      assertThat(price(server)).isEqualTo("api");
    }
  }

  private static String price(Server server) {
    return server
        .admin("GET", "/prices?provider=openai&model=gpt-4o-mini", "")
        .json()
        .get("prices")
        .get(0)
        .get("origin")
        .asString();
  }

  /** What the command says, on both of its outputs. */
  private static String verify(Path directory, String url) {
    Map<String, String> environment =
        url.isEmpty()
            ? Map.of()
            : Map.of("BREAKWATER_URL", url, "BREAKWATER_ADMIN_KEY", Server.ADMIN_KEY);
    List<String> command =
        List.of("audit", "verify", "--data", directory.resolve("data").toString());
    try (Child child = Packaged.run(directory, environment, command)) {
      return child.await(Pattern.compile("The audit is [^\n]*\n"), PATIENCE).group();
    }
  }

  private static void execute(Path directory, String sql) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(
                "jdbc:sqlite:" + directory.resolve("data").resolve("breakwater.db"));
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA busy_timeout = 5000");
      statement.execute(sql);
    }
  }
}
