package dev.breakwater.acceptance;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code kill -9} in the middle of 200 requests: the ledger and the providers agree about every
 * call. Each request asks for a model of its own, so that its call and its row can be matched.
 */
class KillIT {
  private static final int REQUESTS = 200;
  private static final int LEAVERS = 20;

  /** How many calls the providers have begun when the server is killed, a round each. */
  private static final List<Integer> KILLED_AT = List.of(20, 120, 190);

  private static final int INPUT_NANOS_A_TOKEN = 150;
  private static final int OUTPUT_NANOS_A_TOKEN = 600;
  private static final Duration PATIENCE = Duration.ofSeconds(15);

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

  @Test
  @Timeout(120)
  void everyCallThatAProviderCountedHasOneRow(@TempDir Path directory) throws IOException {
    try (SimulatorProcess providers = new SimulatorProcess(directory)) {
      Files.writeString(directory.resolve("breakwater.yaml"), configuration(providers));
      Simulator simulator = providers.simulator();
      simulator.script("openai", "{\"firstToken\": \"150ms\", \"betweenTokens\": \"5ms\"}");
      simulator.script("anthropic", "{\"betweenTokens\": \"25ms\", \"tokens\": 20}");
      simulator.script("google", "{\"fault\": \"silent\"}");
      Set<String> acknowledged = ConcurrentHashMap.newKeySet();
      Server server = Server.start(directory, Map.of(), "--config", "breakwater.yaml");
      try {
        for (int round = 0; round < KILLED_AT.size(); round++) {
          int enough = count(simulator) + KILLED_AT.get(round);
          List<CompletableFuture<?>> requests = storm(server.url(), round, acknowledged);
          Awaitility.await("calls")
              .atMost(PATIENCE)
              .pollInterval(Duration.ofMillis(5))
              .until(() -> count(simulator) >= enough);
          server.kill();
          CompletableFuture.allOf(requests.toArray(CompletableFuture<?>[]::new))
              .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
              .join();
          server.close();
          server = Server.start(directory, Map.of(), "--config", "breakwater.yaml");
          agree(directory, simulator, acknowledged);
        }
        assertThat(acknowledged).as("requests that were answered in spite of it").isNotEmpty();
      } finally {
        server.close();
      }
    }
  }

  private static int count(Simulator simulator) {
    return Simulator.PROVIDERS.stream().mapToInt(it -> simulator.calls(it).size()).sum();
  }

  private List<CompletableFuture<?>> storm(URI server, int round, Set<String> acknowledged) {
    List<CompletableFuture<?>> requests = new ArrayList<>();
    for (int number = 0; number < REQUESTS; number++) {
      Kind kind = Kind.of(number);
      String model = model(round, number);
      CompletableFuture<HttpResponse<String>> request =
          client.sendAsync(ask(server, kind, model), BodyHandlers.ofString());
      requests.add(
          request.handle((response, failure) -> {
            if (response != null && isWhole(response, kind)) {
              acknowledged.add(model);
            }
            return model;
          }));
      if (kind == Kind.SILENT && number < LEAVERS * Kind.values().length / 2) {
        CompletableFuture.delayedExecutor(100, TimeUnit.MILLISECONDS)
            .execute(() -> request.cancel(true));
      }
    }
    return requests;
  }

  private static boolean isWhole(HttpResponse<String> response, Kind kind) {
    return response.statusCode() == 200
        && (!kind.stream || response.body().contains("data: [DONE]"));
  }

  private static HttpRequest ask(URI server, Kind kind, String model) {
    return HttpRequest.newBuilder(server.resolve("/v1/chat/completions"))
        .header("Authorization", "Bearer " + Server.API_KEY)
        .header("X-Breakwater-Fallback", "off")
        .POST(
            BodyPublishers.ofString(
                """
                {"model": "%s/%s", "stream": %s%s,
                 "messages": [{"role": "user", "content": "Count me once"}]}
                """
                    .formatted(
                        kind.provider,
                        model,
                        kind.stream,
                        kind.stream ? ", \"stream_options\": {\"include_usage\": true}" : "")))
        .build();
  }

  /** The ledger against the providers' own count, over all rounds so far. */
  private static void agree(Path directory, Simulator simulator, Set<String> acknowledged) {
    LedgerFile ledger = new LedgerFile(directory);
    Awaitility.await("nothing open").atMost(PATIENCE).until(() -> ledger.open() == 0);
    Map<String, List<LedgerFile.Attempt>> rows =
        ledger.attempts().stream().collect(groupingBy(LedgerFile.Attempt::model));
    assertThat(rows.values()).allSatisfy(each -> assertThat(each).hasSize(1));
    Map<String, Simulator.Call> calls = new HashMap<>();
    for (String provider : Simulator.PROVIDERS) {
      calls.putAll(
          simulator.calls(provider).stream()
              .collect(toMap(Simulator.Call::model, Function.identity())));
    }
    assertThat(rows).containsKeys(calls.keySet().toArray(String[]::new));
    int interrupted = 0;
    for (List<LedgerFile.Attempt> each : rows.values()) {
      LedgerFile.Attempt row = each.getFirst();
      switch (row.status()) {
        case "success" -> {
          assertThat(calls).as("the call behind %s", row).containsKey(row.model());
          isSettled(row, Objects.requireNonNull(calls.get(row.model())));
        }
        case "interrupted" -> {
          interrupted++;
          assertThat(row.estimated()).as("%s", row).isTrue();
        }
        case "cancelled", "error" -> assertThat(row.provider()).isEqualTo("google");
        default -> throw new AssertionError("no such status: " + row);
      }
    }
    assertThat(interrupted).as("the kill struck").isPositive();
    assertThat(acknowledged)
        .allSatisfy(model ->
            assertThat(rows.get(model))
                .singleElement()
                .satisfies(row -> assertThat(row.status()).isEqualTo("success")));
  }

  private static void isSettled(LedgerFile.Attempt row, Simulator.Call call) {
    assertThat(call.ended()).as("%s", row).isEqualTo("whole");
    assertThat(row.estimated()).as("%s", row).isFalse();
    assertThat(row.inputTokens()).isEqualTo(call.inputTokens());
    assertThat(row.outputTokens()).isEqualTo(call.outputTokens());
    assertThat(row.costNanos())
        .isEqualTo(
            call.inputTokens() * INPUT_NANOS_A_TOKEN + call.outputTokens() * OUTPUT_NANOS_A_TOKEN);
  }

  private static String model(int round, int number) {
    return "model-" + round + "-" + number;
  }

  private static String configuration(SimulatorProcess providers) {
    StringBuilder yaml = new StringBuilder("providers:\n");
    for (String provider : Simulator.PROVIDERS) {
      yaml.append(providers.provider(provider)).append("    models:\n");
      for (int round = 0; round < KILLED_AT.size(); round++) {
        for (int number = 0; number < REQUESTS; number++) {
          if (Kind.of(number).provider.equals(provider)) {
            yaml.append("      - {name: ")
                .append(model(round, number))
                .append(", price: {input: 0.15, output: 0.60}}\n");
          }
        }
      }
    }
    return yaml.toString();
  }
}
