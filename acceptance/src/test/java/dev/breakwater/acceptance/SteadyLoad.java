package dev.breakwater.acceptance;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Whole and streamed requests at an even pace, and how long each took, by what went on. */
final class SteadyLoad {
  private static final double NANOS_A_MILLI = 1e6;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI chat;
  private final long pauseNanos;
  private final Thread thread;
  private final Map<String, Queue<Long>> took = new LinkedHashMap<>();
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();
  private final List<CompletableFuture<?>> running = new ArrayList<>();
  private volatile Queue<Long> current = new ConcurrentLinkedQueue<>();
  private volatile boolean stopped;

  private SteadyLoad(Server server, int perSecond) {
    this.chat = server.url().resolve("/v1/chat/completions");
    this.pauseNanos = TimeUnit.SECONDS.toNanos(1) / perSecond;
    this.thread = Thread.ofPlatform().daemon().name("steady-load").unstarted(this::run);
  }

  /** Begins to ask, openai and anthropic in turn, so many times a second. */
  static SteadyLoad start(Server server, int perSecond) {
    SteadyLoad load = new SteadyLoad(server, perSecond);
    load.thread.start();
    return load;
  }

  /** Lets requests begin for a while under a name. */
  void during(String name, Duration length) {
    Queue<Long> mine = new ConcurrentLinkedQueue<>();
    took.put(name, mine);
    current = mine;
    long until = System.nanoTime() + length.toNanos();
    for (long left = length.toNanos(); left > 0; left = until - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  /** Begins no more, and waits for those that run. */
  void stop() throws InterruptedException {
    stopped = true;
    thread.join();
    CompletableFuture.allOf(running.toArray(CompletableFuture<?>[]::new))
        .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
        .join();
  }

  /** What was not a whole good answer. */
  List<String> failures() {
    return List.copyOf(failures);
  }

  Duration slowest(String name) {
    return Duration.ofNanos(
        took.getOrDefault(name, new ConcurrentLinkedQueue<>()).stream()
            .mapToLong(Long::longValue)
            .max()
            .orElseThrow());
  }

  private void run() {
    long next = System.nanoTime();
    for (int number = 0; !stopped; number++) {
      ask(number);
      next += pauseNanos;
      while (!stopped && next - System.nanoTime() > 0) {
        LockSupport.parkNanos(next - System.nanoTime());
      }
    }
  }

  private void ask(int number) {
    boolean stream = number % 2 == 1;
    HttpRequest request =
        HttpRequest.newBuilder(chat)
            .header("Authorization", "Bearer " + Server.API_KEY)
            .timeout(PATIENCE)
            .POST(
                BodyPublishers.ofString(
                    """
                    {"model": "%s/counted", "stream": %s,
                     "messages": [{"role": "user", "content": "Number %d"}]}
                    """
                        .formatted(number % 4 < 2 ? "openai" : "anthropic", stream, number)))
            .build();
    Queue<Long> mine = current;
    long began = System.nanoTime();
    running.add(
        client
            .sendAsync(request, BodyHandlers.ofString())
            .handle((response, failure) -> {
              mine.add(System.nanoTime() - began);
              if (!isWhole(response, stream)) {
                failures.add(
                    number
                        + ": "
                        + (response == null ? failure : response.statusCode() + response.body()));
              }
              return number;
            }));
  }

  private static boolean isWhole(@Nullable HttpResponse<String> response, boolean stream) {
    return response != null
        && response.statusCode() == 200
        && (!stream || response.body().contains("data: [DONE]"));
  }

  /** The figures of each time, in milliseconds. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    took.forEach((name, all) -> {
      long[] sorted = all.stream().mapToLong(Long::longValue).sorted().toArray();
      text.append(
          String.format(
              Locale.ROOT,
              "%s: %d requests, median %.1f ms, p99 %.1f ms, slowest %.1f ms; ",
              name,
              sorted.length,
              rank(sorted, 50),
              rank(sorted, 99),
              rank(sorted, 100)));
    });
    return text.toString();
  }

  private static double rank(long[] sorted, int percent) {
    if (sorted.length == 0) {
      return 0;
    }
    int rank = Math.max(1, (sorted.length * percent + 99) / 100);
    return Arrays.stream(sorted).skip(rank - 1L).findFirst().orElseThrow() / NANOS_A_MILLI;
  }
}
