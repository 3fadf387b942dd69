package dev.breakwater.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.acceptance.exposition.Exposition;
import dev.breakwater.acceptance.exposition.Exposition.Format;
import dev.breakwater.acceptance.exposition.PromQl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.databind.JsonNode;

/** Everything in {@code deploy/} asks for what a running server really says. */
class DashboardIT {
  private static final Path DEPLOY = Path.of("../deploy");
  private static final String HELLO =
      "{\"messages\": [{\"role\": \"user\", \"content\": \"Hello\"}]}";
  private static final String STREAM = HELLO.replaceFirst("\\{", "{\"stream\": true, ");
  private static final String CHAIN =
      """
      {"primaryProvider": "google", "primaryModel": "gemini-1.5-flash",
       "fallbackProviders": [{"provider": "openai", "model": "gpt-4o-mini", "priority": 1}],
       "maxRetries": 1, "retryDelay": 1, "circuitBreakerThreshold": 2}
      """;

  @Test
  void theDashboardIsOneThatGrafanaLoads() throws IOException {
    String text = Files.readString(DEPLOY.resolve("grafana/breakwater.json"));
    GrafanaBoard board = new GrafanaBoard(text);
    assertThat(board.problems()).isEmpty();
    assertThat(board.panels().count()).isGreaterThanOrEqualTo(6);
  }

  @Test
  void theCheckOfDashboardsIsAbleToFail() throws IOException {
    String text = Files.readString(DEPLOY.resolve("grafana/breakwater.json"));
    for (Map.Entry<String, String> change :
        Map.of(
                "\"schemaVersion\": 41", "\"schemaVersion\": 16",
                "\"id\": 3,", "\"id\": 2,",
                "\"unit\": \"percentunit\"", "\"unit\": \"\"",
                "\"showLegend\": true", "\"showLegend\": false",
                "\"uid\": \"${datasource}\"", "\"uid\": \"prometheus\"",
                "\"name\": \"model\"", "\"name\": \"modell\"",
                "\"refId\": \"B\"", "\"refId\": \"A\"",
                "\"x\": 4,", "\"x\": 3,",
                "\"w\": 8,", "\"w\": 25,")
            .entrySet()) {
      String changed = text.replace(change.getKey(), change.getValue());
      assertThat(changed).as(change.getKey()).isNotEqualTo(text);
      assertThat(new GrafanaBoard(changed).problems()).as(change.getKey()).isNotEmpty();
    }
  }

  @Test
  void everyQueryNamesSeriesThatARunningServerHas(@TempDir Path directory) throws IOException {
    Path lines = directory.resolve("emf.log");
    try (Server server = start(directory, lines)) {
      traffic(server);
      Set<String> series = new HashSet<>(exposition(server).names());
      Set<String> recorded = new LinkedHashSet<>();
      Map<String, String> asked = new LinkedHashMap<>();
      rules(recorded, asked);
      dashboard(asked);
      series.addAll(recorded);
      series.add("up"); // Prometheus's own
      Set<String> missing = new TreeSet<>();
      asked.forEach((name, where) -> {
        if (!series.contains(name)) {
          missing.add(name + " in " + where);
        }
      });
      assertThat(asked).hasSizeGreaterThan(25);
      assertThat(missing).as("series that no server has").isEmpty();
    }
  }

  @Test
  void everyWidgetAndAlarmNamesMetricsThatAreSentAndTheirSumsAgree(@TempDir Path directory)
      throws IOException {
    Path file = directory.resolve("emf.log");
    try (Server server = start(directory, file)) {
      traffic(server);
      Exposition last = exposition(server);
      Awaitility.await("lines for CloudWatch")
          .atMost(Duration.ofSeconds(30))
          .until(() -> sent(file, "Requests") >= 4);
      server.stop();
      assertThat(sent(file, "Successes"))
          .isEqualTo(last.sum("llm_requests_total", Map.of("status", "success")));
      assertThat(sent(file, "Errors"))
          .isEqualTo(last.sum("llm_requests_total", Map.of("status", "error")));
      assertThat(sent(file, "Attempts")).isEqualTo(last.sum("llm_attempts_total", Map.of()));
      assertThat(sent(file, "Fallbacks")).isEqualTo(last.sum("llm_fallbacks_total", Map.of()));
      assertThat(sent(file, "OutputTokens"))
          .isEqualTo(last.sum("llm_tokens_used_total", Map.of("type", "output")));
      assertThat(sent(file, "CostUsd"))
          .isCloseTo(
              last.sum("llm_cost_usd_total", Map.of()),
              org.assertj.core.api.Assertions.within(1e-9));

      Set<String> sent = new HashSet<>();
      lines(file).forEach(line -> sent.addAll(CloudWatchFiles.metrics(line)));
      Set<String> asked = new TreeSet<>();
      JsonNode dashboard =
          Http.JSON.readTree(Files.readString(DEPLOY.resolve("cloudwatch/dashboard.json")));
      assertThat(CloudWatchFiles.problems(dashboard)).isEmpty();
      assertThat(CloudWatchFiles.widgets(dashboard)).hasSizeGreaterThanOrEqualTo(4);
      asked.addAll(CloudWatchFiles.asked(dashboard));
      Object alarms = yaml(DEPLOY.resolve("cloudwatch/alarms.yml"));
      List<String> ofAlarms = CloudWatchFiles.askedByAlarms(Http.JSON.valueToTree(alarms));
      assertThat(ofAlarms).hasSizeGreaterThanOrEqualTo(7);
      asked.addAll(ofAlarms);
      assertThat(sent).containsAll(asked);
    }
  }

  private static Server start(Path directory, Path lines) throws IOException {
    Files.writeString(
        directory.resolve("breakwater.yaml"),
        "telemetry: {cloudWatch: {interval: 1s, output: \"" + lines + "\"}}\n");
    return Server.start(
        directory, Map.of(), "--config", "breakwater.yaml", "--simulate", "--simulator-port", "0");
  }

  /**
   * One of each: answered whole and streamed, repeated, fallen back, passed by, rejected, failed.
   */
  private static void traffic(Server server) {
    server.chain(CHAIN);
    Simulator simulator = server.simulator();
    assertThat(server.chat(HELLO).status()).isEqualTo(200);
    assertThat(server.chat(STREAM).status()).isEqualTo(200);
    simulator.script("google", "{\"status\": 503}");
    assertThat(server.chat(HELLO).header("x-breakwater-provider")).isEqualTo("openai");
    assertThat(server.chat(HELLO).header("x-breakwater-attempts")).isEqualTo("1");
    assertThat(server.chat(HELLO.replaceFirst("\\{", "{\"model\": \"nobody\", ")).status())
        .isEqualTo(404);
    simulator.script("openai", "{\"status\": 500}");
    assertThat(server.chat(HELLO).status()).isEqualTo(503);
    simulator.heal();
    Awaitility.await("nobody in flight")
        .atMost(Duration.ofSeconds(30))
        .until(() -> exposition(server).sum("llm_requests_in_flight", Map.of()) == 0);
  }

  private static Exposition exposition(Server server) {
    Exposition exposition = Exposition.read(server.http().get("/metrics").body(), Format.PLAIN);
    assertThat(exposition.problems()).isEmpty();
    return exposition;
  }

  private static void dashboard(Map<String, String> asked) throws IOException {
    GrafanaBoard board =
        new GrafanaBoard(Files.readString(DEPLOY.resolve("grafana/breakwater.json")));
    Stream.concat(board.queries().stream(), board.variableQueries().stream())
        .forEach(query -> PromQl.names(query).forEach(it -> asked.put(it, "the dashboard")));
  }

  private static void rules(Set<String> recorded, Map<String, String> asked) throws IOException {
    JsonNode rules = Http.JSON.valueToTree(yaml(DEPLOY.resolve("prometheus/breakwater-rules.yml")));
    List<JsonNode> all = new ArrayList<>();
    rules.get("groups").forEach(group -> group.get("rules").forEach(all::add));
    for (JsonNode rule : all) {
      if (rule.has("record")) {
        recorded.add(rule.get("record").asString());
      } else {
        assertThat(rule.path("annotations").path("runbook").asString("")).isNotBlank();
        assertThat(rule.path("labels").path("severity").asString(""))
            .isIn("low", "medium", "high", "critical", "emergency");
      }
      String where = rule.path("alert").asString(rule.path("record").asString(""));
      PromQl.names(rule.get("expr").asString()).forEach(it -> asked.put(it, where));
    }
  }

  private static Object yaml(Path file) throws IOException {
    return new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file));
  }

  /** The sum of a metric over the lines about everything. */
  private static double sent(Path file, String metric) throws IOException {
    return lines(file).stream()
        .filter(line -> !line.has("Provider"))
        .mapToDouble(line -> line.path(metric).doubleValue(0))
        .sum();
  }

  private static List<JsonNode> lines(Path file) throws IOException {
    if (!Files.exists(file)) {
      return List.of();
    }
    String text = Files.readString(file);
    return text.substring(0, text.lastIndexOf('\n') + 1).lines().map(Http.JSON::readTree).toList();
  }
}
