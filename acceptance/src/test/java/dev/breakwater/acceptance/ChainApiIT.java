package dev.breakwater.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Chains by plain HTTP, as scripts with {@code curl -d} change them. */
class ChainApiIT extends OnSimulatedServer {
  private static final String REFERENCE =
      """
      {"environment": "production",
       "primaryProvider": "google", "primaryModel": "gemini-1.5-flash",
       "fallbackProviders": [
         {"provider": "openai", "model": "gpt-4o-mini", "priority": 1},
         {"provider": "anthropic", "model": "claude-3-haiku", "priority": 2}],
       "maxRetries": 3, "retryDelay": 1000,
       "circuitBreakerThreshold": 5, "circuitBreakerResetTime": 60000}
      """;

  private JsonNode config() {
    return server.admin("GET", "/llm-fallback?environment=production", "").json().get("config");
  }

  private Http.Answer ask() {
    return server.chat("{\"messages\": [{\"role\": \"user\", \"content\": \"Who are you?\"}]}");
  }

  @Test
  void theReferenceChainIsPostedAndReadBack() {
    JsonNode posted = server.chain(REFERENCE);

    JsonNode read = config();
    assertThat(read).isEqualTo(posted);
    JsonNode sent = Http.JSON.readTree(REFERENCE);
    sent.properties()
        .forEach(field ->
            assertThat(read.get(field.getKey())).as(field.getKey()).isEqualTo(field.getValue()));
  }

  @Test
  void aChangeOfOneFieldLeavesTheOthers() {
    JsonNode before = server.chain(REFERENCE);

    server.chain("{\"circuitBreakerThreshold\": 3}");

    JsonNode after = config();
    assertThat(after.get("circuitBreakerThreshold").intValue()).isEqualTo(3);
    for (String field : List.of("primaryProvider", "fallbackProviders", "retryDelay", "timeouts")) {
      assertThat(after.get(field)).as(field).isEqualTo(before.get(field));
    }
  }

  @Test
  void aChainOfOneHasNoFallbackFromTheNextRequestOn() {
    server.chain(REFERENCE);
    server.chain("{\"fallbackProviders\": [], \"maxRetries\": 0}");
    simulator.script("google", "{\"status\": 503}");

    Http.Answer answer = ask();

    assertThat(config().get("fallbackProviders").size()).isZero();
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.header("x-breakwater-attempts")).isEqualTo("1");
    simulator.onlyCall("google");
    assertThat(simulator.calls("openai")).isEmpty();
  }

  @Test
  void anotherPrimaryAnswersFromTheNextRequestOn() {
    assertThat(ask().header("x-breakwater-provider")).isEqualTo("google");

    server.chain("{\"primaryProvider\": \"anthropic\", \"primaryModel\": \"claude-3-haiku\"}");

    assertThat(ask().header("x-breakwater-provider")).isEqualTo("anthropic");
  }

  @Test
  void deletingTheChangeGoesBackToTheFile() {
    JsonNode before = config();
    server.chain("{\"maxRetries\": 1, \"fallbackProviders\": []}");
    assertThat(config()).isNotEqualTo(before);

    server.admin("DELETE", "/llm-fallback?environment=production", "");

    assertThat(config()).isEqualTo(before);
  }

  @Test
  void aFormTypeOfCurlIsReadAsJson() {
    Http.Answer answer =
        server
            .http()
            .call(
                "POST",
                "/api/admin/llm-fallback",
                "{\"retryDelay\": 250}",
                "Authorization",
                "Bearer " + Server.ADMIN_KEY,
                "Content-Type",
                "application/x-www-form-urlencoded");

    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(config().get("retryDelay").intValue()).isEqualTo(250);
  }

  @Test
  void healthTellsOfAnOpenCircuitUntilItIsReset() {
    server.chain("{\"circuitBreakerThreshold\": 2, \"maxRetries\": 0, \"retryDelay\": 1}");
    simulator.script("google", "{\"status\": 503}");
    ask();
    ask();

    assertThat(ask().header("x-breakwater-attempts")).isEqualTo("1");
    JsonNode google = health("google");
    assertThat(google.get("circuitState").asString()).isEqualTo("open");
    assertThat(google.get("consecutiveFailures").intValue()).isEqualTo(2);
    assertThat(google.get("lastError").asString()).contains("503");
    assertThat(simulator.calls("google")).hasSize(2);

    simulator.script("google", "{}");
    server.reset("google", "gemini-1.5-flash");

    assertThat(health("google").get("circuitState").asString()).isEqualTo("closed");
    assertThat(health("google").get("errorCount").intValue()).isZero();
    assertThat(ask().header("x-breakwater-provider")).isEqualTo("google");
  }

  private JsonNode health(String provider) {
    return server
        .admin("GET", "/llm-fallback?action=health", "")
        .json()
        .get("providers")
        .valueStream()
        .filter(it -> it.get("provider").asString().equals(provider))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aWrongFieldIsNamedWithTheNearest() {
    Http.Answer answer = server.admin("POST", "/llm-fallback", "{\"maxRetrys\": 1}");

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.header("content-type")).startsWith("application/problem+json");
    assertThat(answer.json().get("field").asString()).isEqualTo("maxRetrys");
    assertThat(answer.json().get("detail").asString()).contains("maxRetries");
  }

  @Test
  void everyWrongValueIsNamedAtOnceAndNothingChanges() {
    JsonNode before = config();

    Http.Answer answer =
        server.admin(
            "POST",
            "/llm-fallback",
            """
            {"maxRetries": -1, "circuitBreakerThreshold": 0, "retryDelay": "soon",
             "fallbackProviders": [{"provider": "nobody", "model": "x", "priority": 1}]}
            """);

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.body()).contains("retryDelay");
    assertThat(config()).isEqualTo(before);
    Http.Answer ranges =
        server.admin(
            "POST",
            "/llm-fallback",
            """
            {"maxRetries": -1, "circuitBreakerThreshold": 0,
             "fallbackProviders": [{"provider": "nobody", "model": "x", "priority": 1}]}
            """);
    assertThat(ranges.status()).isEqualTo(422);
    assertThat(ranges.body())
        .contains("maxRetries", "circuitBreakerThreshold", "fallbackProviders[0]", "nobody");
    assertThat(config()).isEqualTo(before);
  }

  @Test
  void whoMayNotIsToldInTheShapeOfTheRoute() {
    Http.Answer noKey = server.http().get("/api/admin/llm-fallback");
    assertThat(noKey.status()).isEqualTo(401);
    assertThat(noKey.header("content-type")).startsWith("application/problem+json");

    Http.Answer application =
        server
            .http()
            .call(
                "POST",
                "/api/admin/llm-fallback",
                "{\"maxRetries\": 1}",
                "Authorization",
                "Bearer " + Server.API_KEY);
    assertThat(application.status()).isEqualTo(403);
    assertThat(application.json().get("status").intValue()).isEqualTo(403);

    String chat = "{\"messages\": [{\"role\": \"user\", \"content\": \"Hello\"}]}";
    Http.Answer noApplication = server.http().call("POST", "/v1/chat/completions", chat);
    assertThat(noApplication.status()).isEqualTo(401);
    assertThat(noApplication.json().get("error").get("message").asString()).isNotEmpty();

    Http.Answer admin =
        server.http().call("POST", "/v1/chat/completions", chat, "x-api-key", Server.ADMIN_KEY);
    assertThat(admin.status()).isEqualTo(403);
    assertThat(admin.json().get("error").get("message").asString()).isNotEmpty();
    Simulator.PROVIDERS.forEach(it -> assertThat(simulator.calls(it)).isEmpty());
  }

  @Test
  void usageCountsWhatTheSimulatorCounted() {
    long before = usage().get("totalTokens").longValue();

    ask();

    Simulator.Call call = simulator.onlyCall("google");
    assertThat(usage().get("totalTokens").longValue() - before)
        .isEqualTo(call.inputTokens() + call.outputTokens());
    assertThat(usage().get("totalCost").doubleValue()).isPositive();
  }

  private JsonNode usage() {
    return server.admin("GET", "/llm-usage?hours=24", "").json().get("stats");
  }
}
