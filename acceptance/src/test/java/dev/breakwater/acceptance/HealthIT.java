package dev.breakwater.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Providers die and come back while the monitor looks on, across a restart. */
class HealthIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String HELLO =
      "{\"messages\": [{\"role\": \"user\", \"content\": \"Hello\"}]}";
  private static final String LISTED = "claude-of-the-list";
  private static final Map<String, String> OFTEN =
      Map.of(
          "BREAKWATER_HEALTH_INTERVAL",
          "1s",
          "BREAKWATER_HEALTH_UNHEALTHY_AFTER",
          "2",
          "BREAKWATER_HEALTH_HEALTHY_AFTER",
          "2");
  private static final String CHAIN =
      """
      chains:
        production:
          primary: google/gemini-1.5-flash
          fallbacks: [openai/gpt-4o-mini, anthropic/claude-3-haiku]
          maxRetries: 0
          circuitBreakerResetTime: 1h
      """;

  @Test
  void twoOfThreeProvidersDieAndComeBack(@TempDir Path directory) throws IOException {
    try (SimulatorProcess providers = new SimulatorProcess(directory)) {
      configure(directory, providers);
      Simulator simulator = providers.simulator();
      try (Server server = start(directory, OFTEN)) {
        awaitHealthy(server, "google", true);
        assertThat(answeredBy(server)).isEqualTo("google");

        assertThat(byBareName(server).status()).isEqualTo(404);
        simulator.script("anthropic", "{\"models\": [\"" + LISTED + "\"]}");
        Awaitility.await("a model that only the provider lists")
            .atMost(PATIENCE)
            .until(() -> byBareName(server).status() == 200);
        isListed(server, true);

        simulator.script(
            "google",
            "{\"status\": 503, \"body\": {\"error\": {\"message\": \"" + "x".repeat(900) + "\"}}}");
        simulator.script("openai", "{\"fault\": \"refuse\"}");
        awaitHealthy(server, "google", false);
        awaitHealthy(server, "openai", false);

        isToldOnce(server, "provider google is unhealthy");
        isToldOnce(server, "provider openai is unhealthy");
        JsonNode health = health(server);
        assertThat(health.get("status").asString()).isEqualTo("degraded");
        assertThat(provider(health, "anthropic").get("isHealthy").booleanValue()).isTrue();
        JsonNode google = provider(health, "google");
        assertThat(google.get("lastError").asString()).hasSize(500).contains("503");
        assertThat(google.get("consecutiveFailures").intValue()).isGreaterThanOrEqualTo(2);
        assertThat(provider(health, "openai").get("lastError").asString()).isNotEmpty();
        assertThat(target(server, "google").get("isHealthy").booleanValue()).isFalse();
        assertThat(target(server, "google").get("circuitState").asString()).isEqualTo("open");
        Http.Answer passedBy = server.chat(HELLO);
        assertThat(passedBy.header("x-breakwater-provider")).isEqualTo("anthropic");
        assertThat(passedBy.header("x-breakwater-attempts")).isEqualTo("1");
        assertThat(server.http().get("/metrics").body())
            .contains("llm_provider_healthy{provider=\"google\"} 0.0")
            .contains("llm_provider_healthy{provider=\"anthropic\"} 1.0")
            .contains("llm_circuit_state{model=\"gpt-4o-mini\",provider=\"openai\"} 2.0");
        server.stop();
      }
      assertThat(new LedgerFile(directory).healthOf())
          .containsExactly("anthropic", "google", "openai");

      // Nobody looks at first, so that what is shown is what was kept.
      try (Server server = start(directory, Map.of())) {
        JsonNode google = provider(health(server), "google");
        assertThat(google.get("isHealthy").booleanValue()).isFalse();
        assertThat(google.get("lastError").asString()).hasSize(500);
        assertThat(google.get("lastCheckAt").asString()).isNotEmpty();
        assertThat(provider(health(server), "anthropic").get("isHealthy").booleanValue()).isTrue();
        assertThat(answeredBy(server)).isEqualTo("anthropic");
        assertThat(byBareName(server).header("x-breakwater-provider")).isEqualTo("anthropic");
        isListed(server, true);
        server.stop();
      }

      try (Server server = start(directory, OFTEN)) {
        assertThat(answeredBy(server)).isEqualTo("anthropic");
        simulator.heal();
        Awaitility.await("the list lacks it")
            .atMost(PATIENCE)
            .until(() -> !entry(server).get("isAvailable").booleanValue());
        assertThat(byBareName(server).status()).isEqualTo(404);
        isListed(server, false);
        awaitHealthy(server, "google", true);
        awaitHealthy(server, "openai", true);
        Awaitility.await("traffic returns")
            .atMost(PATIENCE)
            .until(() -> answeredBy(server).equals("google"));
        isToldOnce(server, "provider google has recovered");
        isToldOnce(server, "provider openai has recovered");
        assertThat(server.child().printed()).doesNotContain("is unhealthy");
        assertThat(health(server).get("status").asString()).isEqualTo("healthy");
        assertThat(new LedgerFile(directory).healthOf()).hasSize(3);
      }
    }
  }

  private static Http.Answer byBareName(Server server) {
    return server.chat(HELLO.replaceFirst("\\{", "{\"model\": \"" + LISTED + "\", "));
  }

  /** What the registry knows of the model that only its provider lists. */
  private static JsonNode entry(Server server) {
    Http.Answer answer =
        server
            .http()
            .get(
                "/api/v1/llm/models?provider=anthropic&limit=1000",
                "Authorization",
                "Bearer " + Server.ADMIN_KEY);
    return answer
        .json()
        .get("models")
        .valueStream()
        .filter(model -> model.get("model").asString().equals(LISTED))
        .findFirst()
        .orElseThrow(() -> new AssertionError(answer.body()));
  }

  private static void isListed(Server server, boolean available) {
    JsonNode known = entry(server);
    assertThat(known.get("source").asString()).isEqualTo("provider");
    assertThat(known.get("isAvailable").booleanValue()).isEqualTo(available);
    assertThat(known.get("unavailableSince").isNull()).isEqualTo(available);
    assertThat(known.get("contextWindow").longValue()).isEqualTo(200_000);
    assertThat(known.get("checkedAt").asString()).isNotEmpty();
    Http.Answer models =
        server.http().get("/v1/models", "Authorization", "Bearer " + Server.API_KEY);
    assertThat(models.json().get("data").findValuesAsString("id").contains(LISTED))
        .isEqualTo(available);
  }

  @Test
  void peopleCheckAndTestAProvider(@TempDir Path directory) throws IOException {
    try (SimulatorProcess providers = new SimulatorProcess(directory)) {
      configure(directory, providers);
      try (Server server = start(directory, Map.of())) {
        JsonNode listed = post(server, "anthropic/check?method=list", "", 200);
        assertThat(listed.get("result").asString()).isEqualTo("well");
        assertThat(providers.simulator().calls("anthropic")).isEmpty();

        JsonNode probed = post(server, "anthropic/check?method=probe", "", 200);
        assertThat(probed.get("result").asString()).isEqualTo("well");
        assertThat(probed.get("probes").intValue()).isEqualTo(1);
        assertThat(probed.get("probeCost").decimalValue()).isPositive();
        Simulator.Call asked = providers.simulator().onlyCall("anthropic");
        assertThat(asked.body()).contains("\"max_tokens\":1");
        assertThat(provider(health(server), "anthropic").get("probeCost").decimalValue())
            .isEqualByComparingTo(probed.get("probeCost").decimalValue());

        JsonNode tested = post(server, "google/test", "{\"model\": \"gemini-1.5-pro\"}", 200);
        assertThat(tested.get("success").booleanValue()).isTrue();
        assertThat(tested.get("model").asString()).isEqualTo("gemini-1.5-pro");
        assertThat(tested.get("text").asString())
            .isNotEmpty()
            .isEqualTo(providers.simulator().onlyCall("google").text());
        assertThat(tested.get("latency").doubleValue()).isPositive();

        providers.simulator().script("openai", "{\"fault\": \"reset\"}");
        JsonNode failed = post(server, "openai/test", "", 200);
        assertThat(failed.get("success").booleanValue()).isFalse();
        assertThat(failed.get("error").asString()).contains("openai/gpt-4o-mini");

        assertThat(post(server, "opena/check", "", 404).get("detail").asString())
            .contains("'openai'");
        assertThat(post(server, "openai/check?method=look", "", 400).get("field").asString())
            .isEqualTo("method");

        Awaitility.await("paid checks are in the ledger")
            .atMost(PATIENCE)
            .untilAsserted(() ->
                assertThat(new LedgerFile(directory).tenants()).hasSize(3).containsOnly("system"));
        JsonNode stats = server.admin("GET", "/llm-usage?hours=1", "").json().get("stats");
        assertThat(stats.get("requestCount").longValue()).isZero();
        assertThat(stats.get("totalCost").decimalValue()).isPositive();
      }
    }
  }

  private static Server start(Path directory, Map<String, String> environment) {
    return Server.start(directory, environment, "--config", "breakwater.yaml");
  }

  private static void configure(Path directory, SimulatorProcess providers) throws IOException {
    StringBuilder yaml = new StringBuilder("providers:\n");
    Simulator.PROVIDERS.forEach(it -> yaml.append(providers.provider(it)));
    Files.writeString(directory.resolve("breakwater.yaml"), yaml.append(CHAIN));
  }

  private static JsonNode post(Server server, String path, String body, int status) {
    Http.Answer answer =
        server
            .http()
            .call(
                "POST",
                "/api/v1/llm/providers/" + path,
                body,
                "Authorization",
                "Bearer " + Server.ADMIN_KEY);
    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    return answer.json();
  }

  private static JsonNode health(Server server) {
    Http.Answer answer =
        server.http().get("/api/v1/llm/health", "Authorization", "Bearer " + Server.ADMIN_KEY);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.json();
  }

  private static JsonNode provider(JsonNode health, String id) {
    return health
        .get("providers")
        .valueStream()
        .filter(it -> it.get("id").asString().equals(id))
        .findFirst()
        .orElseThrow();
  }

  /** A provider's entry among the targets of the chains. */
  private static JsonNode target(Server server, String provider) {
    JsonNode answer = server.admin("GET", "/llm-fallback?action=health", "").json();
    return answer
        .get("providers")
        .valueStream()
        .filter(it -> it.get("provider").asString().equals(provider))
        .findFirst()
        .orElseThrow();
  }

  private static void awaitHealthy(Server server, String id, boolean healthy) {
    Awaitility.await(id + " is " + (healthy ? "healthy" : "unhealthy"))
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> {
          JsonNode entry = provider(health(server), id);
          return entry.get("isHealthy").booleanValue() == healthy
              && !entry.get("lastCheckAt").isNull();
        });
  }

  private static String answeredBy(Server server) {
    Http.Answer answer = server.chat(HELLO);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.header("x-breakwater-provider");
  }

  private static void isToldOnce(Server server, String what) {
    List<String> lines =
        server.child().printed().lines().filter(Pattern.compile(what).asPredicate()).toList();
    assertThat(lines).as(what).hasSize(1);
  }
}
