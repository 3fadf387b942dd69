package dev.breakwater.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.gateway.settings.Target;
import dev.breakwater.gateway.usage.AttemptEnded;
import dev.breakwater.gateway.usage.RequestEnded;
import dev.breakwater.gateway.usage.Status;
import dev.breakwater.wire.conversation.Tokens;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The series that dashboards rely on, in the format that Prometheus reads. */
class GatewayMetricsTest {
  private static final Pattern COMMENT =
      Pattern.compile(
          "# (HELP [a-zA-Z_:][a-zA-Z0-9_:]* .+|TYPE [a-zA-Z_:][a-zA-Z0-9_:]* "
              + "(counter|gauge|histogram|summary|untyped))");
  private static final String LABEL = "[a-zA-Z_][a-zA-Z0-9_]*=\"([^\"\\\\\n]|\\\\[\\\\\"n])*\"";
  private static final Pattern SAMPLE =
      Pattern.compile(
          "[a-zA-Z_:][a-zA-Z0-9_:]*(\\{"
              + LABEL
              + "(,"
              + LABEL
              + ")*,?\\})? "
              + "([+-]?[0-9.]+([eE][+-]?[0-9]+)?|NaN|[+-]Inf)");

  private final GatewayMetrics metrics = new GatewayMetrics(new PrometheusRegistry());

  private static RequestEnded request(
      @Nullable Target primary, @Nullable Target used, Status status, long micros) {
    return new RequestEnded(
        "req_1",
        0,
        null,
        "default",
        "production",
        "k",
        "auto",
        primary,
        used,
        1,
        status,
        200,
        null,
        null,
        false,
        false,
        micros,
        -1);
  }

  private static AttemptEnded attempt(Tokens tokens, long costNanos) {
    return new AttemptEnded(
        "req_1", 1, 0, Status.SUCCESS, 200, null, null, tokens, costNanos, "v", 1, -1);
  }

  private List<String> lines() {
    return new String(metrics.scrape(), StandardCharsets.UTF_8).lines().toList();
  }

  /** The value of the one series with that name and all these labels. */
  private double value(String name, String... labels) {
    List<String> found =
        lines().stream()
            .filter(line -> line.startsWith(name + "{"))
            .filter(line -> List.of(labels).stream().allMatch(line::contains))
            .toList();
    assertThat(found).as("%s %s", name, List.of(labels)).hasSize(1);
    return Double.parseDouble(found.getFirst().substring(found.getFirst().lastIndexOf(' ') + 1));
  }

  @Test
  void requestsAreCountedByModelProviderAndStatus() {
    Target asked = Target.parse("a/first");
    Target answered = Target.parse("b/second");
    metrics.ended(request(asked, answered, Status.SUCCESS, 1));
    metrics.ended(request(asked, answered, Status.SUCCESS, 1));
    metrics.ended(request(asked, null, Status.ERROR, 1));
    metrics.ended(request(null, null, Status.REJECTED, 1));
    String second = "model=\"second\"";
    assertThat(value("llm_requests_total", second, "provider=\"b\"", "status=\"success\""))
        .isEqualTo(2);
    assertThat(value("llm_requests_total", "model=\"first\"", "provider=\"a\"", "status=\"error\""))
        .isEqualTo(1);
    assertThat(value("llm_requests_total", "model=\"none\"", "status=\"rejected\"")).isEqualTo(1);
    assertThat(value("llm_requests_total", "model=\"first\"", "status=\"success\"")).isZero();
  }

  @Test
  void durationsAreOfSuccessesInSecondsWithTheBucketsThatDashboardsAskFor() {
    Target target = Target.parse("a/m");
    metrics.ended(request(target, target, Status.SUCCESS, 1_500_000));
    metrics.ended(request(target, target, Status.SUCCESS, 40_000_000));
    metrics.ended(request(target, null, Status.ERROR, 900_000_000));
    String name = "llm_request_duration_seconds";
    assertThat(value(name + "_count", "model=\"m\"")).isEqualTo(2);
    assertThat(value(name + "_sum", "model=\"m\"")).isEqualTo(41.5);
    for (String bucket : List.of("0.5", "1.0", "2.0", "5.0", "10.0", "30.0", "60.0", "+Inf")) {
      double limit = bucket.equals("+Inf") ? Double.MAX_VALUE : Double.parseDouble(bucket);
      double expected = (limit >= 1.5 ? 1 : 0) + (limit >= 40 ? 1 : 0);
      assertThat(value(name + "_bucket", "model=\"m\"", "le=\"" + bucket + "\""))
          .isEqualTo(expected);
    }
  }

  @Test
  void tokensAndCostAreOfAllAttemptsAndAnUnknownPriceAddsNothing() {
    Target target = Target.parse("a/m");
    metrics.ended(target, attempt(Tokens.reported(100, 20), 1_500_000_000));
    metrics.ended(target, attempt(Tokens.estimated(10, 2), AttemptEnded.UNPRICED));
    metrics.ended(target, attempt(Tokens.NONE, 0));
    assertThat(value("llm_tokens_used_total", "model=\"m\"", "type=\"input\"")).isEqualTo(110);
    assertThat(value("llm_tokens_used_total", "model=\"m\"", "type=\"output\"")).isEqualTo(22);
    assertThat(value("llm_cost_usd_total", "model=\"m\"", "provider=\"a\"")).isEqualTo(1.5);
  }

  @Test
  void aHundredThousandModelsStayFewSeriesAndAreCountedAllTheSame() {
    for (int i = 0; i < 100_000; i++) {
      Target target = new Target("a", "made-up-" + i);
      metrics.ended(target, attempt(Tokens.reported(1, 1), 1));
      metrics.ended(request(target, target, Status.SUCCESS, 1));
    }
    List<String> lines = lines();
    assertThat(lines).hasSizeLessThan(10_000);
    double total =
        lines.stream()
            .filter(line -> line.startsWith("llm_requests_total{"))
            .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
            .sum();
    assertThat(total).isEqualTo(100_000);
    assertThat(value("llm_requests_total", "model=\"other\"", "status=\"success\""))
        .isGreaterThan(99_000);
  }

  @Test
  void modelsWithEndlessNamesAreOthers() {
    for (int i = 0; i < 50; i++) {
      Target target = new Target("a", i + "x".repeat(100_000));
      metrics.ended(request(target, target, Status.SUCCESS, 1));
    }
    assertThat(metrics.scrape().length).isLessThan(1_000_000);
    assertThat(value("llm_requests_total", "model=\"other\"", "status=\"success\"")).isEqualTo(50);
  }

  @Test
  void everyLineIsOneThatPrometheusReadsWhateverModelsAreCalled() {
    for (String name : List.of("a\"b", "a\\b", "a\nb", "模型", "a{b=\"c\"} 7", " ")) {
      Target target = new Target("a", name);
      metrics.ended(request(target, target, Status.SUCCESS, 1));
    }
    assertThat(lines()).isNotEmpty().allMatch(GatewayMetricsTest::isReadable);
    assertThat(isReadable("llm_requests_total{model=\"a\"b\"} 1")).isFalse();
    assertThat(isReadable("llm_requests_total{model=\"a\"} one")).isFalse();
  }

  private static boolean isReadable(String line) {
    return (line.startsWith("#") ? COMMENT : SAMPLE).matcher(line).matches();
  }

  @Test
  void theJvmsOwnSeriesStandBeside() {
    GatewayMetrics all = new GatewayMetrics(GatewayMetrics.registryWithJvm());
    String text = new String(all.scrape(), StandardCharsets.UTF_8);
    assertThat(text).contains("jvm_memory_used_bytes", "jvm_threads_current");
    assertThat(text.lines()).allMatch(GatewayMetricsTest::isReadable);
  }
}
