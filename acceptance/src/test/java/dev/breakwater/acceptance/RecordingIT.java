package dev.breakwater.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What was said is kept for those who ask for it, redacted, and lies sealed. */
@Timeout(90)
class RecordingIT {
  private static final String WHOLE =
      """
      {"model": "openai/gpt-4o-mini", "messages": [{"role": "user",
       "content": "Remember the heron; my key is sk-proj-abcdefgh12345678, write to ann@example.org"}]}
      """;
  private static final String STREAMED =
      """
      {"model": "openai/gpt-4o-mini", "stream": true,
       "messages": [{"role": "user", "content": "Remember the heron in a stream"}]}
      """;

  private static Server start(Path directory, String bodies) {
    return Server.start(
        directory,
        Map.of("BREAKWATER_RECORDING_BODIES", bodies),
        "--simulate",
        "--simulator-port",
        "0");
  }

  private static Http.Answer bodies(Server server, String id) {
    return server.admin("GET", "/requests/" + id + "/bodies", "");
  }

  private static JsonNode awaited(Server server, String id) {
    return Awaitility.await(id)
        .atMost(Duration.ofSeconds(20))
        .until(() -> bodies(server, id), answer -> answer.status() == 200)
        .json();
  }

  @Test
  void questionsAndAnswersAreKeptWithoutTheirSecrets(@TempDir Path directory) throws IOException {
    try (Server server = start(directory, "all")) {
      Http.Answer whole = server.chat(WHOLE);
      JsonNode kept = awaited(server, whole.header("x-request-id"));
      assertThat(kept.get("request").asString())
          .contains("Remember the heron")
          .doesNotContain("sk-proj-abcdefgh12345678", "ann@example.org");
      assertThat(kept.get("response").asString()).contains("choices");
      assertThat(kept.get("truncated").booleanValue()).isFalse();

      Http.Answer streamed = server.chat(STREAMED);
      JsonNode stream = awaited(server, streamed.header("x-request-id"));
      assertThat(stream.get("response").asString()).contains("data: {", "[DONE]");

      assertThat(
              server
                  .http()
                  .call(
                      "GET",
                      "/api/admin/requests/" + whole.header("x-request-id") + "/bodies",
                      "",
                      "Authorization",
                      "Bearer " + Server.API_KEY)
                  .status())
          .as("by an application's key")
          .isEqualTo(403);
      server.stop();
      for (String file : new String[] {"breakwater.db", "breakwater.db-wal"}) {
        Path path = directory.resolve("data").resolve(file);
        if (Files.exists(path)) {
          assertThat(new String(Files.readAllBytes(path), StandardCharsets.ISO_8859_1))
              .doesNotContain("heron");
        }
      }
    }
  }

  @Test
  void onlyFailuresAreKeptWhereOnlyThoseAreAskedFor(@TempDir Path directory) {
    try (Server server = start(directory, "failures")) {
      String good = server.chat(WHOLE).header("x-request-id");
      server.simulator().script("openai", "{\"status\": 400}");
      String bad = server.chat(WHOLE.replace("Remember", "Forget")).header("x-request-id");
      assertThat(awaited(server, bad).get("request").asString()).contains("Forget the heron");
      assertThat(bodies(server, good).status()).isEqualTo(404);
    }
  }

  @Test
  void nothingIsKeptUnlessSomebodySaysSo(@TempDir Path directory) {
    try (Server server = Server.simulated(directory)) {
      String id = server.chat(WHOLE).header("x-request-id");
      server.request(id);
      Http.Answer answer = bodies(server, id);
      assertThat(answer.status()).isEqualTo(404);
      assertThat(answer.body()).contains("recording.bodies");
    }
  }
}
