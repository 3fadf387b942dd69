package dev.breakwater.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.acceptance.ChatClient.Ask;
import dev.breakwater.acceptance.ChatClient.Reply;
import dev.breakwater.acceptance.Clients.Way;
import java.math.BigDecimal;
import java.nio.file.Path;
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

/** The official clients get chat completions from every provider, whole and streamed. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClientsIT {
  private Server server;
  private Simulator simulator;
  private Clients clients;

  @BeforeAll
  void start(@TempDir Path directory) {
    server = Server.simulated(directory);
    simulator = server.simulator();
    clients = new Clients(server);
  }

  @AfterAll
  void stop() {
    clients.close();
    server.close();
  }

  @BeforeEach
  void heal() {
    simulator.heal();
  }

  private Stream<Arguments> cases() {
    record Named(String model, String provider, String upstreamModel) {}
    return Stream.of(
            new Named("auto", "google", "gemini-1.5-flash"),
            new Named("google/gemini-1.5-flash", "google", "gemini-1.5-flash"),
            new Named("openai/gpt-4o-mini", "openai", "gpt-4o-mini"),
            new Named("anthropic/claude-3-haiku", "anthropic", "claude-3-haiku"),
            new Named("gpt-4o-mini", "openai", "gpt-4o-mini"),
            new Named("claude-3-haiku", "anthropic", "claude-3-haiku"),
            new Named("gemini-1.5-flash", "google", "gemini-1.5-flash"))
        .flatMap(named ->
            clients
                .wholeAndStreamed()
                .map(way ->
                    Arguments.of(way, named.model(), named.provider(), named.upstreamModel())));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("cases")
  void aModelIsAskedForByEveryName(Way way, String model, String provider, String upstreamModel) {
    Reply reply = way.ask(model, "What is a breakwater? " + model);

    assertThat(reply.error()).isEmpty();
    Simulator.Call call = simulator.onlyCall(provider);
    assertThat(call.ended()).isEqualTo("whole");
    assertThat(call.stream()).isEqualTo(way.stream());
    assertThat(call.model()).isEqualTo(upstreamModel);
    assertThat(reply.text()).isNotEmpty().isEqualTo(call.text());
    assertThat(reply.finishReason()).isEqualTo("stop");
    assertThat(reply.inputTokens()).isEqualTo(call.inputTokens()).isPositive();
    assertThat(reply.outputTokens()).isEqualTo(call.outputTokens()).isPositive();
    assertThat(reply.model()).contains(upstreamModel);
    assertThat(reply.header("x-request-id")).startsWith("req_");
    assertThat(reply.header("x-breakwater-provider")).isEqualTo(provider);
    assertThat(reply.header("x-breakwater-model")).isEqualTo(upstreamModel);
    assertThat(reply.header("x-breakwater-attempts")).isEqualTo("1");
    if (way.stream()) {
      assertThat(reply.pieces()).isGreaterThanOrEqualTo(2);
      assertThat(reply.headers()).doesNotContainKey("x-breakwater-cost");
    } else {
      assertThat(new BigDecimal(reply.header("x-breakwater-cost"))).isPositive();
      assertThat(reply.header("x-breakwater-cost")).doesNotContain("E");
    }
  }

  @Test
  void theModelsAreListedBareAndWithTheirProvider() {
    Http.Answer answer =
        server.http().get("/v1/models", "Authorization", "Bearer " + Server.API_KEY);

    assertThat(answer.status()).isEqualTo(200);
    List<String> ids =
        answer.json().get("data").valueStream().map(it -> it.get("id").asString()).toList();
    assertThat(ids)
        .contains("auto", "gpt-4o-mini", "openai/gpt-4o-mini", "anthropic/claude-3-haiku");
  }

  @Test
  void anUnknownModelIsAnErrorThatNamesTheNearest() {
    for (ChatClient client : clients.all()) {
      Reply reply = client.ask(Ask.whole("gpt-4o-mimi", "Hello"));

      assertThat(reply.error())
          .hasValueSatisfying(error -> {
            assertThat(error.status()).isEqualTo(404);
            assertThat(error.code()).isEqualTo("model_not_found");
            assertThat(error.message()).contains("gpt-4o-mini");
            assertThat(error.header("x-breakwater-attempts")).isEqualTo("0");
          });
    }
  }
}
