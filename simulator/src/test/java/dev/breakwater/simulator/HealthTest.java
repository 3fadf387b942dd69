package dev.breakwater.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** What all vendors have in common while nothing is wrong. */
final class HealthTest extends Rig {

  @ParameterizedTest
  @EnumSource
  void theSameRequestSaysTheSameWholeAndStreamed(Dialect dialect) throws Exception {
    JsonNode whole = json(ask(dialect, false));
    String stream = ask(dialect, true).body();
    List<JsonNode> events = Dialect.events(stream);

    String text = dialect.textOf(whole, false);
    assertThat(dialect.textOf(json(ask(dialect, false)), false)).isEqualTo(text);
    assertThat(dialect.streamedText(stream)).isEqualTo(text);
    assertThat(dialect.complete(stream)).isTrue();
    assertThat(dialect.pieces(stream)).isGreaterThan(16).isEqualTo(dialect.outputOf(whole));
    assertThat(events.stream().mapToLong(dialect::outputOf).max())
        .hasValue(dialect.outputOf(whole));
    assertThat(events.stream().mapToLong(dialect::inputOf).max()).hasValue(dialect.inputOf(whole));
  }

  @ParameterizedTest
  @EnumSource
  void inputCountsGrowWithThePromptAndAnswersDiffer(Dialect dialect) throws Exception {
    JsonNode brief = json(ask(dialect, false, "Hello"));
    JsonNode extended = json(ask(dialect, false, "Hello and tell me of the weather"));
    assertThat(dialect.inputOf(extended)).isGreaterThan(dialect.inputOf(brief) + 3);
    assertThat(dialect.textOf(extended, false)).isNotEqualTo(dialect.textOf(brief, false));
  }

  @ParameterizedTest
  @EnumSource
  void aCallIsLoggedWithAllThatWasAskedAndSent(Dialect dialect) throws Exception {
    HttpResponse<String> response = ask(dialect, true);
    JsonNode log = log(dialect);
    assertThat(log.path("count").intValue()).isEqualTo(1);
    assertThat(log.path("other").size()).isZero();

    JsonNode call = log.path("calls").get(0);
    assertThat(call.propertyNames())
        .containsExactly(
            "at",
            "path",
            "query",
            "model",
            "stream",
            "headers",
            "body",
            "status",
            "fault",
            "inputTokens",
            "outputTokens",
            "text",
            "thinking",
            "toolCalls",
            "ended");
    assertThat(java.time.Instant.parse(call.path("at").stringValue()))
        .isBeforeOrEqualTo(java.time.Instant.now());
    assertThat(dialect.path(true)).startsWith(call.path("path").stringValue());
    assertThat(call.path("model").stringValue())
        .isIn("gpt-4o-mini", "claude-3-haiku", "gemini-1.5-flash");
    assertThat(call.path("stream").booleanValue()).isTrue();
    String keyHeader =
        dialect.key().substring(0, dialect.key().indexOf(':')).toLowerCase(java.util.Locale.ROOT);
    assertThat(dialect.key()).contains(call.path("headers").path(keyHeader).stringValue());
    assertThat(call.path("body")).isEqualTo(Dialect.MAPPER.readTree(dialect.body(PROMPT, true)));
    assertThat(call.path("status").intValue()).isEqualTo(200);
    assertThat(call.path("fault").isNull()).isTrue();
    assertThat(call.path("text").stringValue()).isEqualTo(dialect.streamedText(response.body()));
    assertThat(call.path("outputTokens").longValue()).isEqualTo(dialect.pieces(response.body()));
    assertThat(call.path("inputTokens").longValue())
        .isEqualTo(
            Dialect.events(response.body()).stream()
                .mapToLong(dialect::inputOf)
                .max()
                .orElseThrow());
    assertThat(call.path("ended").stringValue()).isEqualTo("whole");
  }

  @ParameterizedTest
  @EnumSource
  void callsOfManyClientsAtOnceAreAllCounted(Dialect dialect) throws Exception {
    List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
    for (int index = 0; index < 200; index++) {
      boolean stream = index % 2 == 0;
      answers.add(
          client.sendAsync(
              request(
                  "POST",
                  dialect.path(stream),
                  dialect.key(),
                  dialect.body("Request number " + index, stream)),
              BodyHandlers.ofString()));
    }
    for (CompletableFuture<HttpResponse<String>> answer : answers) {
      assertThat(answer.get().statusCode()).isEqualTo(200);
    }
    JsonNode log = log(dialect);
    Set<String> bodies = new HashSet<>();
    log.path("calls").forEach(call -> bodies.add(call.path("body").toString()));
    assertThat(log.path("count").intValue()).isEqualTo(200);
    assertThat(bodies).hasSize(200);
    assertThat(log.path("calls"))
        .allMatch(call -> call.path("ended").stringValue().equals("whole"));
  }

  @Test
  void theRootSaysWhereEverythingIs() throws Exception {
    JsonNode overview = json(get("/"));
    assertThat(overview.path("providers").path("openai").stringValue())
        .isEqualTo(url("/openai/v1"));
    assertThat(overview.path("providers").path("anthropic").stringValue())
        .isEqualTo(url("/anthropic"));
    assertThat(overview.path("providers").path("google").stringValue()).isEqualTo(url("/gemini"));
  }

  @Test
  void pathsThatNobodyServesAreNotFound() throws Exception {
    assertThat(get("/nothing").statusCode()).isEqualTo(404);
    assertThat(get("/openaix/v1/models").statusCode()).isEqualTo(404);
    assertThat(get("/calls/mistral").body()).contains("openai, anthropic, google");
    assertThat(send("PUT", "/script/mistral", "", "{}").statusCode()).isEqualTo(404);
  }

  @Test
  void aDeletedLogIsEmptyAndCountsAnew() throws Exception {
    ask(Dialect.OPENAI, false);
    send("DELETE", "/calls/openai", "", "");
    assertThat(log(Dialect.OPENAI).path("count").intValue()).isZero();
    ask(Dialect.OPENAI, false);
    assertThat(log(Dialect.OPENAI).path("count").intValue()).isEqualTo(1);
    assertThat(log(Dialect.ANTHROPIC).path("count").intValue()).isZero();
  }
}
