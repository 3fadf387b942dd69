package dev.breakwater.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.acceptance.exposition.Exposition;
import dev.breakwater.acceptance.exposition.Exposition.Format;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a scraper sees of a server that has answered, failed, fallen back and been made fun of. */
class MetricsIT {
  private static final String HELLO =
      "\"messages\": [{\"role\": \"user\", \"content\": \"Hello\"}]";
  private static final String ACCEPT =
      "application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=0.3,*/*;q=0.2";

  @Test
  void everySeriesIsRightAndTheyStayBounded(@TempDir Path directory) {
    try (Storm storm = new Storm(directory)) {
      Server server = storm.server();
      storm.calm();
      Exposition before = plain(server);
      assertThat(before.problems()).isEmpty();

      traffic(storm);
      Exposition after = awaitNobodyInFlight(server);
      assertThat(after.problems()).isEmpty();
      assertThat(after.fallenSince(before)).isEmpty();
      countsAreThoseOfTheTraffic(after);

      hostileModels(server);
      Exposition hostile = awaitNobodyInFlight(server);
      assertThat(hostile.problems()).isEmpty();
      assertThat(hostile.fallenSince(after)).isEmpty();
      Set<String> models =
          hostile.samples().stream()
              .map(it -> Optional.ofNullable(it.labels().get("model")).orElse(""))
              .collect(Collectors.toSet());
      assertThat(models).as("models of their own").contains("other").hasSizeBetween(150, 250);
      assertThat(models).allMatch(it -> it.length() <= 200);
      assertThat(hostile.samples()).hasSizeLessThan(40_000);
      assertThat(hostile.sum("llm_requests_total", Map.of("status", "success")))
          .as("requests for models that have no series of their own are counted")
          .isGreaterThanOrEqualTo(
              after.sum("llm_requests_total", Map.of("status", "success")) + 300);
    }
  }

  @Test
  void exemplarsLeadToRequests(@TempDir Path directory) {
    try (Storm storm = new Storm(directory)) {
      Server server = storm.server();
      storm.calm();
      String id = ok(server, "{" + HELLO + "}").header("x-request-id");
      Http.Answer scrape = server.http().get("/metrics", "Accept", ACCEPT);
      assertThat(scrape.header("content-type")).startsWith("application/openmetrics-text");
      Exposition open = Exposition.read(scrape.body(), Format.OPEN_METRICS);
      assertThat(open.problems()).isEmpty();
      List<String> exemplars =
          open.samples().stream()
              .filter(it -> it.name().equals("llm_request_duration_seconds_bucket"))
              .flatMap(it -> it.exemplar().stream())
              .map(it -> it.labels().get("request_id"))
              .toList();
      assertThat(exemplars).containsExactly(id);
      assertThat(server.request(id).toString()).contains(id);
      assertThat(server.http().get("/metrics").header("content-type")).startsWith("text/plain");
    }
  }

  /** Answers, whole and streamed, a fallback, an error, a rejection and a wrong key. */
  private static void traffic(Storm storm) {
    Server server = storm.server();
    Simulator simulator = storm.simulator();
    for (int i = 0; i < 3; i++) {
      ok(server, "{" + HELLO + "}");
    }
    ok(server, "{\"stream\": true, " + HELLO + "}");
    assertThat(server.chat("{\"model\": \"nobody-knows-me\", " + HELLO + "}").status())
        .isEqualTo(404);
    assertThat(server.http().call("POST", "/v1/chat/completions", "{}").status()).isEqualTo(401);

    simulator.script("google", "{\"status\": 503}");
    assertThat(ok(server, "{" + HELLO + "}").header("x-breakwater-provider")).isEqualTo("openai");
    simulator.script("openai", "{\"fault\": \"reset\"}");
    simulator.script("anthropic", "{\"status\": 429}");
    assertThat(server.chat("{" + HELLO + "}").status()).isGreaterThanOrEqualTo(429);
    storm.calm();
  }

  private static void countsAreThoseOfTheTraffic(Exposition now) {
    assertThat(now.sum("llm_requests_total", Map.of("status", "success"))).isEqualTo(5);
    assertThat(now.sum("llm_requests_total", Map.of("status", "rejected"))).isEqualTo(2);
    assertThat(now.sum("llm_requests_total", Map.of("status", "error"))).isEqualTo(1);
    assertThat(now.sum("llm_errors_total", Map.of())).isEqualTo(1);
    assertThat(now.sum("llm_rejections_total", Map.of("type", "model_not_found"))).isEqualTo(1);
    assertThat(now.sum("llm_rejections_total", Map.of("type", "missing_api_key"))).isEqualTo(1);
    assertThat(
            now.sum(
                "llm_fallbacks_total", Map.of("from_provider", "google", "to_provider", "openai")))
        .isEqualTo(1);
    assertThat(
            now.sum("llm_attempts_total", Map.of("provider", "google", "error_type", "status_503")))
        .isEqualTo(2);
    assertThat(now.sum("llm_request_duration_seconds_count", Map.of())).isEqualTo(5);
    assertThat(now.sum("llm_time_to_first_token_seconds_count", Map.of())).isEqualTo(1);
    assertThat(now.sum("llm_tokens_used_total", Map.of("type", "input"))).isPositive();
    assertThat(now.sum("llm_cost_usd_total", Map.of())).isPositive();
  }

  /** Models that nobody has heard of; the simulated providers answer for any. */
  private static void hostileModels(Server server) {
    List<String> pieces =
        List.of(
            "plain",
            "quo\\\"te",
            "back\\\\slash",
            "li\\nne",
            "\\r",
            "模型",
            "{a=\\\"b\\\"} 7",
            "# EOF");
    for (int i = 0; i < 300; i++) {
      String model = pieces.get(i % pieces.size()) + i;
      ok(server, "{\"model\": \"openai/" + model + "\", " + HELLO + "}");
    }
    ok(server, "{\"model\": \"openai/" + "x".repeat(5_000) + "\", " + HELLO + "}");
  }

  private static Http.Answer ok(Server server, String body) {
    Http.Answer answer = server.chat(body);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer;
  }

  private static Exposition plain(Server server) {
    return Exposition.read(server.http().get("/metrics").body(), Format.PLAIN);
  }

  private static Exposition awaitNobodyInFlight(Server server) {
    return Awaitility.await("nobody in flight")
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> plain(server),
            now ->
                now.sum("llm_requests_in_flight", Map.of()) == 0
                    && now.sum("llm_streams_open", Map.of()) == 0);
  }
}
