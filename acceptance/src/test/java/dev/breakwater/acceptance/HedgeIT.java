package dev.breakwater.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.acceptance.Front.Question;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** {@code hedge}: a stream that is slow to begin gets a rival. */
class HedgeIT extends OnSimulatedServer {
  /** So many streams have to have begun before their p95 is known. */
  private static final int ENOUGH = 20;

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  @BeforeEach
  void chained() {
    server.chain(
        """
        {"primaryProvider": "google", "primaryModel": "gemini-1.5-flash",
         "fallbackProviders": [{"provider": "openai", "model": "gpt-4o-mini", "priority": 1}],
         "maxRetries": 0, "hedge": {"after": "p95", "costShare": 1},
         "timeouts": {"firstByte": 25000, "idle": 25000, "attempt": 60000}}
        """);
  }

  private static Http.Answer ask(Server server) {
    return Front.CHAT.ask(server, Question.streamed("Who is quicker?"));
  }

  private void getToKnowGoogle() {
    for (int stream = 0; stream < ENOUGH; stream++) {
      assertThat(ask(server).header("x-breakwater-provider")).isEqualTo("google");
    }
    assertThat(simulator.calls("openai")).isEmpty();
    simulator.forget("google");
  }

  @Test
  void aSlowBeginningIsOvertakenByARivalAndBothArePaid() {
    getToKnowGoogle();
    simulator.script("google", "{\"firstToken\": \"20s\"}");

    Http.Answer answer = ask(server);

    Events events = Events.of(Front.CHAT, answer);
    events.areOneWholeStream();
    Simulator.Call rival = simulator.onlyCall("openai");
    assertThat(events.text()).isNotEmpty().isEqualTo(rival.text());
    assertThat(answer.header("x-breakwater-provider")).isEqualTo("openai");
    assertThat(answer.header("x-breakwater-attempts")).isEqualTo("2");
    Simulator.Call loser =
        simulator.awaitCall("google", PATIENCE, call -> call.ended().equals("abandoned"));
    assertThat(loser.outputTokens()).isZero();
    bothAreRecorded(server.request(answer.header("x-request-id")), rival);
  }

  private static void bothAreRecorded(JsonNode told, Simulator.Call rival) {
    assertThat(told.at("/request/status").asString()).isEqualTo("success");
    JsonNode attempts = told.get("attempts");
    assertThat(attempts.size()).isEqualTo(2);
    assertThat(attempts.at("/0/provider").asString()).isEqualTo("google");
    assertThat(attempts.at("/0/status").asString()).isEqualTo("cancelled");
    assertThat(attempts.at("/0/cost").doubleValue()).isPositive();
    assertThat(attempts.at("/1/provider").asString()).isEqualTo("openai");
    assertThat(attempts.at("/1/status").asString()).isEqualTo("success");
    assertThat(attempts.at("/1/outputTokens").longValue()).isEqualTo(rival.outputTokens());
    assertThat(attempts.at("/1/cost").doubleValue()).isPositive();
    assertThat(told.at("/request/estimatedCost").doubleValue())
        .isGreaterThan(attempts.at("/1/cost").doubleValue());
    assertThat(told.at("/decision/steps/0/kind").asString()).isEqualTo("first");
    assertThat(told.at("/decision/steps/1/kind").asString()).isEqualTo("hedge");
    assertThat(told.at("/decision/winner/provider").asString()).isEqualTo("openai");
  }

  @Test
  void aRivalThatFailsLeavesTheFirstCallItsTime() {
    getToKnowGoogle();
    simulator.script("google", "{\"firstToken\": \"1s\"}");
    simulator.script("openai", "{\"status\": 503}");

    Http.Answer answer = ask(server);

    Events events = Events.of(Front.CHAT, answer);
    events.areOneWholeStream();
    assertThat(events.text()).isNotEmpty().isEqualTo(simulator.onlyCall("google").text());
    assertThat(answer.header("x-breakwater-provider")).isEqualTo("google");
    assertThat(simulator.onlyCall("openai").status()).hasValue(503);
  }
}
