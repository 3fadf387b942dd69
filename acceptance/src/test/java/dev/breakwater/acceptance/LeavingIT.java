package dev.breakwater.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.acceptance.ChatClient.Ask;
import dev.breakwater.acceptance.ChatClient.Talk;
import dev.breakwater.acceptance.Clients.Way;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** A client that leaves takes its upstream call with it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LeavingIT {
  private static final Duration ONE_SECOND = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

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
    storm.chainWith("\"timeouts\": {\"firstByte\": 15000, \"idle\": 15000, \"attempt\": 60000}");
  }

  private Stream<Arguments> upstreams() {
    return Stream.of("{\"fault\": \"silent\"}", "{\"firstToken\": \"20s\"}")
        .flatMap(script -> storm.ways().map(way -> Arguments.of(way, script)));
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("upstreams")
  void anUpstreamThatHasNotAnsweredIsLeftWithinASecond(Way way, String script) {
    storm.simulator().script("google", script);
    Talk talk = way.client().start(new Ask("auto", "Never mind", way.stream(), 0));
    storm.simulator().awaitCall("google", PATIENCE, call -> true);

    talk.leave().run();

    storm.simulator().awaitCall("google", ONE_SECOND, call -> call.ended().equals("abandoned"));
    assertThat(talk.reply().orTimeout(5, java.util.concurrent.TimeUnit.SECONDS).join().error())
        .isPresent();
    assertThat(storm.simulator().calls("openai")).isEmpty();
    isRecordedAsCancelled();
  }

  private Stream<ChatClient> clients() {
    return storm.clients().all().stream();
  }

  @ParameterizedTest(name = "{0}", autoCloseArguments = false)
  @MethodSource("clients")
  void aStreamInItsMiddleIsLeftWithinASecond(ChatClient client) {
    storm.simulator().script("google", "{\"betweenTokens\": \"300ms\", \"tokens\": 100}");

    client.ask(Ask.streamed("auto", "Enough").leavingAfter(2));

    Simulator.Call call =
        storm.simulator().awaitCall("google", ONE_SECOND, it -> it.ended().equals("abandoned"));
    assertThat(call.outputTokens()).isBetween(2L, 10L);
    isRecordedAsCancelled();
  }

  private void isRecordedAsCancelled() {
    Awaitility.await()
        .atMost(PATIENCE)
        .untilAsserted(() -> {
          JsonNode requests =
              storm.server().admin("GET", "/llm-usage?hours=1&limit=1", "").json().get("requests");
          assertThat(requests.get(0).get("status").asString()).isEqualTo("cancelled");
        });
  }
}
