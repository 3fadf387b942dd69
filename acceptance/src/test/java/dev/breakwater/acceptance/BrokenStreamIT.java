package dev.breakwater.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.acceptance.ChatClient.Ask;
import dev.breakwater.acceptance.ChatClient.Reply;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** A stream that breaks after its first token is an error in front, never an end. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BrokenStreamIT {
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

  private static Stream<Arguments> breaks() {
    return Stream.of("google/gemini-1.5-flash", "openai/gpt-4o-mini", "anthropic/claude-3-haiku")
        .flatMap(model ->
            Stream.of("cut", "reset", "stall", "garbage", "noEnd", "errorIn200")
                .map(fault -> Arguments.of(model, fault)));
  }

  @ParameterizedTest(name = "{1} by {0}")
  @MethodSource("breaks")
  void everyClientRaisesAnError(String model, String fault) {
    String provider = model.substring(0, model.indexOf('/'));
    for (ChatClient client : storm.clients().all()) {
      storm.calm();
      breakAfterThree(provider, fault);

      Reply reply = client.ask(Ask.streamed(model, "How does it end?"));

      assertThat(reply.error()).as(client + " raised").isPresent();
      assertThat(reply.pieces()).isPositive();
      assertThat(reply.finishReason()).isEmpty();
      Simulator.Call call = storm.simulator().onlyCall(provider);
      assertThat(call.fault()).isEqualTo(fault);
      assertThat(call.text()).startsWith(reply.text());
      assertThat(Simulator.PROVIDERS.stream().mapToInt(it -> storm.simulator().calls(it).size()))
          .containsExactlyInAnyOrder(1, 0, 0);
      assertThat(storm.server().log(reply.header("x-request-id")).get("success").booleanValue())
          .isFalse();
    }
  }

  @ParameterizedTest(name = "{1} by {0}")
  @MethodSource("breaks")
  void nothingFollowsTheErrorEvent(String model, String fault) {
    breakAfterThree(model.substring(0, model.indexOf('/')), fault);

    Http.Answer answer =
        storm
            .server()
            .chat(
                "{\"model\": \""
                    + model
                    + "\", \"stream\": true,"
                    + " \"messages\": [{\"role\": \"user\", \"content\": \"And then?\"}]}");

    assertThat(answer.status()).isEqualTo(200);
    List<String> events =
        Stream.of(answer.body().split("\n\n")).filter(it -> it.startsWith("data:")).toList();
    assertThat(events).hasSizeGreaterThanOrEqualTo(2);
    JsonNode last = Http.JSON.readTree(events.getLast().substring("data:".length()));
    assertThat(last.path("error").path("message").asString("")).isNotEmpty();
    assertThat(events.subList(0, events.size() - 1)).noneMatch(it -> it.contains("\"error\":{"));
    assertThat(answer.body()).doesNotContain("[DONE]").doesNotContain("\"finish_reason\":\"");
  }

  private void breakAfterThree(String provider, String fault) {
    storm
        .simulator()
        .script(provider, "{\"fault\": \"" + fault + "\", \"after\": 3, \"tokens\": 20}");
  }
}
