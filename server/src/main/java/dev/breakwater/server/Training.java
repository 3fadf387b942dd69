package dev.breakwater.server;

import dev.breakwater.server.cli.Trainer;
import dev.breakwater.server.config.Configuration;
import dev.breakwater.server.config.ConfigurationLoader;
import dev.breakwater.server.config.LoadOptions;
import dev.breakwater.server.config.Loaded;
import dev.breakwater.server.keys.Keys;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * A server that serves itself: simulated providers behind it, callers of every protocol before it,
 * in this one process and on loopback alone. What the Java virtual machine learns from it – classes
 * linked, branches taken, types met – is kept in the launcher's cache, so that servers start in
 * half the time and compile what is hot without finding out anew what that is.
 */
final class Training implements Trainer {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private record Lesson(String path, String body) {}

  /** What most servers do most, most often: a conversation passed through, then translated ones. */
  private static final List<Lesson> LESSONS =
      List.of(
          chat("gpt-4o-mini", false),
          chat("gpt-4o-mini", true),
          chat("auto", false),
          chat("claude-haiku-4-5", false),
          chat("claude-haiku-4-5", true),
          chat("gemini-2.5-flash", true),
          new Lesson("/v1/messages", message(false)),
          new Lesson("/v1/messages", message(true)),
          new Lesson(
              "/v1/responses",
              "{\"model\": \"gpt-4o-mini\", \"input\": \"What does a breakwater do in a storm?\"}"),
          new Lesson(
              "/v1beta/models/gemini-2.5-flash:generateContent",
              "{\"contents\": [{\"parts\": [{\"text\": \"What does a breakwater do in a storm?\"}]}]}"));

  @Override
  public long train(Duration time) throws Exception {
    Path data = Files.createTempDirectory("breakwater-training");
    try (Breakwater server = Breakwater.start(configuration(data), Map.of())) {
      Breakwater.Started started = server.started();
      String key = key(started, "application");
      URI base = URI.create("http://127.0.0.1:" + started.port());
      look(base, key(started, "admin"));
      long answers = callAll(base, key, time);
      look(base, key(started, "admin"));
      return answers;
    } finally {
      delete(data);
    }
  }

  private static Lesson chat(String model, boolean stream) {
    return new Lesson(
        "/v1/chat/completions",
        """
        {"model": "%s", "stream": %s, "messages": [
          {"role": "system", "content": "You know harbours."},
          {"role": "user", "content": "What does a breakwater do in a storm, in some words?"}]}
        """
            .formatted(model, stream));
  }

  private static String message(boolean stream) {
    return """
    {"model": "claude-haiku-4-5", "stream": %s, "max_tokens": 200, "messages": [
      {"role": "user", "content": "What does a breakwater do in a storm, in some words?"}]}
    """
        .formatted(stream);
  }

  private static Configuration configuration(Path data) throws IOException {
    LoadOptions options =
        new LoadOptions(
            Optional.empty(),
            OptionalInt.of(0),
            Optional.of(data.toString()),
            true,
            OptionalInt.of(0),
            false);
    return switch (new ConfigurationLoader(Map.of(), options).loadDefaults()) {
      case Loaded.Accepted accepted -> accepted.configuration();
      case Loaded.Rejected rejected -> throw new IOException(rejected.problems().toString());
    };
  }

  private static String key(Breakwater.Started started, String use) {
    return started.madeKeys().stream()
        .filter(made -> made.use().equals(use))
        .findFirst()
        .map(Keys.Made::key)
        .orElseThrow();
  }

  private static long callAll(URI base, String key, Duration time) {
    AtomicLong answers = new AtomicLong();
    long end = System.nanoTime() + time.toNanos();
    try (HttpClient http = http();
        ExecutorService callers = Executors.newFixedThreadPool(LESSONS.size())) {
      for (int lesson = 0; lesson < LESSONS.size(); lesson++) {
        int first = lesson;
        callers.execute(() -> {
          for (int turn = first; System.nanoTime() - end < 0; turn++) {
            if (isAnswered(http, request(base, key, LESSONS.get(turn % LESSONS.size())))) {
              answers.incrementAndGet();
            }
          }
        });
      }
    }
    return answers.get();
  }

  private static HttpClient http() {
    return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  }

  private static HttpRequest request(URI base, String key, Lesson lesson) {
    return HttpRequest.newBuilder(base.resolve(lesson.path()))
        .timeout(PATIENCE)
        .header("Authorization", "Bearer " + key)
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(lesson.body()))
        .build();
  }

  private static boolean isAnswered(HttpClient http, HttpRequest request) {
    try {
      return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** What watches a server asks it for. */
  private static void look(URI base, String key) {
    try (HttpClient http = http()) {
      for (String path : List.of("/readyz", "/metrics", "/api/admin/llm-usage?hours=1")) {
        isAnswered(
            http,
            HttpRequest.newBuilder(base.resolve(path))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + key)
                .build());
      }
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
