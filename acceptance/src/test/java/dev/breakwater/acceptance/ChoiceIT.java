package dev.breakwater.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Which of several equal targets answers, as clients see it. */
class ChoiceIT extends OnSimulatedServer {
  private static final String EQUALS =
      """
      {"primaryProvider": "anthropic", "primaryModel": "claude-3-haiku", "primaryWeight": 1,
       "fallbackProviders": [
         {"provider": "google", "model": "gemini-1.5-flash", "priority": 0, "weight": 1},
         {"provider": "openai", "model": "gpt-4o-mini", "priority": 0, "weight": 1}],
       "maxRetries": 0, "circuitBreakerThreshold": 1000, "strategy": "%s", "affinity": "%s"}
      """;

  private static String provider(Http.Answer answer) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.header("x-breakwater-provider");
  }

  private String ask(String rest) {
    return provider(
        server.chat(
            "{\"messages\": [{\"role\": \"user\", \"content\": \"Who are you?\"}]" + rest + "}"));
  }

  private String ofSession(String session) {
    return provider(
        server
            .http()
            .call(
                "POST",
                "/v1/chat/completions",
                "{\"messages\": [{\"role\": \"user\", \"content\": \"Who are you?\"}]}",
                "Authorization",
                "Bearer " + Server.API_KEY,
                "X-Breakwater-Session",
                session));
  }

  @Test
  void theCheapestAnswersAndTheNextCheapestStandsIn() {
    server.chain(EQUALS.formatted("cost", "off"));
    assertThat(ask("")).isEqualTo("google");

    simulator.script("google", "{\"status\": 503}");
    assertThat(ask("")).isEqualTo("openai");
    simulator.script("openai", "{\"status\": 503}");
    assertThat(ask("")).isEqualTo("anthropic");
    assertThat(simulator.calls("google")).hasSize(3);
  }

  @Test
  void whatTheCallerNamesComesFirstWhateverIsCheaper() {
    server.chain(EQUALS.formatted("cost", "off"));

    assertThat(ask(", \"model\": \"anthropic/claude-3-haiku\"")).isEqualTo("anthropic");
  }

  @Test
  void byWeightEveryTargetAnswersSomeRequestsWithoutAnyFallback() {
    server.chain(EQUALS.formatted("weighted", "off"));
    Map<String, Integer> answered = new HashMap<>();
    // Each misses all of them once in 190,000 runs.
    for (int request = 0; request < 30; request++) {
      answered.merge(ask(""), 1, Integer::sum);
    }

    assertThat(answered.keySet()).containsExactlyInAnyOrderElementsOf(Simulator.PROVIDERS);
    answered.forEach((provider, count) -> assertThat(simulator.calls(provider)).hasSize(count));
  }

  @Test
  void byLatencyTargetsThatNobodyKnowsYetAreGotToKnow() {
    server.chain(EQUALS.formatted("latency", "off"));
    Set<String> answered = new HashSet<>();
    for (int request = 0; request < 30 && answered.size() < 3; request++) {
      answered.add(ask(""));
    }

    assertThat(answered).hasSize(3);
  }

  @Test
  void aSessionKeepsItsTargetAndSessionsSpread() {
    server.chain(EQUALS.formatted("weighted", "session"));
    Map<String, String> targets = new HashMap<>();
    for (int session = 0; session < 12; session++) {
      targets.put("session-" + session, ofSession("session-" + session));
    }

    assertThat(new HashSet<>(targets.values())).hasSize(3);
    targets.forEach((session, target) -> assertThat(ofSession(session)).isEqualTo(target));
  }

  @Test
  void aSessionComesBackToItsTargetOnceThatIsWellAgain() {
    server.chain(EQUALS.formatted("weighted", "session"));
    String own = ofSession("mine");
    simulator.script(own, "{\"status\": 503}");
    String second = ofSession("mine");
    assertThat(second).isNotEqualTo(own);
    assertThat(ofSession("mine")).isEqualTo(second);

    simulator.script(own, "{}");

    assertThat(ofSession("mine")).isEqualTo(own);
  }

  @Test
  void theBodysUserIsTheSessionWhereNoHeaderNamesOneAndTheKeyWhereNeitherDoes() {
    server.chain(EQUALS.formatted("priority", "session"));
    for (int user = 0; user < 6; user++) {
      assertThat(ask(", \"user\": \"u" + user + "\"")).isEqualTo(ofSession("u" + user));
    }
    assertThat(ask("")).isEqualTo(ask(""));
  }

  @Test
  void everyFieldIsReadBackAndAPartialChangeKeepsTheRest() {
    server.chain(
        """
        {"primaryProvider": "google", "primaryModel": "gemini-1.5-flash", "primaryWeight": 2,
         "fallbackProviders": [
           {"provider": "openai", "model": "gpt-4o-mini", "priority": 0, "weight": 5}],
         "strategy": "weighted", "affinity": "session", "wholeAnswers": "streamed",
         "brokenStream": "resume", "hedge": {"after": "p95", "costShare": 0.2}}
        """);

    JsonNode changed =
        server.chain("{\"brokenStream\": \"hold\", \"hedge\": {\"after\": \"p95\"}}");

    assertThat(changed.get("primaryWeight").intValue()).isEqualTo(2);
    assertThat(changed.get("fallbackProviders").get(0).get("weight").intValue()).isEqualTo(5);
    assertThat(changed.get("strategy").asString()).isEqualTo("weighted");
    assertThat(changed.get("affinity").asString()).isEqualTo("session");
    assertThat(changed.get("wholeAnswers").asString()).isEqualTo("streamed");
    assertThat(changed.get("brokenStream").asString()).isEqualTo("hold");
    assertThat(changed.get("hedge"))
        .isEqualTo(Http.JSON.readTree("{\"after\": \"p95\", \"costShare\": 0.2}"));
    assertThat(server.chain("{\"hedge\": \"off\"}").get("hedge").asString()).isEqualTo("off");
    assertThat(server.admin("GET", "/llm-fallback?environment=production", "").json().get("config"))
        .isEqualTo(server.chain("{}"));
  }

  @Test
  void whatIsWrongIsNamedWithItsRangeAndTheAllowedWords() {
    Http.Answer words =
        server.admin(
            "POST",
            "/llm-fallback",
            """
            {"strategy": "fastest", "affinity": true, "brokenStream": "retry",
             "wholeAnswers": "both", "hedge": {"after": "p99", "costshare": 1}}
            """);
    assertThat(words.status()).isEqualTo(422);
    assertThat(words.body())
        .contains("priority, weighted, latency, cost")
        .contains("affinity")
        .contains("fail, resume, hold")
        .contains("plain, streamed")
        .contains("hedge.after", "has to be p95")
        .contains("hedge.costshare", "costShare");

    Http.Answer ranges =
        server.admin(
            "POST",
            "/llm-fallback",
            """
            {"primaryWeight": 1001, "hedge": {"costShare": 0},
             "fallbackProviders": [{"provider": "openai", "model": "m", "weight": 0}]}
            """);
    assertThat(ranges.status()).isEqualTo(422);
    assertThat(ranges.body())
        .contains("primaryWeight", "from 1 to 1000")
        .contains("fallbackProviders[0].weight")
        .contains("hedge.costShare", "above 0, at most 1");
  }
}
