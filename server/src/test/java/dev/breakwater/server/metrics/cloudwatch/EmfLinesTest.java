package dev.breakwater.server.metrics.cloudwatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.breakwater.gateway.settings.AtomicSettings;
import dev.breakwater.gateway.settings.ModelSettings;
import dev.breakwater.gateway.settings.ProviderSettings;
import dev.breakwater.gateway.settings.Settings;
import dev.breakwater.gateway.settings.Target;
import dev.breakwater.gateway.usage.AttemptEnded;
import dev.breakwater.gateway.usage.RequestEnded;
import dev.breakwater.gateway.usage.Status;
import dev.breakwater.server.metrics.GatewayMetrics;
import dev.breakwater.wire.conversation.Tokens;
import dev.breakwater.wire.format.Protocol;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What CloudWatch is told, against what {@code /metrics} says. */
class EmfLinesTest {
  private static final long AT = 1_800_000_000_000L;
  private static final Target FIRST = Target.parse("a/m1");
  private static final Target SECOND = Target.parse("a/m2");

  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final GatewayMetrics metrics =
      new GatewayMetrics(registry, new AtomicSettings(settings()), vendor -> List.of());
  private final EmfLines lines = new EmfLines("Breakwater", "test");
  private Figures before = Figures.NONE;

  private static Settings settings() {
    return new Settings(
        List.of(
            new ProviderSettings(
                "a",
                "a",
                Protocol.OPENAI,
                URI.create("http://127.0.0.1:1/v1"),
                null,
                IntStream.range(0, 100).mapToObj(i -> ModelSettings.named("m" + i)).toList())),
        Map.of(),
        List.of());
  }

  private void request(Target target, Status status, long micros) {
    metrics.ended(
        target,
        new AttemptEnded(
            "req_1",
            1,
            AT,
            status,
            200,
            status == Status.ERROR ? "reset" : null,
            null,
            Tokens.reported(100, 20),
            1_234_567,
            "v",
            micros,
            -1));
    metrics.ended(
        new RequestEnded(
            "req_1",
            AT,
            null,
            "default",
            "production",
            "k",
            "auto",
            target,
            target,
            1,
            status,
            200,
            null,
            null,
            true,
            false,
            micros,
            micros / 2));
  }

  /** The next set of lines, each checked. */
  private List<JsonNode> next() {
    Figures now = Figures.of(registry.scrape());
    List<JsonNode> read = lines.of(before, now, AT).stream().map(EmfCheck::read).toList();
    before = now;
    return read;
  }

  private static JsonNode whole(List<JsonNode> set) {
    return set.stream().filter(it -> !it.has("Provider")).findFirst().orElseThrow();
  }

  private static JsonNode target(List<JsonNode> set, String model) {
    return set.stream()
        .filter(it -> it.path("Model").asString("").equals(model))
        .findFirst()
        .orElseThrow();
  }

  private static double number(JsonNode line, String metric) {
    return line.required(metric).doubleValue();
  }

  @Test
  void aLineHasTheFormatsThreePartsAndTheServiceAsDimension() {
    request(FIRST, Status.SUCCESS, 1_500_000);
    JsonNode line = target(next(), "m1");
    JsonNode directive = line.at("/_aws/CloudWatchMetrics/0");
    assertThat(line.at("/_aws/Timestamp").longValue()).isEqualTo(AT);
    assertThat(directive.get("Namespace").asString()).isEqualTo("Breakwater");
    assertThat(directive.get("Dimensions").toString())
        .isEqualTo("[[\"Service\",\"Provider\",\"Model\"]]");
    assertThat(line.get("Service").asString()).isEqualTo("test");
    assertThat(line.get("Provider").asString()).isEqualTo("a");
  }

  @Test
  void countsTokensCostAndDurationsAreThoseOfTheSeries() {
    request(FIRST, Status.SUCCESS, 1_500_000);
    request(FIRST, Status.SUCCESS, 7_000_000);
    request(FIRST, Status.ERROR, 100);
    request(SECOND, Status.REJECTED, 100);
    List<JsonNode> set = next();
    JsonNode whole = whole(set);
    assertThat(number(whole, "Requests")).isEqualTo(3);
    assertThat(number(whole, "Successes")).isEqualTo(2);
    assertThat(number(whole, "Errors")).isEqualTo(1);
    assertThat(number(whole, "Rejected")).isEqualTo(1);
    assertThat(number(whole, "Attempts")).isEqualTo(4);
    assertThat(number(whole, "AttemptErrors")).isEqualTo(1);
    assertThat(number(whole, "InputTokens")).isEqualTo(400);
    assertThat(number(whole, "OutputTokens")).isEqualTo(80);
    assertThat(number(whole, "CostUsd")).isEqualTo(0.004938268);
    JsonNode latency = whole.required("Latency");
    assertThat(latency.toString())
        .isEqualTo(
            "{\"Values\":[1500,7500],\"Counts\":[1,1],\"Min\":1500,\"Max\":7500,"
                + "\"Count\":2,\"Sum\":8500}");
    assertThat(number(whole.required("TimeToFirstToken"), "Sum")).isEqualTo(4_250);
    assertThat(number(target(set, "m1"), "Requests")).isEqualTo(3);
    assertThat(number(target(set, "m2"), "Rejected")).isEqualTo(1);
  }

  @Test
  void aSetTellsOnlyWhatHasComeSinceTheOneBefore() {
    request(FIRST, Status.SUCCESS, 1_000_000);
    next();
    request(SECOND, Status.SUCCESS, 2_000_000);
    List<JsonNode> set = next();
    assertThat(number(whole(set), "Requests")).isEqualTo(1);
    assertThat(number(whole(set).required("Latency"), "Sum")).isCloseTo(2_000, within(1e-6));
    assertThat(set.stream().map(it -> it.path("Model").asString(""))).containsExactly("", "m2");

    JsonNode quiet = whole(next());
    assertThat(number(quiet, "Requests")).isZero();
    assertThat(quiet.has("Latency")).as("no durations are told where there are none").isFalse();
  }

  @Test
  void ofManyTargetsTheBusiestHaveLinesAndTheRestOneTogether() {
    for (int i = 0; i < 80; i++) {
      for (int times = 0; times <= i; times++) {
        request(new Target("a", "m" + i), Status.SUCCESS, 1_000_000);
      }
    }
    List<JsonNode> set = next();
    List<JsonNode> targets = set.stream().filter(it -> it.has("Model")).toList();
    assertThat(targets).hasSize(51);
    assertThat(number(target(set, "m79"), "Requests")).isEqualTo(80);
    assertThat(number(target(set, "other"), "Requests")).isEqualTo(30 * 31 / 2);
    assertThat(targets.stream().mapToDouble(it -> number(it, "Requests")).sum())
        .isEqualTo(number(whole(set), "Requests"));
  }

  @Test
  void providersHaveTheirHealthAsItIsNow() {
    Gauge healthy =
        Gauge.builder().name("llm_provider_healthy").labelNames("provider").register(registry);
    healthy.labelValues("a").set(1);
    healthy.labelValues("b").set(0);
    List<JsonNode> set = next();
    assertThat(number(whole(set), "ProvidersHealthy")).isEqualTo(1);
    assertThat(number(whole(set), "ProvidersUnhealthy")).isEqualTo(1);
    assertThat(
            set.stream()
                .filter(it -> it.path("Provider").asString("").equals("b"))
                .map(it -> number(it, "ProviderHealthy")))
        .containsExactly(0.0);
  }

  @Test
  void whateverModelsAreCalledCloudWatchTakesTheirLines() {
    for (String name : List.of("a\nb", "模型", ":colon", "\u0001", "x".repeat(200), "a\"b\\")) {
      request(new Target("a", name), Status.SUCCESS, 1_000_000);
    }
    assertThat(next()).hasSize(1 + 6);
  }

  @Test
  void theCheckOfTheFormatIsAbleToFail() {
    request(FIRST, Status.SUCCESS, 1_000_000);
    String right = lines.of(Figures.NONE, Figures.of(registry.scrape()), AT).getFirst();
    EmfCheck.read(right);
    for (String wrong :
        List.of(
            right.replace("\"Timestamp\":" + AT, "\"Timestamp\":\"now\""),
            right.replace("\"Service\":\"test\"", "\"Service\":\"\""),
            right.replace("\"Requests\":1", "\"Requested\":1"),
            right.replace("\"Unit\":\"Count\"", "\"Unit\":\"Counts\""),
            right.replace("\"Counts\":[1]", "\"Counts\":[1,1]"),
            right.replace("\"Count\":1", "\"Count\":2"))) {
      assertThat(wrong).isNotEqualTo(right);
      assertThatThrownBy(() -> EmfCheck.read(wrong)).isInstanceOf(Throwable.class);
    }
  }
}
