package dev.breakwater.acceptance.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.acceptance.Http;
import dev.breakwater.acceptance.Protocol;
import dev.breakwater.acceptance.Server;
import dev.breakwater.acceptance.Simulator;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * A primary that is down for five seconds out of ten, at 50 requests a second: nobody in front
 * notices. Half a minute in the gate; {@code -Dbreakwater.flapping=10m} makes it as long as wanted.
 */
@Execution(ExecutionMode.CONCURRENT)
class FlappingIT {
  /** The simulator's log has no more; beyond that only its counter tells. */
  private static final int REMEMBERED_CALLS = 10_000;

  private static final Duration LENGTH = length(System.getProperty("breakwater.flapping", "30s"));
  private static final Duration CYCLE = Duration.ofSeconds(10);
  private static final int REQUESTS_A_SECOND = 50;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Opened, half-open, open again, half-open, closed, and one look between that we missed. */
  private static final int MOST_CHANGES_A_CYCLE = 8;

  private static final List<String> OUTAGES =
      List.of(
          "\"fault\": \"refuse\"", "\"status\": 503", "\"fault\": \"reset\"", "\"status\": 529");

  private static final String CHAIN =
      """
      chains:
        production:
          primary: google/flapping
          fallbacks: [openai/second, anthropic/third]
          maxRetries: 2
          retryDelay: 50ms
          circuitBreakerThreshold: 5
          circuitBreakerResetTime: 2s
      """;

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Queue<String> failed = new ConcurrentLinkedQueue<>();
  private final AtomicInteger served = new AtomicInteger();
  private final AtomicInteger byPrimary = new AtomicInteger();

  private static Duration length(String written) {
    return Duration.parse("PT" + written);
  }

  @Test
  @Timeout(value = 1, unit = TimeUnit.HOURS)
  void nobodyNoticesAPrimaryThatFlaps(@TempDir Path directory) throws InterruptedException {
    try (Scene scene = new Scene(directory, Map.of(), simulator -> CHAIN);
        Circuit circuit = new Circuit(scene);
        ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      ask(scene, 0);
      Promises promises = new Promises(scene);
      scene.calm();
      promises.begin();
      served.set(0);
      byPrimary.set(0);
      scene.simulator().script("google", flaps());
      long began = System.nanoTime();
      int requests = (int) LENGTH.toSeconds() * REQUESTS_A_SECOND;

      for (int number = 0; number < requests; number++) {
        Pause.untilNanos(began + number * TimeUnit.SECONDS.toNanos(1) / REQUESTS_A_SECOND);
        int own = number;
        callers.execute(() -> ask(scene, own));
      }
      Awaitility.await("all answered")
          .atMost(PATIENCE)
          .until(() -> served.get() + failed.size() >= requests);

      assertThat(failed).isEmpty();
      int primaryCalls = scene.simulator().calls("google").size();
      long struck =
          scene.simulator().calls("google").stream()
              .filter(it -> !it.fault().isEmpty() || it.status().orElse(200) != 200)
              .count();
      System.out.printf(
          "%d requests in %s: %d answered by the primary, %d calls of it (%d struck),"
              + " %d changes of its circuit%n",
          requests, LENGTH, byPrimary.get(), primaryCalls, struck, circuit.changes());
      assertThat(struck).as("the flaps struck").isPositive();
      assertThat(byPrimary.get()).as("the primary has served").isGreaterThan(requests / 10);
      assertThat(primaryCalls).isLessThanOrEqualTo(requests * 12 / 10);
      assertThat(circuit.changes())
          .isBetween(2, (int) (LENGTH.dividedBy(CYCLE) + 1) * MOST_CHANGES_A_CYCLE);
      returnsToThePrimary(scene);
      if (requests < REMEMBERED_CALLS) {
        promises.hold(
            new Promises.Ours(row -> true, call -> true, call -> true), List.copyOf(failed));
      } else {
        Awaitility.await("every call has one row")
            .atMost(PATIENCE)
            .untilAsserted(() ->
                assertThat(scene.ledger().attempts())
                    .hasSize(
                        Simulator.PROVIDERS.stream().mapToInt(scene.simulator()::count).sum()));
      }
      promises.everythingIsBackAtItsBase();
    }
  }

  /** Up for five seconds, down for five, and so on; well at the end. */
  private static String flaps() {
    List<String> steps = new ArrayList<>();
    long cycles = LENGTH.dividedBy(CYCLE);
    for (int cycle = 0; cycle < cycles; cycle++) {
      long from = cycle * CYCLE.toSeconds() + 5;
      steps.add(
          "{\"from\": \"%ds\", \"to\": \"%ds\", %s}"
              .formatted(from, from + 5, OUTAGES.get(cycle % OUTAGES.size())));
    }
    return steps.toString();
  }

  private void ask(Scene scene, int number) {
    boolean stream = number % 2 == 0;
    try {
      HttpResponse<String> answer =
          client.send(
              RawStream.request(
                  scene.server().url(),
                  Scene.ACME_KEY,
                  Protocol.CHAT,
                  "auto",
                  "Request " + number,
                  stream),
              BodyHandlers.ofString());
      boolean whole =
          answer.statusCode() == 200
              && answer.body().contains("\"finish_reason\":\"stop\"")
              && (!stream || answer.body().endsWith("data: [DONE]\n\n"));
      if (!whole) {
        failed.add(number + ": " + answer.statusCode() + " " + answer.body());
        return;
      }
      if (answer.headers().firstValue("x-breakwater-provider").orElse("").equals("google")) {
        byPrimary.incrementAndGet();
      }
      served.incrementAndGet();
    } catch (Exception e) {
      failed.add(number + ": " + e);
    }
  }

  /** After the last outage: twenty in a row are its own again. */
  private void returnsToThePrimary(Scene scene) {
    Awaitility.await("traffic is back at the primary")
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> {
          byPrimary.set(0);
          for (int number = 0; number < 20; number++) {
            ask(scene, number);
          }
          return byPrimary.get() == 20;
        });
    assertThat(failed).isEmpty();
  }

  /** Looks at the primary's circuit all the time and counts how often it has changed. */
  private static final class Circuit implements AutoCloseable {
    private final Scene scene;
    private final Thread thread;
    private volatile boolean over;
    private final AtomicInteger changes = new AtomicInteger();

    Circuit(Scene scene) {
      this.scene = scene;
      thread = Thread.ofVirtual().start(this::watch);
    }

    private void watch() {
      // Its own, for what this one sees would fill the memory of the test.
      Http http = new Http(scene.server().url());
      String last = "closed";
      while (!over) {
        String now = state(http);
        if (!now.equals(last)) {
          changes.incrementAndGet();
          last = now;
        }
        try {
          Pause.of(50);
        } catch (InterruptedException e) {
          return;
        }
      }
    }

    private static String state(Http http) {
      return http.get(
              "/api/admin/llm-fallback?action=health",
              "Authorization",
              "Bearer " + Server.ADMIN_KEY)
          .json()
          .get("providers")
          .get(0)
          .get("circuitState")
          .asString();
    }

    int changes() {
      return changes.get();
    }

    @Override
    public void close() {
      over = true;
      thread.interrupt();
    }
  }
}
