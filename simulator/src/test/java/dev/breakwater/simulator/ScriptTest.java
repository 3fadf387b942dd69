package dev.breakwater.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** Every key of a script, as it shows to a client. */
final class ScriptTest extends Rig {

  private List<Integer> statuses(Dialect dialect, int calls) throws Exception {
    List<Integer> statuses = new ArrayList<>();
    for (int call = 0; call < calls; call++) {
      statuses.add(ask(dialect, call % 2 == 0).statusCode());
    }
    return statuses;
  }

  @ParameterizedTest
  @EnumSource
  void stepsAreTakenInOrderAndThenAllIsHealthy(Dialect dialect) throws Exception {
    script(dialect, "[{\"times\":2,\"status\":429},{\"times\":1},{\"times\":1,\"status\":503}]");
    assertThat(statuses(dialect, 6)).containsExactly(429, 429, 200, 503, 200, 200);
    assertThat(log(dialect).path("count").intValue()).isEqualTo(6);
  }

  @ParameterizedTest
  @EnumSource
  void aStepWithoutTimesIsForEverUntilTheScriptIsReset(Dialect dialect) throws Exception {
    script(dialect, "{\"status\":500}");
    assertThat(statuses(dialect, 3)).containsOnly(500);
    script(dialect, "{}");
    assertThat(statuses(dialect, 2)).containsOnly(200);
  }

  @ParameterizedTest
  @EnumSource
  void errorsAreInTheVendorsShapeWithTheScriptsHeaders(Dialect dialect) throws Exception {
    script(dialect, "{\"status\":429,\"headers\":{\"Retry-After\":\"2\"}}");
    HttpResponse<String> response = ask(dialect, true);
    assertThat(response.headers().firstValue("retry-after")).hasValue("2");
    assertThat(response.headers().firstValue("content-type")).hasValue("application/json");
    JsonNode error = json(response).path("error");
    assertThat(error.path("message").stringValue()).isNotEmpty();
    String kind =
        switch (dialect) {
          case OPENAI, RESPONSES, AZURE -> error.path("code").stringValue();
          case ANTHROPIC -> error.path("type").stringValue();
          case GEMINI -> error.path("status").stringValue();
        };
    assertThat(kind).isIn("rate_limit_exceeded", "rate_limit_error", "RESOURCE_EXHAUSTED", "429");
    JsonNode call = lastCall(dialect);
    assertThat(call.path("status").intValue()).isEqualTo(429);
    assertThat(call.path("inputTokens").intValue()).isZero();
    assertThat(call.path("ended").stringValue()).isEqualTo("whole");
  }

  @Test
  void errorsHaveTheScriptsBody() throws Exception {
    script(
        Dialect.OPENAI,
        "[{\"times\":1,\"status\":400,\"body\":{\"oops\":[1]}},{\"status\":502,\"body\":\"Bad gateway\"}]");
    HttpResponse<String> object = ask(Dialect.OPENAI, false);
    assertThat(object.body()).isEqualTo("{\"oops\":[1]}");
    HttpResponse<String> text = ask(Dialect.OPENAI, false);
    assertThat(text.statusCode()).isEqualTo(502);
    assertThat(text.body()).isEqualTo("Bad gateway");
    assertThat(text.headers().firstValue("content-type")).hasValue("text/plain; charset=utf-8");
  }

  @Test
  void headersComeWithHealthyAnswersToo() throws Exception {
    script(Dialect.ANTHROPIC, "{\"headers\":{\"anthropic-ratelimit-requests-remaining\":\"7\"}}");
    for (boolean stream : new boolean[] {true, false}) {
      HttpResponse<String> response = ask(Dialect.ANTHROPIC, stream);
      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(response.headers().allValues("anthropic-ratelimit-requests-remaining"))
          .containsExactly("7");
    }
  }

  @Test
  void aModelsStepLeavesOthersAloneAndUnconsumed() throws Exception {
    script(Dialect.OPENAI, "[{\"times\":1,\"model\":\"gpt-4o\",\"status\":500}]");
    assertThat(statuses(Dialect.OPENAI, 3)).containsOnly(200);
    String other = Dialect.OPENAI.body(PROMPT, false).replace("gpt-4o-mini", "gpt-4o");
    String path = Dialect.OPENAI.path(false);
    assertThat(send("POST", path, Dialect.OPENAI.key(), other).statusCode()).isEqualTo(500);
    assertThat(send("POST", path, Dialect.OPENAI.key(), other).statusCode()).isEqualTo(200);
  }

  @Test
  void aShareOfCallsFailsTheSameWayEveryTime() throws Exception {
    script(Dialect.GEMINI, "{\"share\":0.3,\"status\":503}");
    List<Integer> first = statuses(Dialect.GEMINI, 60);
    script(Dialect.GEMINI, "{\"share\":0.3,\"status\":503}");
    assertThat(statuses(Dialect.GEMINI, 60)).isEqualTo(first);
    assertThat(first.stream().filter(status -> status == 503).count()).isBetween(9L, 28L);
  }

  @ParameterizedTest
  @EnumSource
  void tokensSetTheLengthWholeAndStreamed(Dialect dialect) throws Exception {
    script(dialect, "{\"tokens\":40}");
    assertThat(dialect.outputOf(json(ask(dialect, false)))).isEqualTo(40);
    assertThat(dialect.pieces(ask(dialect, true).body())).isEqualTo(40);
  }

  @ParameterizedTest
  @EnumSource
  void usageIsReportedAsOrdered(Dialect dialect) throws Exception {
    script(dialect, "{\"usage\":{\"inputTokens\":123456,\"outputTokens\":789}}");
    JsonNode whole = json(ask(dialect, false));
    assertThat(dialect.inputOf(whole)).isEqualTo(123456);
    assertThat(dialect.outputOf(whole)).isEqualTo(789);
    List<JsonNode> events = Dialect.events(ask(dialect, true).body());
    assertThat(events.stream().mapToLong(dialect::inputOf).max()).hasValue(123456);
    assertThat(events.stream().mapToLong(dialect::outputOf).max()).hasValue(789);
    assertThat(lastCall(dialect).path("inputTokens").intValue()).isEqualTo(123456);
    assertThat(lastCall(dialect).path("outputTokens").intValue()).isEqualTo(789);
  }

  @ParameterizedTest
  @EnumSource
  void theFirstTokenAndThoseAfterItComeInTheirPace(Dialect dialect) throws Exception {
    script(dialect, "{\"firstToken\":\"200ms\",\"betweenTokens\":10,\"tokens\":11}");
    for (boolean stream : new boolean[] {true, false}) {
      long start = System.nanoTime();
      assertThat(ask(dialect, stream).statusCode()).isEqualTo(200);
      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .isBetween(Duration.ofMillis(290), Duration.ofMillis(2_000));
    }
  }

  @Test
  void aStreamsHeadComesBeforeItsFirstToken() throws Exception {
    for (Dialect dialect : Dialect.values()) {
      script(dialect, "{\"firstToken\":\"10s\"}");
      try (RawConversation raw = RawConversation.ask(port(), dialect, true)) {
        raw.readAtLeast("HTTP/1.1 200 OK".length());
        assertThat(raw.received()).startsWith("HTTP/1.1 200 OK");
        assertThat(dialect.pieces(raw.dechunked())).isZero();
      }
      Awaitility.await()
          .untilAsserted(() ->
              assertThat(lastCall(dialect).path("ended").asString("")).isEqualTo("abandoned"));
    }
  }

  @Test
  void stepsHoldFromAndToTheirTimes() throws Exception {
    script(Dialect.OPENAI, "{\"from\":\"150ms\",\"to\":\"450ms\",\"status\":500}");
    long start = System.nanoTime();
    List<Integer> seen = new ArrayList<>();
    while (Duration.ofNanos(System.nanoTime() - start).toMillis() < 700) {
      int status = ask(Dialect.OPENAI, false).statusCode();
      if (seen.isEmpty() || seen.getLast() != status) {
        seen.add(status);
      }
    }
    assertThat(seen).containsExactly(200, 500, 200);
  }

  @Test
  void otherCallsObeyTheStepAndConsumeNothing() throws Exception {
    script(Dialect.OPENAI, "{\"times\":1,\"status\":503}");
    for (int call = 0; call < 3; call++) {
      assertThat(send("GET", "/openai/v1/models", Dialect.OPENAI.key(), "").statusCode())
          .isEqualTo(503);
    }
    assertThat(statuses(Dialect.OPENAI, 2)).containsExactly(503, 200);
    assertThat(send("GET", "/openai/v1/models", Dialect.OPENAI.key(), "").statusCode())
        .isEqualTo(200);
    JsonNode log = log(Dialect.OPENAI);
    assertThat(log.path("count").intValue()).isEqualTo(2);
    assertThat(log.path("other").size()).isEqualTo(4);
    assertThat(log.path("other").get(0).path("path").stringValue()).isEqualTo("/openai/v1/models");
  }

  @Test
  void aWrongScriptIsRefusedWithTheNearestKeyAndChangesNothing() throws Exception {
    script(Dialect.OPENAI, "{\"status\":503}");
    HttpResponse<String> refused =
        send(
            "PUT",
            "/script/openai",
            "",
            "[{\"betweenToken\":\"20ms\",\"fault\":\"cuts\",\"times\":0}]");
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.body())
        .contains("betweenToken")
        .contains("did you mean 'betweenTokens'")
        .contains("did you mean 'cut'")
        .contains("[0].times");
    assertThat(statuses(Dialect.OPENAI, 1)).containsOnly(503);
  }
}
