package dev.breakwater.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.acceptance.ChatClient.Ask;
import dev.breakwater.acceptance.ChatClient.Reply;
import dev.breakwater.acceptance.ChatClient.Talk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Starts, stops, restarts, and changes of the file. */
class LifeIT {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Pattern MADE_KEYS =
      Pattern.compile("admin key {2}(bw_\\S+)\n {2}application key {2}(bw_\\S+)\n");
  private static final String HELLO =
      "{\"messages\": [{\"role\": \"user\", \"content\": \"Hello\"}]}";

  @Test
  void keysAndChangedChainsOutliveARestart(@TempDir Path directory) {
    String[] arguments = {"--simulate", "--simulator-port", "0"};
    String admin;
    String application;
    try (Server server = Server.startAsIs(directory, Map.of(), arguments)) {
      Matcher made = server.child().await(MADE_KEYS, PATIENCE);
      admin = "Bearer " + made.group(1);
      application = "Bearer " + made.group(2);
      assertThat(
              server
                  .http()
                  .call(
                      "POST",
                      "/api/admin/llm-fallback",
                      "{\"maxRetries\": 7, \"fallbackProviders\": []}",
                      "Authorization",
                      admin)
                  .status())
          .isEqualTo(200);
      server.stop();
    }
    try (Server server = Server.startAsIs(directory, Map.of(), arguments)) {
      assertThat(server.child().printed()).doesNotContain("bw_");
      JsonNode config =
          server.http().get("/api/admin/llm-fallback", "Authorization", admin).json().get("config");
      assertThat(config.get("maxRetries").intValue()).isEqualTo(7);
      assertThat(config.get("fallbackProviders").size()).isZero();
      Http.Answer answer =
          server.http().call("POST", "/v1/chat/completions", HELLO, "Authorization", application);
      assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    }
  }

  @Test
  void aSecondServerOnTheSameDataIsRefusedWithTheFirstOnesProcess(@TempDir Path directory) {
    try (Server first = Server.simulated(directory);
        Child second = Server.spawn(directory, Map.of(), "--simulate", "--simulator-port", "0")) {
      assertThat(second.ended(PATIENCE)).isNotZero();
      assertThat(second.printed())
          .contains("process " + first.child().process().pid())
          .doesNotContain("listens on")
          .doesNotContain("Exception");
      assertThat(first.chat(HELLO).status()).isEqualTo(200);
    }
  }

  @Test
  void runningRequestsFinishWhenTheServerIsToldToStop(@TempDir Path directory) {
    try (SimulatorProcess providers = new SimulatorProcess(directory)) {
      write(directory.resolve("breakwater.yaml"), configuration(providers, "openai"));
      Simulator simulator = providers.simulator();
      simulator.script("openai", "{\"betweenTokens\": \"60ms\", \"tokens\": 30}");
      try (Server server = Server.start(directory, Map.of(), "--config", "breakwater.yaml");
          Clients clients = new Clients(server)) {
        List<Talk> talks = new ArrayList<>();
        for (int number = 0; number < 10; number++) {
          clients
              .wholeAndStreamed()
              .forEach(way ->
                  talks.add(way.client().start(new Ask("auto", "Finish this", way.stream(), 0))));
        }
        Awaitility.await()
            .atMost(PATIENCE)
            .until(() -> simulator.calls("openai").size() == talks.size());

        server.stop();

        for (Talk talk : talks) {
          Reply reply = talk.reply().orTimeout(20, TimeUnit.SECONDS).join();
          assertThat(reply.error()).isEmpty();
          assertThat(reply.finishReason()).isNotEmpty();
        }
        assertThat(simulator.calls("openai"))
            .allSatisfy(call -> assertThat(call.ended()).isEqualTo("whole"));
        LedgerFile ledger = new LedgerFile(directory);
        assertThat(ledger.open()).isZero();
        assertThat(ledger.attempts())
            .hasSize(talks.size())
            .allSatisfy(row -> assertThat(row.status()).isEqualTo("success"));
      }
    }
  }

  @Test
  void aChangedFileIsTakenUpAndABrokenOneIsNot(@TempDir Path directory) {
    try (SimulatorProcess providers = new SimulatorProcess(directory)) {
      Path file = directory.resolve("breakwater.yaml");
      write(file, configuration(providers, "openai"));
      try (Server server = Server.start(directory, Map.of(), "--config", "breakwater.yaml")) {
        assertThat(answeredBy(server)).isEqualTo("openai");

        write(file, configuration(providers, "anthropic"));
        Awaitility.await()
            .atMost(PATIENCE)
            .untilAsserted(() -> assertThat(answeredBy(server)).isEqualTo("anthropic"));

        write(file, configuration(providers, "nobody") + "chanis: {}\n");
        server.child().await(Pattern.compile("the last good one stays in force"), PATIENCE);
        assertThat(server.child().printed()).contains("breakwater.yaml:").contains("'chains'");
        assertThat(answeredBy(server)).isEqualTo("anthropic");

        write(file, configuration(providers, "google"));
        Awaitility.await()
            .atMost(PATIENCE)
            .untilAsserted(() -> assertThat(answeredBy(server)).isEqualTo("google"));
      }
    }
  }

  private static String answeredBy(Server server) {
    Http.Answer answer = server.chat(HELLO);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.header("x-breakwater-provider");
  }

  private static String configuration(SimulatorProcess providers, String primary) {
    StringBuilder yaml = new StringBuilder("providers:\n");
    Simulator.PROVIDERS.forEach(it -> yaml.append(providers.provider(it)));
    return yaml.append("chains:\n  production: {primary: ")
        .append(primary)
        .append("/any-model, fallbacks: []}\n")
        .toString();
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
