package dev.breakwater.acceptance;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;

/** Callers who ask for {@code auto} on and on, each second one for streams. */
final class Callers implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Between an answer and the next question: load, not a race for the processor. */
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(15);

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI chat;
  private final AtomicIntegerArray answered;
  private final Set<String> answerers = ConcurrentHashMap.newKeySet();
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();
  private final List<Thread> threads;
  private volatile boolean leaving;

  /** They have begun when this returns. */
  Callers(Server server, int number) {
    chat = server.url().resolve("/v1/chat/completions");
    answered = new AtomicIntegerArray(number);
    threads =
        IntStream.range(0, number)
            .mapToObj(caller -> Thread.ofVirtual().start(() -> askOnAndOn(caller)))
            .toList();
    awaitRounds(1);
  }

  private void askOnAndOn(int caller) {
    while (!leaving) {
      ask(caller, caller % 2 == 1);
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  private void ask(int caller, boolean stream) {
    HttpRequest request =
        HttpRequest.newBuilder(chat)
            .timeout(PATIENCE)
            .header("Authorization", "Bearer " + Server.API_KEY)
            .POST(
                BodyPublishers.ofString(
                    """
                    {"model": "auto", "stream": %s,
                     "messages": [{"role": "user", "content": "Caller %d"}]}
                    """
                        .formatted(stream, caller)))
            .build();
    try {
      HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
      if (answer.statusCode() != 200
          || !answer.body().contains(stream ? "data: [DONE]" : "\"choices\"")) {
        failures.add(answer.statusCode() + " " + answer.body());
      }
      answerers.add(answer.headers().firstValue("x-breakwater-provider").orElse("nobody"));
      answered.incrementAndGet(caller);
    } catch (IOException e) {
      failures.add(e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits until each caller has been answered so many times more. */
  void awaitRounds(int rounds) {
    int[] before = IntStream.range(0, answered.length()).map(answered::get).toArray();
    Awaitility.await(rounds + " more answers to each")
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(10))
        .until(() ->
            !failures.isEmpty()
                || IntStream.range(0, before.length)
                    .allMatch(caller -> answered.get(caller) >= before[caller] + rounds));
  }

  /** How many answers there have been, to all together. */
  int answered() {
    return IntStream.range(0, answered.length()).map(answered::get).sum();
  }

  /** The providers that have answered since somebody last asked for them. */
  Set<String> answerers() {
    Set<String> until = Set.copyOf(answerers);
    answerers.clear();
    return until;
  }

  /** What was not a whole good answer. */
  List<String> failures() {
    return List.copyOf(failures);
  }

  @Override
  public void close() {
    leaving = true;
    try {
      for (Thread thread : threads) {
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    client.close();
  }
}
