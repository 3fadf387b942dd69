package dev.breakwater.acceptance;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code kill -9} under load, again and again: the ledger and the providers agree about every call,
 * to the nano-dollar where the provider reported usage, within bounds where nobody could. {@code
 * -Dbreakwater.kills=100} does it longer, {@code -Dbreakwater.seed=N} as it was before.
 */
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class KillIT {
  private static final int KILLS = Integer.getInteger("breakwater.kills", 3);
  private static final long SEED = Long.getLong("breakwater.seed", System.nanoTime() & 0xFFFF);
  private static final int REQUESTS = 120;

  /** The millions that a token costs as nano-dollars: 0.15 and 0.60 dollars a million. */
  private static final int INPUT_NANOS_A_TOKEN = 150;

  private static final int OUTPUT_NANOS_A_TOKEN = 600;

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String MODEL = "counted";

  private final SplittableRandom random = new SplittableRandom(SEED);
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /** What a request meets; by its place in the row of requests. */
  private enum Kind {
    WHOLE("openai", false),
    STREAMED("anthropic", true),
    SILENT("google", true),
    STREAMED_THROUGH("openai", true);

    private final String provider;
    private final boolean stream;

    Kind(String provider, boolean stream) {
      this.provider = provider;
      this.stream = stream;
    }

    static Kind of(int number) {
      return values()[number % values().length];
    }
  }

  /** A request and what its client has got of it. */
  private static final class Sent implements Flow.Subscriber<String> {
    private final String id;
    private final Kind kind;
    private final Queue<String> received = new ConcurrentLinkedQueue<>();
    private CompletableFuture<?> answer = new CompletableFuture<>();
    private volatile boolean acknowledged;

    Sent(String id, Kind kind) {
      this.id = id;
      this.kind = kind;
    }

    /** The pieces of text that its client has got; a simulated provider sends a token in each. */
    long pieces() {
      return received.stream()
          .filter(line -> line.startsWith("data: {"))
          .map(line -> Http.JSON.readTree(line.substring("data: ".length())))
          .map(event -> event.path("choices").path(0).path("delta").path("content").asString(""))
          .filter(text -> !text.isEmpty())
          .count();
    }

    boolean isWhole() {
      String last = kind.stream ? "data: [DONE]" : "\"usage\"";
      return received.stream().anyMatch(line -> line.contains(last));
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
      given.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(String line) {
      received.add(line);
    }

    @Override
    public void onError(Throwable failure) {
      // the kill
    }

    @Override
    public void onComplete() {}
  }

  @Test
  void everyCallThatAProviderCountedHasOneRow(@TempDir Path directory) throws IOException {
    try (SimulatorProcess providers = new SimulatorProcess(directory)) {
      Files.writeString(directory.resolve("breakwater.yaml"), configuration(providers));
      Simulator simulator = providers.simulator();
      simulator.script("openai", "{\"firstToken\": \"150ms\", \"betweenTokens\": \"5ms\"}");
      simulator.script("anthropic", "{\"betweenTokens\": \"25ms\", \"tokens\": 20}");
      simulator.script("google", "{\"fault\": \"silent\"}");
      Tally tally = new Tally();
      Server server = Server.start(directory, Map.of(), "--config", "breakwater.yaml");
      try {
        for (int round = 0; round < KILLS; round++) {
          // Some leave before their calls are made.
          int enough = random.nextInt(1, REQUESTS * 2 / 3);
          long pause = random.nextLong(TimeUnit.MILLISECONDS.toNanos(800));
          List<Sent> storm = storm(server.url(), round);
          Awaitility.await("calls")
              .atMost(PATIENCE)
              .pollInterval(Duration.ofMillis(5))
              .until(() -> count(simulator) >= enough);
          java.util.concurrent.locks.LockSupport.parkNanos(pause);
          server.kill();
          CompletableFuture.allOf(
                  storm.stream().map(it -> it.answer).toArray(CompletableFuture<?>[]::new))
              .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
              .join();
          server.close();
          long killed = System.nanoTime();
          server = Server.start(directory, Map.of(), "--config", "breakwater.yaml");
          tally.started(System.nanoTime() - killed);
          agree(new LedgerFile(directory), simulator, storm, round, tally);
          Simulator.PROVIDERS.forEach(simulator::forget);
        }
      } catch (AssertionError e) {
        throw new AssertionError("with -Dbreakwater.seed=" + SEED, e);
      } finally {
        server.close();
      }
      System.out.println(tally);
      assertThat(tally.settled).as("calls that were settled in spite of it").isPositive();
      assertThat(tally.interrupted).as("calls that the kills struck").isPositive();
      assertThat(tally.acknowledged).as("answers that reached a client whole").isPositive();
    }
  }

  private static int count(Simulator simulator) {
    return Simulator.PROVIDERS.stream().mapToInt(simulator::count).sum();
  }

  private List<Sent> storm(URI server, int round) {
    List<Sent> storm = new ArrayList<>();
    for (int number = 0; number < REQUESTS; number++) {
      Sent sent = new Sent("round-" + round + "-number-" + number + "-", Kind.of(number));
      storm.add(sent);
      CompletableFuture<?> request =
          client.sendAsync(
              ask(server, sent),
              head ->
                  head.statusCode() == 200
                      ? BodySubscribers.fromLineSubscriber(sent)
                      : BodyHandlers.discarding().apply(head));
      sent.answer = request.handle((response, failure) -> sent.acknowledged = sent.isWhole());
      if (sent.kind != Kind.WHOLE && random.nextInt(4) == 0) {
        CompletableFuture.delayedExecutor(random.nextInt(300), TimeUnit.MILLISECONDS)
            .execute(() -> request.cancel(true));
      }
    }
    return storm;
  }

  private static HttpRequest ask(URI server, Sent sent) {
    return HttpRequest.newBuilder(server.resolve("/v1/chat/completions"))
        .header("Authorization", "Bearer " + Server.API_KEY)
        .header("X-Request-Id", sent.id)
        .header("X-Breakwater-Fallback", "off")
        .POST(
            BodyPublishers.ofString(
                """
                {"model": "%s/%s", "stream": %s%s,
                 "messages": [{"role": "user", "content": "Count me once: %s"}]}
                """
                    .formatted(
                        sent.kind.provider,
                        MODEL,
                        sent.kind.stream,
                        sent.kind.stream ? ", \"stream_options\": {\"include_usage\": true}" : "",
                        sent.id)))
        .build();
  }

  /** The ledger against the providers' own count. */
  private static void agree(
      LedgerFile ledger, Simulator simulator, List<Sent> storm, int round, Tally tally) {
    Awaitility.await("nothing open").atMost(PATIENCE).until(() -> ledger.open() == 0);
    Map<String, Simulator.Call> calls = calls(simulator, storm);
    Map<String, List<LedgerFile.Attempt>> rows =
        ledger.attempts().stream()
            .filter(row -> row.clientRequestId().startsWith("round-" + round + "-"))
            .collect(groupingBy(LedgerFile.Attempt::clientRequestId));
    assertThat(rows.values()).allSatisfy(each -> assertThat(each).hasSize(1));
    assertThat(rows).containsKeys(calls.keySet().toArray(String[]::new));
    Map<String, Sent> sent = storm.stream().collect(toMap(it -> it.id, Function.identity()));
    long settledHere = 0;
    long settledThere = 0;
    for (List<LedgerFile.Attempt> each : rows.values()) {
      LedgerFile.Attempt row = each.getFirst();
      Simulator.Call call = calls.get(row.clientRequestId());
      switch (row.status()) {
        case "success" -> {
          Simulator.Call its = Objects.requireNonNull(call, () -> "no call behind " + row);
          isSettled(row, its);
          settledHere += row.costNanos();
          settledThere += cost(its);
          tally.settled++;
        }
        case "interrupted", "cancelled" -> {
          isEstimated(row, call, Objects.requireNonNull(sent.get(row.clientRequestId())));
          tally.count(row.status());
        }
        default -> throw new AssertionError("no such status: " + row);
      }
    }
    assertThat(settledHere).as("settled nano-dollars of the round").isEqualTo(settledThere);
    for (Sent each : storm) {
      if (each.acknowledged) {
        tally.acknowledged++;
        assertThat(rows.get(each.id))
            .as("what %s got whole", Objects.requireNonNull(sent.get(each.id)).id)
            .singleElement()
            .satisfies(row -> assertThat(row.status()).isEqualTo("success"));
      }
    }
  }

  /** By the id that their prompts quote. */
  private static Map<String, Simulator.Call> calls(Simulator simulator, List<Sent> storm) {
    Map<String, Simulator.Call> calls = new HashMap<>();
    for (String provider : Simulator.PROVIDERS) {
      for (Simulator.Call call : simulator.calls(provider)) {
        Sent its =
            storm.stream()
                .filter(it -> call.body().contains(it.id))
                .findFirst()
                .orElseThrow(() -> new AssertionError("whose call is " + call.body()));
        assertThat(calls.put(its.id, call)).as("a second call for %s", its.id).isNull();
      }
    }
    return calls;
  }

  private static void isSettled(LedgerFile.Attempt row, Simulator.Call call) {
    assertThat(call.ended()).as("%s", row).isEqualTo("whole");
    assertThat(row.estimated()).as("%s", row).isFalse();
    assertThat(row.inputTokens()).isEqualTo(call.inputTokens());
    assertThat(row.outputTokens()).isEqualTo(call.outputTokens());
    assertThat(row.costNanos()).isEqualTo(cost(call));
  }

  private static long cost(Simulator.Call call) {
    return call.inputTokens() * INPUT_NANOS_A_TOKEN + call.outputTokens() * OUTPUT_NANOS_A_TOKEN;
  }

  /** Estimates cost what they say, and lie between what the client got and the provider sent. */
  private static void isEstimated(
      LedgerFile.Attempt row, Simulator.@Nullable Call call, Sent sent) {
    assertThat(row.estimated()).as("%s", row).isTrue();
    assertThat(row.inputTokens()).as("%s", row).isPositive();
    assertThat(row.costNanos())
        .isEqualTo(
            row.inputTokens() * INPUT_NANOS_A_TOKEN + row.outputTokens() * OUTPUT_NANOS_A_TOKEN);
    long said = call == null ? 0 : call.outputTokens();
    assertThat(row.outputTokens())
        .as("%s, tokens between the client's and the provider's", row)
        .isBetween(sent.pieces(), said);
  }

  /** What all rounds together have met. */
  private static final class Tally {
    private int settled;
    private int interrupted;
    private int cancelled;
    private int acknowledged;
    private long longestStart;

    void count(String status) {
      if (status.equals("interrupted")) {
        interrupted++;
      } else {
        cancelled++;
      }
    }

    void started(long nanos) {
      longestStart = Math.max(longestStart, nanos);
    }

    @Override
    public String toString() {
      return "%d kills, seed %d: %d settled, %d interrupted, %d cancelled, %d acknowledged; slowest start %d ms"
          .formatted(
              KILLS,
              SEED,
              settled,
              interrupted,
              cancelled,
              acknowledged,
              TimeUnit.NANOSECONDS.toMillis(longestStart));
    }
  }

  private static String configuration(SimulatorProcess providers) {
    StringBuilder yaml = new StringBuilder("providers:\n");
    for (String provider : Simulator.PROVIDERS) {
      yaml.append(providers.provider(provider))
          .append("    models:\n      - {name: ")
          .append(MODEL)
          .append(", price: {input: 0.15, output: 0.60}}\n");
    }
    return yaml.toString();
  }
}
