package dev.breakwater.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Usage taken home as a file. */
@Timeout(120)
class ExportIT {
  private static final String EXPORT = "/llm-usage/export?";
  private static final int MANY = 60_000;
  private static final int AT_ONCE = 4;

  @TempDir static Path directory;
  private static Server server;

  @BeforeAll
  static void start() {
    server = Server.simulated(directory);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static Http.Answer export(String query) {
    return server.admin("GET", EXPORT + query, "");
  }

  @Test
  void aCallIsInTheNextExportAndItsModelIsNoFormula() {
    String id =
        server
            .http()
            .call(
                "POST",
                "/v1/chat/completions",
                """
                {"model": "openai/gpt-4o-mini", "messages": [{"role": "user", "content": "hi"}]}
                """,
                "Authorization",
                "Bearer " + Server.API_KEY,
                "X-Request-Id",
                "=cmd|' /C calc'!A0")
            .header("x-request-id");
    Http.Answer csv = export("format=csv&hours=1");
    assertThat(csv.status()).isEqualTo(200);
    assertThat(csv.header("content-type")).startsWith("text/csv");
    assertThat(csv.header("content-disposition"))
        .matches("attachment; filename=\"usage-\\d{4}-\\d{2}-\\d{2}\\.csv\"");
    assertThat(csv.body().lines().filter(line -> line.startsWith(id)))
        .singleElement()
        .satisfies(
            line -> assertThat(line).startsWith(id + ",'=cmd|' /C calc'!A0,default,production,"));
    JsonNode row =
        export("format=ndjson&hours=1")
            .body()
            .lines()
            .map(JsonMapper.shared()::readTree)
            .filter(it -> it.get("id").asString().equals(id))
            .findFirst()
            .orElseThrow();
    assertThat(row.get("status").asString()).isEqualTo("success");
    assertThat(row.get("model").asString()).isEqualTo("gpt-4o-mini");
    assertThat(row.get("estimatedCost").decimalValue().signum()).isPositive();
  }

  @Test
  void badParametersAreNamed() {
    assertThat(export("format=xlsx").json().get("field").asString()).isEqualTo("format");
    assertThat(export("date=yesterday").json().get("field").asString()).isEqualTo("date");
    assertThat(export("hours=1&since=2h").json().get("field").asString()).isEqualTo("since");
    assertThat(server.http().get("/api/admin/llm-usage/export").status()).isEqualTo(401);
  }

  @Test
  void aLongExportIsWholeAndSlowReadersHoldOnlyTheirOwnPlaces() throws Exception {
    fill();
    assertThat(export("format=csv&environment=old&since=2001-01-01").body().lines().count())
        .isEqualTo(MANY + 1L);
    List<Socket> slow = new ArrayList<>();
    try {
      for (int number = 0; number < AT_ONCE; number++) {
        slow.add(startToRead());
      }
      Http.Answer refused = export("environment=old&since=2001-01-01");
      assertThat(refused.status()).as("a fifth beside four that are not read").isEqualTo(429);
      assertThat(refused.header("retry-after")).isEqualTo("5");
      assertThat(
              server.chat("{\"messages\": [{\"role\": \"user\", \"content\": \"hi\"}]}").status())
          .isEqualTo(200);
      assertThat(server.admin("GET", "/llm-usage?hours=1", "").status()).isEqualTo(200);
    } finally {
      for (Socket socket : slow) {
        socket.close();
      }
    }
    Awaitility.await("places of those who left")
        .atMost(Duration.ofSeconds(20))
        .until(() -> export("environment=none").status() == 200);
  }

  /** Asks, reads the head and not a byte more. */
  private static Socket startToRead() throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(4 * 1024);
    socket.connect(new java.net.InetSocketAddress(server.url().getHost(), server.url().getPort()));
    socket
        .getOutputStream()
        .write(
            ("GET /api/admin/llm-usage/export?format=ndjson&environment=old&since=2001-01-01"
                    + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                    + Server.ADMIN_KEY
                    + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
    InputStream in = socket.getInputStream();
    assertThat(new String(in.readNBytes(15), StandardCharsets.US_ASCII))
        .isEqualTo("HTTP/1.1 200 OK");
    return socket;
  }

  /** Rows of long ago, written as a ledger of years would have them. */
  private static void fill() throws SQLException {
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
            cost_nanos, unpriced)
          SELECT 'old_' || printf('%%08d', i), 'default', 'old', 'key', 'auto', 'openai', 'm', 1,
            'success', 200, 0, 0, 1, 1000000000000 + i / 7, 1000, 1, 1, 0, 0, 0, 1, 0 FROM n\
          """
              .formatted(MANY));
    }
  }
}
