package dev.breakwater.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.acceptance.ChatClient.Reply;
import dev.breakwater.acceptance.Clients.Way;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Providers that say no, and for how long: who is at fault decides what happens. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RefusalIT {
  private Storm storm;

  @BeforeAll
  void start(@TempDir Path directory) {
    storm = new Storm(directory);
  }

  @AfterAll
  void stop() {
    storm.close();
  }

  @BeforeEach
  void calm() {
    storm.calm();
  }

  private Stream<Way> ways() {
    return storm.ways();
  }

  private Stream<Arguments> refusals() {
    return Stream.of("google/gemini-1.5-flash", "openai/gpt-4o-mini", "anthropic/claude-3-haiku")
        .flatMap(model ->
            Stream.of(400, 404, 422)
                .flatMap(status -> ways().map(way -> Arguments.of(way, model, status))));
  }

  @ParameterizedTest(name = "{2} by {1}, {0}")
  @MethodSource("refusals")
  void theCallersOwnFaultComesBackOnce(Way way, String model, int status) {
    String provider = model.substring(0, model.indexOf('/'));
    storm.chainWith("\"maxRetries\": 3");
    storm.simulator().script(provider, "{\"status\": " + status + "}");

    Reply reply = way.ask(model, "Is this wrong?");

    assertThat(reply.error())
        .hasValueSatisfying(error -> {
          assertThat(error.status()).isEqualTo(status);
          assertThat(error.message()).isNotEmpty();
          assertThat(error.header("x-breakwater-provider")).isEqualTo(provider);
          assertThat(error.header("x-breakwater-attempts")).isEqualTo("1");
        });
    assertThat(storm.simulator().onlyCall(provider).status()).hasValue(status);
    assertThat(Simulator.PROVIDERS.stream().mapToInt(it -> storm.simulator().calls(it).size()))
        .containsExactlyInAnyOrder(1, 0, 0);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("ways")
  void aShortRetryAfterIsWaitedOutOnTheSameTarget(Way way) {
    storm.chainWith("\"maxRetries\": 1");
    storm
        .simulator()
        .script(
            "google", "[{\"times\": 1, \"status\": 429, \"headers\": {\"Retry-After\": \"1\"}}]");

    Reply reply = way.ask("auto", "May I come back?");

    assertThat(reply.error()).isEmpty();
    assertThat(reply.header("x-breakwater-provider")).isEqualTo("google");
    assertThat(reply.header("x-breakwater-attempts")).isEqualTo("2");
    List<Simulator.Call> calls = storm.simulator().calls("google");
    assertThat(calls).hasSize(2);
    assertThat(calls.get(0).status()).hasValue(429);
    assertThat(Duration.between(calls.get(0).at(), calls.get(1).at()))
        .isGreaterThanOrEqualTo(Duration.ofMillis(999));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("ways")
  void aLongRetryAfterLeadsToTheNextTargetUntilItIsOver(Way way) {
    storm.chainWith("\"maxRetries\": 1");
    storm.simulator().script("google", "{\"status\": 429, \"headers\": {\"Retry-After\": \"60\"}}");

    assertThat(way.ask("auto", "May I?").header("x-breakwater-provider")).isEqualTo("openai");
    Reply second = way.ask("auto", "And now?");

    assertThat(second.header("x-breakwater-provider")).isEqualTo("openai");
    assertThat(second.header("x-breakwater-attempts")).isEqualTo("1");
    storm.simulator().onlyCall("google");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("ways")
  void whenEveryProviderIsDownTheClientIsToldWhenToComeBack(Way way) {
    Simulator.PROVIDERS.forEach(it -> storm.simulator().script(it, "{\"status\": 503}"));

    Reply reply = way.ask("auto", "Is anybody there?");

    assertThat(reply.error())
        .hasValueSatisfying(error -> {
          assertThat(error.status()).isEqualTo(503);
          assertThat(error.code()).isEqualTo("no_provider_available");
          assertThat(Integer.parseInt(error.header("retry-after"))).isBetween(1, 60);
          assertThat(error.header("x-breakwater-attempts")).isEqualTo("3");
          JsonNode row = storm.server().log(error.header("x-request-id"));
          assertThat(row.get("success").booleanValue()).isFalse();
        });
    Simulator.PROVIDERS.forEach(it -> storm.simulator().onlyCall(it));
    assertThat(storm.server().http().get("/livez").status()).isEqualTo(200);
  }

  @Test
  void aClientMayDeclineFallbacksForItself() {
    storm.simulator().script("google", "{\"status\": 503}");

    Http.Answer answer =
        storm
            .server()
            .http()
            .call(
                "POST",
                "/v1/chat/completions",
                "{\"messages\": [{\"role\": \"user\", \"content\": \"Only you\"}]}",
                "Authorization",
                "Bearer " + Server.API_KEY,
                "X-Breakwater-Fallback",
                "off");

    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.json().get("error").get("message").asString()).isNotEmpty();
    assertThat(storm.simulator().calls("openai")).isEmpty();
  }
}
