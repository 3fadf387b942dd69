package dev.breakwater.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.acceptance.Front.Question;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** A client that says how long it waits gets its answer by then, be it that there is none. */
class TimeoutHeaderIT extends OnSimulatedServer {
  private static final Duration ONE_SECOND = Duration.ofSeconds(1);

  /** What the chain alone would wait for; a slow machine is far from it. */
  private static final Duration CHAINS_OWN = Duration.ofSeconds(25);

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  @BeforeEach
  void silence() {
    server.chain(
        """
        {"primaryProvider": "google", "primaryModel": "gemini-1.5-flash",
         "fallbackProviders": [{"provider": "openai", "model": "gpt-4o-mini", "priority": 1}],
         "timeouts": {"firstByte": %1$d, "idle": %1$d, "attempt": %1$d, "total": 60000}}
        """
            .formatted(CHAINS_OWN.toMillis()));
    Simulator.PROVIDERS.forEach(it -> simulator.script(it, "{\"fault\": \"silent\"}"));
  }

  private static Stream<Arguments> ways() {
    return Stream.of(Front.values())
        .flatMap(front ->
            Stream.of(
                Arguments.of(front, true, List.of("X-Stainless-Timeout", "1")),
                // Our own goes before the libraries'.
                Arguments.of(
                    front,
                    false,
                    List.of("X-Stainless-Timeout", "600", "X-Breakwater-Timeout", "1s"))));
  }

  @ParameterizedTest(name = "{0}, streamed: {1}, {2}")
  @MethodSource("ways")
  void silenceEndsWithTheClientsOwnPatience(Front front, boolean stream, List<String> headers) {
    long began = System.nanoTime();

    Http.Answer answer =
        front.ask(server, new Question("Anybody?", stream, "{}"), headers.toArray(String[]::new));

    assertThat(Duration.ofNanos(System.nanoTime() - began)).isBetween(ONE_SECOND, CHAINS_OWN);
    assertThat(answer.status()).as(answer.body()).isEqualTo(504);
    saysItInItsWords(front, answer.json());
    simulator.awaitCall("google", PATIENCE, call -> call.ended().equals("abandoned"));
    assertThat(simulator.calls("openai")).isEmpty();
    assertThat(server.log(answer.header("x-request-id")).get("success").booleanValue()).isFalse();
  }

  private static void saysItInItsWords(Front front, JsonNode body) {
    assertThat(body.at("/error/message").asString("")).isNotEmpty();
    switch (front) {
      case CHAT -> assertThat(body.at("/error/code").asString()).isEqualTo("timeout");
      case MESSAGES -> {
        assertThat(body.get("type").asString()).isEqualTo("error");
        assertThat(body.at("/error/type").asString()).isEqualTo("timeout_error");
      }
      case GEMINI -> {
        assertThat(body.at("/error/code").intValue()).isEqualTo(504);
        assertThat(body.at("/error/status").asString()).isEqualTo("DEADLINE_EXCEEDED");
      }
    }
  }
}
