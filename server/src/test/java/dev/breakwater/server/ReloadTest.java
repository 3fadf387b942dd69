package dev.breakwater.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.breakwater.server.config.Configuration;
import dev.breakwater.server.config.ConfigurationLoader;
import dev.breakwater.server.config.ConfigurationWatch;
import dev.breakwater.server.config.FileState;
import dev.breakwater.server.config.LoadOptions;
import dev.breakwater.server.config.Loaded;
import dev.breakwater.server.config.Problem;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file that is broken, and mended, while requests run. */
class ReloadTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int CALLERS = 4;

  private static final String GOOD =
      "chains:\n  production:\n    primary: openai/gpt-4o-mini\n    fallbacks: []\n";

  /** What is saved over the good one, one after the other. */
  private static final List<String> BROKEN =
      List.of(
          GOOD + "    maxRetries: many\n",
          GOOD.replace("openai/", "nowhere/"),
          GOOD.replace("[]", "[openai/gpt-4o"),
          "x".repeat(2_000_000));

  @TempDir private Path directory;

  @Test
  void noRequestFailsWhileABrokenFileLiesInPlaceAndTheMendedOneIsTakenUp() throws Exception {
    Path file = directory.resolve("breakwater.yaml");
    save(file, GOOD);
    LoadOptions options =
        new LoadOptions(
            Optional.empty(),
            OptionalInt.of(0),
            Optional.of(directory.resolve("data").toString()),
            true,
            OptionalInt.of(0),
            true);
    ConfigurationLoader loader = new ConfigurationLoader(Map.of(), options);
    Configuration first = ((Loaded.Accepted) loader.load(file.toString(), GOOD)).configuration();
    try (Breakwater server = Breakwater.start(first, Map.of());
        ConfigurationWatch _ =
            new ConfigurationWatch(file, loader, GOOD, first, following(server)).start();
        Load load = new Load(server.started().port())) {
      load.start();
      for (String broken : BROKEN) {
        String told = told(loader, file, broken);
        save(file, broken);
        await()
            .atMost(PATIENCE)
            .untilAsserted(
                () -> assertThat(load.get("/readyz").body()).contains("\"ready\"", told));
        assertThat(load.get("/metrics").body()).contains("breakwater_configuration_valid 0.0");
        assertThat(load.get("/api/llm/config").body()).contains("\"valid\":false");
        load.awaitMore();
      }
      save(file, GOOD.replace("openai/gpt-4o-mini", "anthropic/claude-3-haiku"));
      await()
          .atMost(PATIENCE)
          .untilAsserted(() ->
              assertThat(load.chat("auto", false).headers().firstValue("x-breakwater-provider"))
                  .contains("anthropic"));
      assertThat(load.get("/readyz").body()).doesNotContain("warnings");
      assertThat(load.get("/metrics").body()).contains("breakwater_configuration_valid 1.0");
      load.awaitMore();
      assertThat(load.failures).isEmpty();
    }
  }

  @Test
  void aFlagStopsGenerationAtOnceAndLetsItGoOn() throws Exception {
    LoadOptions options =
        new LoadOptions(
            Optional.empty(),
            OptionalInt.of(0),
            Optional.of(directory.resolve("data").toString()),
            true,
            OptionalInt.of(0),
            true);
    Loaded loaded = new ConfigurationLoader(Map.of(), options).load("b.yaml", GOOD);
    try (Breakwater server =
            Breakwater.start(((Loaded.Accepted) loaded).configuration(), Map.of());
        Load load = new Load(server.started().port())) {
      assertThat(load.chat("auto", false).statusCode()).isEqualTo(200);

      assertThat(load.flag("{\"LLM_EVENTS_ENABLED\": false}").statusCode()).isEqualTo(200);
      HttpResponse<String> refused = load.chat("auto", false);
      assertThat(refused.statusCode()).isEqualTo(503);
      assertThat(refused.body()).contains("generation_disabled");
      assertThat(load.get("/api/config").body()).contains("\"LLM_EVENTS_ENABLED\":false");

      load.flag("{\"LLM_EVENTS_ENABLED\": null}");
      assertThat(load.chat("auto", false).statusCode()).isEqualTo(200);
      load.stopped();
    }
  }

  @Test
  void whatEverybodyIsToldNamesLineAndKey() {
    ConfigurationLoader loader = new ConfigurationLoader(Map.of(), LoadOptions.NONE);
    Path file = Path.of("breakwater.yaml");

    assertThat(told(loader, file, BROKEN.getFirst()))
        .contains("at line 5, chains.production.maxRetries;");
    assertThat(told(loader, file, BROKEN.get(1))).contains("at line 3, chains.production.primary;");
  }

  private static String told(ConfigurationLoader loader, Path file, String broken) {
    FileState state = new FileState(Instant.EPOCH);
    state.refused(((Loaded.Rejected) loader.load(file.toString(), broken)).problems());
    return state.warning().orElseThrow();
  }

  private static void save(Path file, String text) throws IOException {
    Path fresh = file.resolveSibling("fresh");
    Files.writeString(fresh, text);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private static ConfigurationWatch.Listener following(Breakwater server) {
    return new ConfigurationWatch.Listener() {
      @Override
      public void changed(
          Configuration configuration,
          String text,
          List<Problem> warnings,
          List<String> restartRequired) {
        server.takeUp(configuration, restartRequired);
      }

      @Override
      public void refused(List<Problem> problems) {
        server.refuse(problems);
      }
    };
  }

  /** Callers that ask without pause, half of them for streams. */
  private static final class Load implements AutoCloseable {
    private final HttpClient client =
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String base;
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicBoolean stopping = new AtomicBoolean();
    private final CountDownLatch stopped = new CountDownLatch(CALLERS);

    Load(int port) {
      base = "http://127.0.0.1:" + port;
    }

    void start() {
      IntStream.range(0, CALLERS)
          .forEach(caller -> Thread.ofPlatform().daemon().start(() -> ask(caller % 2 == 0)));
      awaitMore();
    }

    private void ask(boolean stream) {
      while (!stopping.get()) {
        try {
          HttpResponse<String> answer = chat("auto", stream);
          boolean whole =
              stream ? answer.body().contains("data: [DONE]") : answer.body().contains("choices");
          if (answer.statusCode() != 200 || !whole) {
            failures.add(answer.statusCode() + " " + answer.body());
          }
          answered.incrementAndGet();
        } catch (IOException e) {
          failures.add(e.toString());
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          stopping.set(true);
        }
      }
      stopped.countDown();
    }

    /** Until each caller could have been answered under what holds now. */
    void awaitMore() {
      int enough = answered.get() + 4 * CALLERS;
      await().atMost(PATIENCE).until(() -> answered.get() >= enough);
    }

    HttpResponse<String> chat(String model, boolean stream)
        throws IOException, InterruptedException {
      String body =
          "{\"model\": \"%s\", \"stream\": %s, \"messages\": [{\"role\": \"user\", \"content\": \"hi\"}]}"
              .formatted(model, stream);
      return client.send(
          request("/v1/chat/completions").POST(BodyPublishers.ofString(body)).build(),
          BodyHandlers.ofString());
    }

    HttpResponse<String> flag(String body) throws IOException, InterruptedException {
      return client.send(
          request("/api/config").method("PATCH", BodyPublishers.ofString(body)).build(),
          BodyHandlers.ofString());
    }

    /** For one that was never started. */
    void stopped() {
      IntStream.range(0, CALLERS).forEach(_ -> stopped.countDown());
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
      return client.send(request(path).build(), BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
      return HttpRequest.newBuilder(URI.create(base + path)).timeout(PATIENCE);
    }

    @Override
    public void close() {
      stopping.set(true);
      await().atMost(PATIENCE).until(() -> stopped.getCount() == 0);
      client.close();
    }
  }
}
