package dev.breakwater.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.acceptance.Front.Question;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** {@code brokenStream: hold} and {@code wholeAnswers: streamed}. */
class AnsweringIT extends OnSimulatedServer {
  private static final String CHAIN =
      """
      {"primaryProvider": "google", "primaryModel": "gemini-1.5-flash",
       "fallbackProviders": [{"provider": "openai", "model": "gpt-4o-mini", "priority": 1}],
       "maxRetries": 0, "circuitBreakerThreshold": 1000,
       "timeouts": {"firstByte": 15000, "idle": 600, "attempt": %d},
       "brokenStream": "%s", "wholeAnswers": "%s"}
      """;
  private static final Duration ATTEMPT = Duration.ofSeconds(20);
  private static final Duration SHORT_ATTEMPT = Duration.ofMillis(1500);

  @ParameterizedTest
  @EnumSource
  void aHeldStreamThatBreaksStartsAgainUnseen(Front front) {
    server.chain(CHAIN.formatted(ATTEMPT.toMillis(), "hold", "plain"));
    simulator.script("google", "{\"fault\": \"cut\", \"after\": 5, \"tokens\": 20}");
    simulator.script("openai", "{\"betweenTokens\": \"30ms\", \"tokens\": 20}");

    try (OpenStream stream =
        new OpenStream(server, front, Question.streamed("Who is first to the end?"))) {
      // The answer's head is here: all of the answer had been said.
      assertThat(simulator.onlyCall("openai").outputTokens()).isEqualTo(20);

      Events events = stream.rest();
      events.areOneWholeStream();
      assertThat(events.text()).isEqualTo(simulator.onlyCall("openai").text());
      assertThat(front.outputTokens(events.usage())).isEqualTo(20);
      Simulator.Call broken = simulator.onlyCall("google");
      assertThat(broken.ended()).isEqualTo("cut");
      assertThat(broken.text()).isNotEmpty();
      JsonNode told = server.request(stream.requestId());
      assertThat(told.at("/request/status").asString()).isEqualTo("success");
      assertThat(told.get("attempts").size()).isEqualTo(2);
      assertThat(told.at("/attempts/0/outputTokens").longValue()).isPositive();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aGatheredAnswerThatStallsIsLeftWhenItsStreamIsIdle(Front front) {
    server.chain(CHAIN.formatted(ATTEMPT.toMillis(), "fail", "streamed"));
    simulator.script("google", "{\"fault\": \"stall\", \"after\": 3}");
    long began = System.nanoTime();

    Http.Answer answer = front.ask(server, Question.whole("Is anybody there?"));

    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(ATTEMPT);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.header("x-breakwater-attempts")).isEqualTo("2");
    Simulator.Call stalled = simulator.onlyCall("google");
    assertThat(stalled.stream()).isTrue();
    assertThat(stalled.ended()).isEqualTo("abandoned");
    Simulator.Call answered = simulator.onlyCall("openai");
    assertThat(answered.stream()).isTrue();
    assertThat(front.text(answer.json())).isNotEmpty().isEqualTo(answered.text());
  }

  @Test
  void aPlainAnswerThatStallsHasTheTimeOfAnAttempt() {
    server.chain(CHAIN.formatted(SHORT_ATTEMPT.toMillis(), "fail", "plain"));
    simulator.script("google", "{\"fault\": \"stall\", \"after\": 3}");
    long began = System.nanoTime();

    Http.Answer answer = Front.CHAT.ask(server, Question.whole("Is anybody there?"));

    assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(SHORT_ATTEMPT);
    assertThat(answer.header("x-breakwater-provider")).isEqualTo("openai");
    assertThat(simulator.onlyCall("google").stream()).isFalse();
  }

  private static Stream<Arguments> pairs() {
    return Stream.of(Front.values())
        .flatMap(front ->
            Stream.of("openai/gpt-4o-mini", "anthropic/claude-3-haiku", "google/gemini-1.5-flash")
                .map(target -> Arguments.of(front, target)));
  }

  @ParameterizedTest(name = "{0} at {1}")
  @MethodSource("pairs")
  void aGatheredAnswerEqualsAPlainOne(Front front, String target) {
    JsonNode plain = whole(front, target, "plain");
    JsonNode gathered = whole(front, target, "streamed");

    assertThat(front.text(gathered)).isNotEmpty().isEqualTo(front.text(plain));
    assertThat(front.finish(gathered)).isNotEmpty().isEqualTo(front.finish(plain));
    JsonNode usage = front.usage(gathered);
    assertThat(front.inputTokens(usage))
        .isPositive()
        .isEqualTo(front.inputTokens(front.usage(plain)));
    assertThat(front.outputTokens(usage))
        .isPositive()
        .isEqualTo(front.outputTokens(front.usage(plain)));
  }

  private JsonNode whole(Front front, String target, String wholeAnswers) {
    String[] names = target.split("/", 2);
    server.chain(CHAIN.formatted(ATTEMPT.toMillis(), "fail", wholeAnswers));
    server.chain(
        "{\"primaryProvider\": \"%s\", \"primaryModel\": \"%s\", \"fallbackProviders\": []}"
            .formatted(names[0], names[1]));
    simulator.forget(names[0]);
    Http.Answer answer = front.ask(server, Question.whole("Is it the same?"));
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(simulator.onlyCall(names[0]).stream()).isEqualTo(wholeAnswers.equals("streamed"));
    return answer.json();
  }
}
