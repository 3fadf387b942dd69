package dev.breakwater.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.acceptance.Front.Question;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** {@code brokenStream: resume}: the next target goes on from what was said. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ResumeIT {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** Its model goes on with a turn that was begun for it, as all before 4.6 do. */
  private static final String CLAUDE = "claude-3-haiku";

  /** Its vendor refuses that, whatever the configuration says. */
  private static final String NEWER_CLAUDE = "claude-sonnet-4-6";

  private static final Question QUESTION = Question.streamed("What keeps a harbour calm?");

  private SimulatorProcess providers;
  private Simulator simulator;
  private Server server;

  @BeforeAll
  void start(@TempDir Path directory) throws IOException {
    providers = new SimulatorProcess(directory);
    simulator = providers.simulator();
    Files.writeString(directory.resolve("breakwater.yaml"), configuration());
    server = Server.start(directory, Map.of(), "--config", "breakwater.yaml");
  }

  private String configuration() {
    return "providers:\n"
        + claude("first", CLAUDE, "")
        + claude("second", CLAUDE, "")
        + claude("newer", NEWER_CLAUDE, ", capabilities: [prefill]")
        + providers.provider("openai")
        + providers.provider("google")
        + "health: {interval: 0}\n"
        + "chains: {production: {primary: first/"
        + CLAUDE
        + ", fallbacks: []}}\n";
  }

  private String claude(String name, String model, String capabilities) {
    return """
      - name: %s
        protocol: anthropic
        baseUrl: %s/anthropic
        apiKey: %s
        models: [{name: %s, price: {input: 0.25, output: 1.25}%s}]
    """
        .formatted(
            name, simulator.url(), SimulatorProcess.providerKey("anthropic"), model, capabilities);
  }

  @AfterAll
  void stop() {
    server.close();
    providers.close();
  }

  @BeforeEach
  void calm() {
    simulator.heal();
    server.reset("first", CLAUDE);
  }

  /** The chain goes on after the first provider with these. */
  private void thenComes(String provider, String model) {
    server.chain(
        """
        {"primaryProvider": "first", "primaryModel": "%s",
         "fallbackProviders": [{"provider": "%s", "model": "%s", "priority": 1}],
         "maxRetries": 0, "brokenStream": "resume", "circuitBreakerThreshold": 1000}
        """
            .formatted(CLAUDE, provider, model));
  }

  /** The first stream of Claude breaks after so many pieces; whoever is called then is well. */
  private void breaksOnceAfter(int pieces) {
    simulator.script(
        "anthropic",
        "[{\"times\": 1, \"fault\": \"cut\", \"after\": "
            + pieces
            + ", \"tokens\": 30}, {\"tokens\": 30}]");
  }

  @ParameterizedTest
  @EnumSource
  void theSameModelElsewhereGoesOnAsIfNothingHadHappened(Front front) {
    thenComes("second", CLAUDE);
    breaksOnceAfter(5);

    Http.Answer answer = front.ask(server, QUESTION);

    Events events = Events.of(front, answer);
    events.areOneWholeStream();
    List<Simulator.Call> calls = simulator.calls("anthropic");
    assertThat(calls).hasSize(2);
    assertThat(calls.get(0).fault()).isEqualTo("cut");
    assertThat(calls.get(0).ended()).isEqualTo("cut");
    assertThat(events.text()).isEqualTo(unbroken(front)).startsWith(calls.get(0).text());
    isOneRequestOfTwoAttempts(answer, events.usage(), front, calls.get(1));
  }

  private String unbroken(Front front) {
    simulator.script("anthropic", "{\"tokens\": 30}");
    simulator.forget("anthropic");
    front.ask(server, QUESTION);
    return simulator.onlyCall("anthropic").text();
  }

  private void isOneRequestOfTwoAttempts(
      Http.Answer answer, JsonNode usage, Front front, Simulator.Call second) {
    // The answer's head was sent when one had been made.
    assertThat(answer.header("x-breakwater-attempts")).isEqualTo("1");
    JsonNode told = server.request(answer.header("x-request-id"));
    assertThat(told.at("/request/status").asString()).isEqualTo("success");
    assertThat(told.at("/request/attempts").intValue()).isEqualTo(2);
    JsonNode attempts = told.get("attempts");
    assertThat(attempts.size()).isEqualTo(2);
    assertThat(attempts.at("/0/provider").asString()).isEqualTo("first");
    assertThat(attempts.at("/0/status").asString()).isEqualTo("error");
    assertThat(attempts.at("/0/estimated").booleanValue()).isTrue();
    assertThat(attempts.at("/0/cost").doubleValue()).isPositive();
    assertThat(attempts.at("/1/provider").asString()).isEqualTo("second");
    assertThat(attempts.at("/1/status").asString()).isEqualTo("success");
    assertThat(attempts.at("/1/outputTokens").longValue()).isEqualTo(second.outputTokens());
    assertThat(attempts.at("/1/cost").doubleValue()).isPositive();
    assertThat(front.outputTokens(usage))
        .isEqualTo(
            attempts.at("/0/outputTokens").longValue()
                + attempts.at("/1/outputTokens").longValue());
    assertThat(front.inputTokens(usage)).isEqualTo(second.inputTokens());
    assertThat(told.at("/decision/steps/0/kind").asString()).isEqualTo("first");
    assertThat(told.at("/decision/steps/1/kind").asString()).isEqualTo("resume");
    assertThat(told.at("/decision/winner/provider").asString()).isEqualTo("second");
  }

  @ParameterizedTest
  @EnumSource
  void anotherVendorsModelGoesOnFromWhatWasSaid(Front front) {
    thenComes("google", "gemini-1.5-flash");
    breaksOnceAfter(5);

    Events events = Events.of(front, front.ask(server, QUESTION));

    events.areOneWholeStream();
    Simulator.Call first = simulator.onlyCall("anthropic");
    Simulator.Call second = simulator.onlyCall("google");
    assertThat(first.text()).isNotEmpty();
    assertThat(events.text()).isEqualTo(first.text() + second.text());
    JsonNode turns = second.json().at("/body/contents");
    assertThat(turns.get(turns.size() - 1).path("role").asString()).isEqualTo("model");
    assertThat(turns.get(turns.size() - 1).at("/parts/0/text").asString()).isEqualTo(first.text());
  }

  @ParameterizedTest
  @EnumSource
  void aTargetThatWouldBeginAnewIsNotAskedAndTheStreamEndsWithAnError(Front front) {
    thenComes("openai", "gpt-4o-mini");
    breaksOnceAfter(5);

    Http.Answer answer = front.ask(server, QUESTION);

    Events events = Events.of(front, answer);
    events.error();
    assertThat(events.text()).isEqualTo(simulator.onlyCall("anthropic").text());
    assertThat(simulator.calls("openai")).isEmpty();
    JsonNode told = firstFailureStays(answer);
    assertThat(told.at("/decision/steps/1/type").asString()).isEqualTo("skipped");
    assertThat(told.at("/decision/steps/1/provider").asString()).isEqualTo("openai");
    assertThat(told.at("/decision/steps/1/reason").asString()).isEqualTo("no_prefix");
  }

  @Test
  void aTargetThatRefusesTheBegunTurnIsPassedByAndTheFirstFailureStays() {
    thenComes("newer", NEWER_CLAUDE);
    breaksOnceAfter(5);

    Http.Answer answer = Front.CHAT.ask(server, QUESTION);

    Events.of(Front.CHAT, answer).error();
    List<Simulator.Call> calls = simulator.calls("anthropic");
    assertThat(calls).hasSize(2);
    assertThat(calls.get(1).model()).isEqualTo(NEWER_CLAUDE);
    assertThat(calls.get(1).status()).hasValue(400);
    firstFailureStays(answer);
  }

  private JsonNode firstFailureStays(Http.Answer answer) {
    String requestId = answer.header("x-request-id");
    JsonNode row = server.log(requestId);
    assertThat(row.get("success").booleanValue()).isFalse();
    assertThat(row.get("error_message").asString()).contains("first/" + CLAUDE);
    JsonNode told = server.request(requestId);
    assertThat(told.at("/request/status").asString()).isEqualTo("error");
    assertThat(told.at("/request/errorType")).isEqualTo(told.at("/attempts/0/errorType"));
    return told;
  }

  @Test
  void aCallThatWasBegunIsNobodysToFinish() {
    thenComes("second", CLAUDE);
    breaksOnceAfter(3);

    Http.Answer answer =
        Front.CHAT.ask(
            server,
            new Question(
                "How is it in Zurich?",
                true,
                """
                {"tool_choice": "required",
                 "tools": [{"type": "function", "function": {"name": "get_weather",
                   "parameters": {"type": "object", "required": ["city", "country"],
                     "properties": {"city": {"type": "string"}, "country": {"type": "string"}}}}}]}
                """));

    Events events = Events.of(Front.CHAT, answer);
    assertThat(events.body()).contains("get_weather");
    events.error();
    assertThat(simulator.onlyCall("anthropic").json().get("toolCalls").size()).isEqualTo(1);
    firstFailureStays(answer);
  }

  @ParameterizedTest
  @EnumSource(names = {"CHAT", "MESSAGES"})
  void aClientThatLeavesTheSecondPartTakesItsCallAlong(Front front) {
    thenComes("second", CLAUDE);
    simulator.script(
        "anthropic",
        """
        [{"times": 1, "fault": "cut", "after": 3, "tokens": 200},
         {"betweenTokens": "200ms", "tokens": 200}]
        """);

    String requestId;
    try (OpenStream stream = new OpenStream(server, front, QUESTION)) {
      requestId = stream.requestId();
      stream.readUntil(events ->
          events.text().length() > simulator.calls("anthropic").getFirst().text().length());
    }

    Awaitility.await("the second call is left")
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> simulator.calls("anthropic").getLast().ended().equals("abandoned"));
    List<Simulator.Call> calls = simulator.calls("anthropic");
    assertThat(calls).hasSize(2);
    assertThat(calls.get(1).outputTokens()).isBetween(1L, 100L);
    JsonNode told = server.request(requestId);
    assertThat(told.at("/request/status").asString()).isEqualTo("cancelled");
    assertThat(told.at("/attempts/1/status").asString()).isEqualTo("cancelled");
  }
}
