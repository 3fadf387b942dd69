package dev.breakwater.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.acceptance.ChatClient.Reply;
import dev.breakwater.acceptance.Clients.Way;
import java.nio.file.Path;
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

/** The first provider fails before its first token: nobody in front notices. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FailoverIT {
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

  private Stream<Arguments> faults() {
    return Stream.of("status", "refuse", "reset", "silent", "cut", "html", "errorIn200", "garbage")
        .flatMap(fault -> storm.ways().map(way -> Arguments.of(way, fault)));
  }

  @ParameterizedTest(name = "{1}, {0}")
  @MethodSource("faults")
  void theNextProviderAnswersInFull(Way way, String fault) {
    storm.simulator().script("google", script(fault));

    Reply reply = way.ask("auto", "Who answers after " + fault + "?");

    assertThat(reply.error()).isEmpty();
    struck(storm.simulator().onlyCall("google"), fault);
    Simulator.Call answered = storm.simulator().onlyCall("openai");
    assertThat(reply.text()).isNotEmpty().isEqualTo(answered.text());
    assertThat(reply.finishReason()).isEqualTo("stop");
    assertThat(reply.outputTokens()).isEqualTo(answered.outputTokens());
    assertThat(reply.header("x-breakwater-provider")).isEqualTo("openai");
    assertThat(reply.header("x-breakwater-model")).isEqualTo("gpt-4o-mini");
    assertThat(reply.header("x-breakwater-attempts")).isEqualTo("2");
    isLogged(reply.header("x-request-id"));
  }

  private void isLogged(String requestId) {
    JsonNode row = storm.server().log(requestId);
    assertThat(row.get("success").booleanValue()).isTrue();
    assertThat(row.get("attempts").intValue()).isEqualTo(2);
    assertThat(row.get("primary_provider").asString()).isEqualTo("google");
    assertThat(row.get("used_provider").asString()).isEqualTo("openai");
    assertThat(row.get("error_type").asString()).isNotEmpty();
    assertThat(row.get("error_message").asString()).contains("google/gemini-1.5-flash");
  }

  private static void struck(Simulator.Call call, String fault) {
    if (fault.equals("status")) {
      assertThat(call.status()).hasValue(503);
    } else {
      assertThat(call.fault()).isEqualTo(fault);
    }
  }

  private static String script(String fault) {
    return fault.equals("status") ? "{\"status\": 503}" : "{\"fault\": \"" + fault + "\"}";
  }
}
