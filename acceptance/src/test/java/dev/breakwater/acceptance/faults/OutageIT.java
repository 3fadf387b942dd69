package dev.breakwater.acceptance.faults;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.acceptance.Http;
import dev.breakwater.acceptance.Protocol;
import dev.breakwater.acceptance.Simulator;
import dev.breakwater.acceptance.Simulator.Call;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** All providers are down; then they heal while 500 callers wait. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OutageIT {
  private static final int CALLERS = 500;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Early probes are a second apart; the log's clock is read a little before or after. */
  private static final Duration LEAST_BETWEEN_PROBES = Duration.ofMillis(950);

  /** A caller that was refused asks again so soon, whatever it was told. */
  private static final long IMPATIENCE_MILLIS = 500;

  private static final String CHAIN =
      """
      chains:
        production:
          primary: google/first
          fallbacks: [openai/second, anthropic/third]
          maxRetries: 0
          circuitBreakerThreshold: 3
          circuitBreakerResetTime: 60s
      """;

  private Scene scene;
  private Promises promises;
  private HttpClient client;
  private ExecutorService callers;

  @BeforeAll
  @Timeout(180)
  void start(@TempDir Path directory) throws Exception {
    scene = new Scene(directory, Map.of(), simulator -> CHAIN);
    callers = Executors.newVirtualThreadPerTaskExecutor();
    client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    assertThat(all(this::ask)).allSatisfy(it -> assertThat(it.statusCode()).isEqualTo(200));
    client.close();
    promises = new Promises(scene);
  }

  @AfterAll
  void stop() {
    callers.close();
    scene.close();
  }

  @BeforeEach
  void everybodyIsDown() throws Exception {
    client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    Simulator.PROVIDERS.forEach(it -> scene.simulator().script(it, "{\"status\": 503}"));
    while (circuits().stream().anyMatch(it -> it.equals("closed"))) {
      assertThat(ask().statusCode()).isEqualTo(503);
    }
    Simulator.PROVIDERS.forEach(scene.simulator()::forget);
    promises.begin();
  }

  private List<String> circuits() {
    Http.Answer health = scene.server().admin("GET", "/llm-fallback?action=health", "");
    List<String> states = new ArrayList<>();
    health.json().get("providers").forEach(it -> states.add(it.get("circuitState").asString()));
    assertThat(states).hasSize(3);
    return states;
  }

  private HttpResponse<String> ask() throws Exception {
    return client.send(
        RawStream.request(
            scene.server().url(),
            Scene.ACME_KEY,
            Protocol.CHAT,
            "auto",
            "Is anybody there?",
            false),
        BodyHandlers.ofString());
  }

  /** What 500 callers get who ask at once. */
  private <T> List<T> all(Callable<T> one) throws InterruptedException, ExecutionException {
    List<Future<T>> asked = new ArrayList<>();
    for (int caller = 0; caller < CALLERS; caller++) {
      asked.add(callers.submit(one));
    }
    List<T> got = new ArrayList<>();
    for (Future<T> each : asked) {
      got.add(each.get());
    }
    return got;
  }

  @Test
  @Timeout(120)
  void everyCallerIsToldWhenToComeBackAndTheProvidersAreLeftInPeace() throws Exception {
    List<HttpResponse<String>> answers = all(this::ask);

    assertThat(answers)
        .allSatisfy(it -> {
          assertThat(it.statusCode()).isEqualTo(503);
          assertThat(Integer.parseInt(it.headers().firstValue("retry-after").orElse("0")))
              .isBetween(1, 600);
          assertThat(it.body()).contains("no_provider_available");
        });
    Simulator.PROVIDERS.forEach(this::isProbedByOneAtATime);
    long calls =
        Simulator.PROVIDERS.stream().mapToLong(it -> scene.simulator().calls(it).size()).sum();
    long tried =
        answers.stream()
            .filter(it -> !it.headers().firstValue("x-breakwater-attempts").orElse("0").equals("0"))
            .count();
    assertThat(tried).as("callers that probed").isEqualTo(calls);
    holdAndRest();
  }

  @Test
  @Timeout(180)
  void whenTheProvidersHealTrafficComesBackWithoutAHerd() throws Exception {
    AtomicInteger refused = new AtomicInteger();
    List<Future<HttpResponse<String>>> waiting = new ArrayList<>();
    for (int caller = 0; caller < CALLERS; caller++) {
      waiting.add(callers.submit(() -> untilServed(refused)));
    }
    Awaitility.await("everybody waits").atMost(PATIENCE).until(() -> refused.get() >= CALLERS);
    Simulator.PROVIDERS.forEach(this::isProbedByOneAtATime);
    Simulator.PROVIDERS.forEach(it -> scene.simulator().script(it, "{}"));

    for (Future<HttpResponse<String>> each : waiting) {
      HttpResponse<String> answer = each.get(PATIENCE.toSeconds(), SECONDS);
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).contains("\"finish_reason\":\"stop\"");
    }
    Simulator.PROVIDERS.forEach(this::isProbedByOneAtATime);
    List<Call> served =
        Simulator.PROVIDERS.stream()
            .flatMap(it -> scene.simulator().calls(it).stream())
            .filter(it -> it.status().orElse(0) == 200)
            .sorted(Comparator.comparing(Call::at))
            .toList();
    assertThat(served).hasSize(CALLERS);
    Instant closed = served.getFirst().at();
    assertThat(served)
        .filteredOn(it -> it.at().isBefore(closed.plusSeconds(1)))
        .as("calls in the first second")
        .hasSizeLessThan(CALLERS / 2);
    holdAndRest();
  }

  private HttpResponse<String> untilServed(AtomicInteger refused) throws Exception {
    while (true) {
      HttpResponse<String> answer = ask();
      if (answer.statusCode() != 503) {
        return answer;
      }
      assertThat(answer.headers().firstValue("retry-after")).isPresent();
      refused.incrementAndGet();
      Pause.of(IMPATIENCE_MILLIS);
    }
  }

  /** While its circuit is open; what comes after its first success is its traffic. */
  private void isProbedByOneAtATime(String provider) {
    List<Call> probes =
        scene.simulator().calls(provider).stream()
            .sorted(Comparator.comparing(Call::at))
            .takeWhile(it -> it.status().orElse(0) == 503)
            .toList();
    for (int later = 1; later < probes.size(); later++) {
      assertThat(Duration.between(probes.get(later - 1).at(), probes.get(later).at()))
          .as(provider + "'s probes")
          .isGreaterThan(LEAST_BETWEEN_PROBES);
    }
  }

  private void holdAndRest() {
    client.close();
    promises.hold(new Promises.Ours(row -> true, call -> true, call -> true), List.of());
    promises.everythingIsBackAtItsBase();
  }
}
