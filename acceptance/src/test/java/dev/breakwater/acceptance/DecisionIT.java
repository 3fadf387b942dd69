package dev.breakwater.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Why a request took the way that it took, told afterwards. */
class DecisionIT extends OnSimulatedServer {
  private static final String CHAIN =
      """
      {"primaryProvider": "google", "primaryModel": "gemini-1.5-flash",
       "fallbackProviders": [{"provider": "openai", "model": "gpt-4o-mini", "priority": 1},
                             {"provider": "anthropic", "model": "claude-3-haiku", "priority": 2}],
       "maxRetries": 0, "retryDelay": 10, "circuitBreakerThreshold": 5}
      """;

  @BeforeEach
  void chained() {
    server.chain(CHAIN);
  }

  private Http.Answer ask() {
    return server.chat("{\"messages\": [{\"role\": \"user\", \"content\": \"Why this one?\"}]}");
  }

  private JsonNode told(Http.Answer answer) {
    return server.request(answer.header("x-request-id"));
  }

  private static List<String> steps(JsonNode decision) {
    return decision.get("steps").valueStream().map(DecisionIT::step).toList();
  }

  private static String step(JsonNode step) {
    String what = step.get("type").asString() + " " + step.get("provider").asString();
    return switch (step.get("type").asString()) {
      case "called" ->
          what
              + " "
              + step.get("attempt").intValue()
              + " "
              + step.get("circuit").asString()
              + " "
              + step.get("kind").asString();
      case "skipped" -> what + " " + step.get("reason").asString();
      default -> what;
    };
  }

  @Test
  void aRequestAnsweredAtOnceTellsWhoElseThereWas() {
    Http.Answer answer = ask();

    JsonNode told = told(answer);
    JsonNode request = told.get("request");
    assertThat(request.get("id").asString()).isEqualTo(answer.header("x-request-id"));
    assertThat(request.get("status").asString()).isEqualTo("success");
    assertThat(request.get("askedModel").asString()).isEqualTo("auto");
    JsonNode decision = told.get("decision");
    assertThat(decision.get("asked").asString()).isEqualTo("auto");
    assertThat(decision.get("strategy").asString()).isEqualTo("priority");
    assertThat(
            decision
                .get("candidates")
                .valueStream()
                .map(it -> it.get("level").intValue() + " " + it.get("provider").asString()))
        .containsExactly("0 google", "1 openai", "2 anthropic");
    assertThat(steps(decision)).containsExactly("called google 1 closed first");
    assertThat(decision.get("winner").get("provider").asString()).isEqualTo("google");
    assertThat(decision.get("winner").get("attempt").intValue()).isOne();
    Simulator.Call call = simulator.onlyCall("google");
    JsonNode attempt = told.get("attempts").get(0);
    assertThat(told.get("attempts").size()).isOne();
    assertThat(attempt.get("inputTokens").longValue()).isEqualTo(call.inputTokens());
    assertThat(attempt.get("outputTokens").longValue()).isEqualTo(call.outputTokens());
    assertThat(new BigDecimal(attempt.get("cost").toString()))
        .isPositive()
        .isEqualByComparingTo(request.get("estimatedCost").decimalValue());
    assertThat(server.admin("GET", "/requests/" + answer.header("x-request-id"), "").body())
        .as("plain decimals")
        .containsPattern("\"cost\":0\\.[0-9]+,");
  }

  @Test
  void aRetryTheWaitBeforeItAndTheFallbackAreTold() {
    server.chain("{\"maxRetries\": 1}");
    simulator.script("google", "{\"status\": 503}");

    Http.Answer answer = ask();

    assertThat(simulator.calls("google")).hasSize(2);
    JsonNode told = told(answer);
    assertThat(steps(told.get("decision")))
        .containsExactly(
            "called google 1 closed first",
            "waited google",
            "called google 2 closed retry",
            "called openai 3 closed first");
    assertThat(told.get("decision").get("winner").get("provider").asString()).isEqualTo("openai");
    assertThat(told.get("decision").get("winner").get("attempt").intValue()).isEqualTo(3);
    assertThat(told.get("attempts").valueStream().map(it -> it.get("httpStatus").intValue()))
        .containsExactly(503, 503, 200);
    assertThat(told.get("attempts").get(0).get("errorType").asString()).isEqualTo("status_503");
    assertThat(told.get("request").get("attempts").intValue()).isEqualTo(3);
  }

  @Test
  void aTargetPassedByIsNamedWithItsReason() {
    server.chain("{\"circuitBreakerThreshold\": 1}");
    simulator.script("google", "{\"status\": 503}");
    ask();
    simulator.heal();

    JsonNode decision = told(ask()).get("decision");

    assertThat(simulator.calls("google")).isEmpty();
    assertThat(steps(decision))
        .containsExactly("skipped google circuit_open", "called openai 1 closed first");
    assertThat(decision.get("steps").get(0).get("untilMs").longValue()).isBetween(1L, 60_000L);
  }

  @Test
  void aThrottledTargetIsPassedByForAsLongAsItAsked() {
    simulator.script("google", "{\"status\": 429, \"headers\": {\"Retry-After\": \"50\"}}");
    ask();

    JsonNode decision = told(ask()).get("decision");

    assertThat(simulator.calls("google")).hasSize(1);
    assertThat(steps(decision))
        .containsExactly("skipped google throttled", "called openai 1 closed first");
    assertThat(decision.get("steps").get(0).get("untilMs").longValue()).isBetween(1L, 50_000L);
  }

  @Test
  void whenNobodyAnswersThereIsNoWinner() {
    Simulator.PROVIDERS.forEach(it -> simulator.script(it, "{\"status\": 503}"));

    Http.Answer answer = ask();

    assertThat(answer.status()).isEqualTo(503);
    JsonNode told = told(answer);
    assertThat(told.get("request").get("status").asString()).isEqualTo("error");
    assertThat(told.get("decision").get("winner").isNull()).isTrue();
    assertThat(steps(told.get("decision")))
        .containsExactly(
            "called google 1 closed first",
            "called openai 2 closed first",
            "called anthropic 3 closed first");
  }

  @Test
  void theLogHasTheSameDecision() {
    simulator.script("google", "{\"status\": 503}");

    Http.Answer answer = ask();

    JsonNode row = server.log(answer.header("x-request-id"));
    assertThat(row.get("decision")).isEqualTo(told(answer).get("decision"));
    assertThat(row.get("decision").get("winner").get("provider").asString()).isEqualTo("openai");
  }

  @Test
  void aRequestWithoutAPlanHasNoDecision() {
    Http.Answer answer = server.chat("{\"model\": \"nobody-knows-it\", \"messages\": []}");

    assertThat(answer.status()).isBetween(400, 404);
    JsonNode told = told(answer);
    assertThat(told.get("request").get("status").asString()).isEqualTo("rejected");
    assertThat(told.get("decision").isNull()).isTrue();
    assertThat(told.get("attempts").size()).isZero();
  }

  @Test
  void anUnknownIdIsNotFound() {
    Http.Answer answer = server.admin("GET", "/requests/req_nobody", "");

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.header("content-type")).startsWith("application/problem+json");
  }

  @Test
  void requestsAreListedPageByPage() {
    ask();
    simulator.script("google", "{\"status\": 503}");
    String second = ask().header("x-request-id");
    String third = ask().header("x-request-id");

    JsonNode newest = server.admin("GET", "/requests?limit=1", "").json();
    JsonNode next =
        server
            .admin("GET", "/requests?limit=1&cursor=" + newest.get("nextCursor").asString(), "")
            .json();

    assertThat(newest.get("requests").get(0).get("id").asString()).isEqualTo(third);
    assertThat(next.get("requests").get(0).get("id").asString()).isEqualTo(second);
    JsonNode google = server.admin("GET", "/requests?provider=google&since=1h", "").json();
    assertThat(google.get("requests").valueStream().map(it -> it.get("id").asString()))
        .isNotEmpty()
        .doesNotContain(second, third);
    assertThat(server.admin("GET", "/requests?status=fine", "").status()).isEqualTo(400);
    assertThat(server.admin("GET", "/requests?cursor=!", "").status()).isEqualTo(400);
  }
}
