package dev.breakwater.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Every shape of the usage API, as scripts read it. */
@Timeout(120)
class UsageIT {
  private static final String ZONE = "Pacific/Chatham";
  private static final List<String> COUNTS =
      List.of(
          "requestCount",
          "successCount",
          "errorCount",
          "unpricedRequests",
          "inputTokens",
          "outputTokens",
          "totalTokens");
  private static final List<String> NUMBERS =
      List.of(
          "successRate",
          "errorRate",
          "totalCost",
          "averageCost",
          "averageResponseTime",
          "avgResponseTime",
          "p50ResponseTime",
          "p95ResponseTime",
          "p99ResponseTime",
          "fallbackUsageRate");

  @TempDir static Path directory;
  private static Server server;

  @BeforeAll
  static void startAndAsk() {
    server =
        Server.start(
            directory, Map.of("BREAKWATER_TIMEZONE", ZONE), "--simulate", "--simulator-port", "0");
    for (int request = 0; request < 3; request++) {
      assertThat(ask("openai/gpt-4o-mini")).isEqualTo(200);
    }
    for (String provider : List.of("openai", "google")) {
      server.simulator().script(provider, "{\"status\": 503}");
    }
    assertThat(ask("openai/gpt-4o-mini")).isGreaterThanOrEqualTo(500);
    assertThat(ask("google/no-such-model-" + System.nanoTime())).isGreaterThanOrEqualTo(500);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static int ask(String model) {
    return server
        .http()
        .call(
            "POST",
            "/v1/chat/completions",
            "{\"model\": \"%s\", \"messages\": [{\"role\": \"user\", \"content\": \"hi\"}]}"
                .formatted(model),
            "Authorization",
            "Bearer " + Server.API_KEY,
            "X-Breakwater-Fallback",
            "off")
        .status();
  }

  private static JsonNode usage(String query) {
    Http.Answer answer = server.admin("GET", "/llm-usage" + query, "");
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.body()).doesNotContain("NaN", "Infinity", "E-", "E+");
    JsonNode json = answer.json();
    Instant.parse(json.get("asOf").asString());
    return json;
  }

  private static void assertFigures(JsonNode stats) {
    COUNTS.forEach(name -> assertThat(stats.get(name).isIntegralNumber()).as(name).isTrue());
    NUMBERS.forEach(name -> assertThat(stats.get(name).isNumber()).as(name).isTrue());
  }

  @Test
  void hoursAndADayAreOneObjectWithTheRequestsBeside() {
    LocalDate today = LocalDate.now(ZoneId.of(ZONE));
    for (String query : List.of("", "?hours=24", "?date=" + today)) {
      JsonNode answer = usage(query);
      assertFigures(answer.get("stats"));
      JsonNode newest = answer.get("requests").get(0);
      List.of(
              "id",
              "provider",
              "model",
              "status",
              "estimatedCost",
              "totalTokens",
              "responseTimeMs",
              "createdAt")
          .forEach(name -> assertThat(newest.has(name)).as(name).isTrue());
    }
    JsonNode stats = usage("?hours=1").get("stats");
    assertThat(stats.get("successCount").intValue()).isEqualTo(3);
    assertThat(stats.get("errorCount").intValue()).isEqualTo(2);
    assertThat(stats.get("totalCost").decimalValue().signum()).isPositive();
    assertThat(usage("?date=2020-01-01").get("stats").get("successRate").doubleValue())
        .isEqualTo(100);
  }

  @Test
  void aDayIsOneOfTheConfiguredZone() {
    JsonNode answer = usage("?date=2026-04-05");
    assertThat(answer.get("from").asString()).isEqualTo("2026-04-04T10:15:00Z");
    // Clocks went back: the day has 25 hours.
    assertThat(answer.get("to").asString()).isEqualTo("2026-04-05T11:15:00Z");
  }

  @Test
  void groupsAreAListWithTheirNames() {
    for (String by : List.of("hour", "day", "provider", "model", "tenant", "key")) {
      JsonNode stats = usage("?hours=24&group_by=" + by).get("stats");
      assertThat(stats.isArray()).as(by).isTrue();
      assertThat(stats.size()).as(by).isPositive();
      for (JsonNode group : stats) {
        assertThat(group.get(by).asString()).as(by).isNotEmpty();
        assertFigures(group);
      }
    }
    assertThat(usage("?group_by=variant").get("stats").isEmpty()).isTrue();
    JsonNode key = usage("?group_by=key").get("stats").get(0);
    assertThat(key.get("keyName").asString()).isNotEmpty();
    assertThat(key.get("requestCount").intValue()).isEqualTo(5);
    Instant.parse(usage("?group_by=hour").get("stats").get(0).get("hour").asString());
  }

  @Test
  void daysAreAListByProviderAndModelWithTheirErrors() {
    JsonNode stats = usage("?days=7").get("stats");
    for (JsonNode group : stats) {
      assertFigures(group);
      assertThat(group.get("errors").isArray()).isTrue();
      assertThat(group.get("model").asString()).doesNotContain("no-such-model");
    }
    assertThat(stats)
        .filteredOn(group -> group.get("provider").asString().equals("openai"))
        .singleElement()
        .satisfies(group -> {
          assertThat(group.get("model").asString()).isEqualTo("gpt-4o-mini");
          assertThat(group.get("errors").get(0).asString()).isNotEmpty();
        });
  }

  @Test
  void filtersCrossEachOther() {
    assertThat(count("?provider=openai")).isEqualTo(4);
    assertThat(count("?provider=anthropic")).isZero();
    assertThat(count("?status=error")).isEqualTo(2);
    assertThat(count("?tenant=nobody")).isZero();
    assertThat(count("?environment=production&key=env_application")).isEqualTo(5);
    assertThat(count("?model=other")).isEqualTo(1);
    assertThat(count("?provider=openai&key=env_application&status=success")).isEqualTo(3);
  }

  private static int count(String query) {
    return usage(query).get("stats").get("requestCount").intValue();
  }

  @Test
  void costlyRequestsErrorsAndFindingsHaveTheirLists() {
    JsonNode costly = usage("/high-cost?over=0&limit=2");
    assertThat(costly.get("requests").size()).isEqualTo(2);
    JsonNode rest = usage("/high-cost?over=0&cursor=" + costly.get("nextCursor").asString());
    assertThat(rest.get("requests").size()).isEqualTo(1);
    assertThat(usage("/high-cost?over=0.10").get("requests").isEmpty()).isTrue();

    JsonNode errors = usage("/errors");
    assertThat(errors.get("errorCount").intValue()).isEqualTo(2);
    assertThat(errors.get("errors").size()).isEqualTo(2);
    JsonNode error = errors.get("errors").get(0);
    assertThat(error.get("provider").asString()).isEqualTo("google");
    assertThat(error.get("model").asString()).isEqualTo("other");
    assertThat(error.get("errorType").asString()).isNotEmpty();
    assertThat(error.get("message").asString()).isNotEmpty();
    assertThat(error.get("count").intValue()).isEqualTo(1);
    assertThat(error.get("share").doubleValue()).isEqualTo(50);
    Instant.parse(error.get("firstSeen").asString());
    Instant.parse(error.get("lastSeen").asString());

    assertThat(usage("/degradation").get("findings").isArray()).isTrue();
    assertThat(usage("/optimization").get("findings").isArray()).isTrue();
  }

  @Test
  void whatCannotBeAnsweredIsRefusedWithTheRemedy() {
    assertThat(problem("?hours=1001&group_by=hour"))
        .isEqualTo("group_by")
        .isEqualTo(problem("?hours=2&group_by=week"));
    assertThat(server.admin("GET", "/llm-usage?hours=1001&group_by=hour", "").body())
        .contains("group_by=day");
    assertThat(problem("?hours=0")).isEqualTo("hours");
    assertThat(problem("?hours=2&days=1")).isEqualTo("hours");
    assertThat(problem("?date=2026-02-30")).isEqualTo("date");
    assertThat(problem("?status=good")).isEqualTo("status");
    assertThat(problem("/high-cost?over=much")).isEqualTo("over");
    assertThat(problem("/high-cost?cursor=x")).isEqualTo("cursor");
  }

  private static String problem(String query) {
    Http.Answer answer = server.admin("GET", "/llm-usage" + query, "");
    assertThat(answer.status()).as(query).isEqualTo(400);
    return answer.json().get("field").asString();
  }
}
