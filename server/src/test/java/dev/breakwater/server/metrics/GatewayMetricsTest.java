package dev.breakwater.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.gateway.attempt.CircuitBreaker;
import dev.breakwater.gateway.attempt.Decision;
import dev.breakwater.gateway.settings.AtomicSettings;
import dev.breakwater.gateway.settings.ModelSettings;
import dev.breakwater.gateway.settings.ProviderSettings;
import dev.breakwater.gateway.settings.Settings;
import dev.breakwater.gateway.settings.Target;
import dev.breakwater.gateway.usage.AttemptEnded;
import dev.breakwater.gateway.usage.RequestEnded;
import dev.breakwater.gateway.usage.Status;
import dev.breakwater.wire.conversation.Tokens;
import dev.breakwater.wire.format.Protocol;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
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

  private static final long AT = 1_800_000_000_000L;
  private static final Target FIRST = Target.parse("a/first");
  private static final Target SECOND = Target.parse("b/second");
  private static final Target MODEL = Target.parse("a/m");

  private final AtomicSettings live = new AtomicSettings(settings("first", "m"));
  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final GatewayMetrics metrics =
      new GatewayMetrics(
          registry, live, vendor -> vendor.equals("a") ? List.of("listed") : List.of());
  private final Exposition exposition = new Exposition(registry);

  /** Providers a, with these models, and b, with one. */
  private static Settings settings(String... models) {
    return new Settings(
        List.of(provider("a", List.of(models)), provider("b", List.of("second"))),
        Map.of(),
        List.of());
  }

  private static ProviderSettings provider(String name, List<String> models) {
    return new ProviderSettings(
        name,
        name,
        Protocol.OPENAI,
        URI.create("http://127.0.0.1:1/v1"),
        null,
        models.stream().map(ModelSettings::named).toList());
  }

  private static RequestEnded request(
      @Nullable Target primary, @Nullable Target used, Status status, long micros) {
    return new RequestEnded(
        "req_1",
        AT,
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

  private static RequestEnded failed(Status status, @Nullable String errorType) {
    return new RequestEnded(
        "req_1",
        AT,
        null,
        "default",
        "production",
        "k",
        "auto",
        FIRST,
        null,
        1,
        status,
        503,
        errorType,
        "planted",
        false,
        false,
        1,
        -1);
  }

  private static RequestEnded stream(Target target, long firstTokenMicros) {
    return new RequestEnded(
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
        Status.SUCCESS,
        200,
        null,
        null,
        true,
        false,
        9_000_000,
        firstTokenMicros);
  }

  private static AttemptEnded attempt(Tokens tokens, long costNanos) {
    return new AttemptEnded(
        "req_1", 1, AT, Status.SUCCESS, 200, null, null, tokens, costNanos, "v", 1, -1);
  }

  private static AttemptEnded failedAttempt(Status status, String errorType, long micros) {
    return new AttemptEnded(
        "req_1", 1, AT, status, 0, errorType, "planted", Tokens.NONE, 0, null, micros, -1);
  }

  private List<String> lines() {
    return text("").lines().toList();
  }

  private String text(String accept) {
    return new String(exposition.scrape(accept).bytes(), StandardCharsets.UTF_8);
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
    metrics.ended(request(FIRST, SECOND, Status.SUCCESS, 1));
    metrics.ended(request(FIRST, SECOND, Status.SUCCESS, 1));
    metrics.ended(request(FIRST, null, Status.ERROR, 1));
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
    metrics.ended(request(MODEL, MODEL, Status.SUCCESS, 1_500_000));
    metrics.ended(request(MODEL, MODEL, Status.SUCCESS, 40_000_000));
    metrics.ended(request(MODEL, null, Status.ERROR, 900_000_000));
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
    metrics.ended(MODEL, attempt(new Tokens(100, 20, 60, 30, 15, true), 1_500_000_000));
    metrics.ended(MODEL, attempt(Tokens.estimated(10, 2), AttemptEnded.UNPRICED));
    metrics.ended(MODEL, attempt(Tokens.NONE, 0));
    metrics.unpriced(MODEL);
    assertThat(value("llm_tokens_used_total", "model=\"m\"", "type=\"input\"")).isEqualTo(110);
    assertThat(value("llm_tokens_used_total", "model=\"m\"", "type=\"output\"")).isEqualTo(22);
    assertThat(value("llm_token_details_total", "model=\"m\"", "type=\"cached_input\""))
        .isEqualTo(60);
    assertThat(value("llm_token_details_total", "model=\"m\"", "type=\"cache_write\""))
        .isEqualTo(30);
    assertThat(value("llm_token_details_total", "model=\"m\"", "type=\"reasoning\"")).isEqualTo(15);
    assertThat(value("llm_cost_usd_total", "model=\"m\"", "provider=\"a\"")).isEqualTo(1.5);
    assertThat(value("llm_estimated_attempts_total", "model=\"m\"")).isEqualTo(1);
    assertThat(value("llm_unpriced_requests_total", "model=\"m\"")).isEqualTo(1);
  }

  @Test
  void attemptsAreCountedByHowTheyEndedAndTimedUnlessNobodyIsToBlame() {
    metrics.ended(MODEL, attempt(Tokens.NONE, 0));
    metrics.ended(MODEL, failedAttempt(Status.ERROR, "throttled", 3_000_000));
    metrics.ended(MODEL, failedAttempt(Status.ERROR, "throttled", 4_000_000));
    metrics.ended(MODEL, failedAttempt(Status.REJECTED, "refused", 5_000_000));
    String name = "llm_attempts_total";
    assertThat(value(name, "model=\"m\"", "status=\"success\"", "error_type=\"none\""))
        .isEqualTo(1);
    assertThat(value(name, "model=\"m\"", "status=\"error\"", "error_type=\"throttled\""))
        .isEqualTo(2);
    assertThat(value(name, "model=\"m\"", "status=\"rejected\"", "error_type=\"refused\""))
        .isEqualTo(1);
    String took = "llm_attempt_duration_seconds";
    assertThat(value(took + "_count", "model=\"m\"", "status=\"success\"")).isEqualTo(1);
    assertThat(value(took + "_sum", "model=\"m\"", "status=\"error\"")).isEqualTo(7);
  }

  @Test
  void wordsForErrorsThatNobodyKnowsAreOthers() {
    for (int i = 0; i < 1_000; i++) {
      metrics.ended(MODEL, failedAttempt(Status.ERROR, "status_" + (1_000 + i), 1));
      metrics.ended(failed(Status.ERROR, "made_up_" + i));
      metrics.ended(failed(Status.REJECTED, "made_up_" + i));
    }
    metrics.ended(failed(Status.ERROR, "no_provider_available"));
    metrics.ended(failed(Status.REJECTED, "model_not_found"));
    assertThat(value("llm_attempts_total", "error_type=\"other\"")).isEqualTo(1_000);
    assertThat(value("llm_errors_total", "type=\"other\"")).isEqualTo(1_000);
    assertThat(value("llm_errors_total", "type=\"no_provider_available\"")).isEqualTo(1);
    assertThat(value("llm_rejections_total", "type=\"other\"")).isEqualTo(1_000);
    assertThat(value("llm_rejections_total", "type=\"model_not_found\"")).isEqualTo(1);
    assertThat(lines().stream().filter(line -> line.startsWith("llm_errors_total{"))).hasSize(2);
  }

  @Test
  void theTimeToTheFirstTokenIsOfStreamsThatEndedWell() {
    metrics.ended(stream(MODEL, 400_000));
    metrics.ended(stream(MODEL, -1));
    metrics.ended(request(MODEL, MODEL, Status.SUCCESS, 1));
    assertThat(value("llm_time_to_first_token_seconds_count", "model=\"m\"")).isEqualTo(1);
    assertThat(value("llm_time_to_first_token_seconds_sum", "model=\"m\"")).isEqualTo(0.4);
  }

  @Test
  void fallbacksAreCountedFromTheFirstTargetToTheOneThatAnswered() {
    metrics.ended(request(FIRST, SECOND, Status.SUCCESS, 1));
    metrics.ended(request(FIRST, SECOND, Status.SUCCESS, 1));
    metrics.ended(request(FIRST, FIRST, Status.SUCCESS, 1));
    metrics.ended(request(FIRST, SECOND, Status.ERROR, 1));
    assertThat(
            value(
                "llm_fallbacks_total",
                "from_provider=\"a\"",
                "from_model=\"first\"",
                "to_provider=\"b\"",
                "to_model=\"second\""))
        .isEqualTo(2);
  }

  @Test
  void whatEnginesDoBesideFirstCallsIsCounted() {
    metrics.decided(
        List.of(
            new Decision.Skipped(FIRST, Decision.Skip.CIRCUIT_OPEN, Duration.ofSeconds(9)),
            new Decision.Called(MODEL, 1, CircuitBreaker.Status.CLOSED, Decision.Kind.FIRST),
            new Decision.Waited(MODEL, Duration.ofMillis(1)),
            new Decision.Called(MODEL, 2, CircuitBreaker.Status.CLOSED, Decision.Kind.RETRY),
            new Decision.Called(SECOND, 3, CircuitBreaker.Status.HALF_OPEN, Decision.Kind.PROBE),
            new Decision.Called(SECOND, 4, CircuitBreaker.Status.CLOSED, Decision.Kind.HEDGE),
            new Decision.Called(SECOND, 5, CircuitBreaker.Status.CLOSED, Decision.Kind.RESUME)));
    assertThat(value("llm_skips_total", "model=\"first\"", "reason=\"circuit_open\"")).isEqualTo(1);
    assertThat(value("llm_retries_total", "model=\"m\"")).isEqualTo(1);
    assertThat(value("llm_retries_total", "model=\"second\"")).isZero();
    assertThat(value("llm_circuit_probes_total", "model=\"second\"")).isEqualTo(1);
    assertThat(value("llm_hedges_total", "model=\"second\"")).isEqualTo(1);
    assertThat(value("llm_resumes_total", "model=\"second\"")).isEqualTo(1);
  }

  @Test
  void requestsAndStreamsAreInFlightUntilTheyHaveLeft() {
    metrics.arrived();
    metrics.arrived();
    metrics.streams();
    assertThat(lines()).contains("llm_requests_in_flight 2.0", "llm_streams_open 1.0");
    metrics.left(true);
    assertThat(lines()).contains("llm_requests_in_flight 1.0", "llm_streams_open 0.0");
    metrics.left(false);
    assertThat(lines()).contains("llm_requests_in_flight 0.0", "llm_streams_open 0.0");
  }

  @Test
  void aHundredThousandModelsStayFewSeriesAndAreCountedAllTheSame() {
    for (int i = 0; i < 100_000; i++) {
      Target target = new Target("a", "made-up-" + i);
      metrics.ended(target, attempt(Tokens.reported(1, 1), 1));
      metrics.ended(request(target, SECOND, Status.SUCCESS, 1));
      metrics.ended(request(SECOND, target, Status.SUCCESS, 1));
    }
    List<String> lines = lines();
    assertThat(lines).hasSizeLessThan(20_000);
    double total =
        lines.stream()
            .filter(line -> line.startsWith("llm_requests_total{"))
            .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
            .sum();
    assertThat(total).isEqualTo(200_000);
    assertThat(
            value("llm_requests_total", "provider=\"a\"", "model=\"other\"", "status=\"success\""))
        .isGreaterThan(99_000);
  }

  @Test
  void modelsThatNobodyListsAndThatNeverAnsweredAreOthers() {
    Target madeUp = Target.parse("a/made-up");
    Target listed = Target.parse("a/listed");
    metrics.ended(madeUp, failedAttempt(Status.ERROR, "status_500", 1));
    metrics.ended(listed, failedAttempt(Status.ERROR, "status_500", 1));
    metrics.ended(Target.parse("gone/m"), failedAttempt(Status.ERROR, "status_500", 1));
    String name = "llm_attempts_total";
    assertThat(value(name, "model=\"other\"", "provider=\"a\"", "status=\"error\"")).isEqualTo(1);
    assertThat(value(name, "model=\"listed\"", "status=\"error\"")).isEqualTo(1);
    assertThat(value(name, "provider=\"other\"", "status=\"error\"")).isEqualTo(1);

    metrics.ended(madeUp, attempt(Tokens.NONE, 0));
    assertThat(value(name, "model=\"made-up\"", "status=\"success\"")).isEqualTo(1);
  }

  @Test
  void configuredModelsHaveTheirSeriesHoweverManyOthersCameBefore() {
    for (int i = 0; i < 1_000; i++) {
      metrics.ended(new Target("a", "made-up-" + i), attempt(Tokens.NONE, 0));
    }
    metrics.ended(MODEL, attempt(Tokens.NONE, 0));
    live.replace(settings -> settings("added"));
    metrics.ended(Target.parse("a/added"), attempt(Tokens.NONE, 0));
    assertThat(value("llm_attempts_total", "model=\"m\"")).isEqualTo(1);
    assertThat(value("llm_attempts_total", "model=\"added\"")).isEqualTo(1);
  }

  @Test
  void modelsWithEndlessNamesAreOthers() {
    for (int i = 0; i < 50; i++) {
      Target target = new Target("a", i + "x".repeat(100_000));
      metrics.ended(target, attempt(Tokens.NONE, 0));
      metrics.ended(request(target, target, Status.SUCCESS, 1));
    }
    assertThat(text("").length()).isLessThan(1_000_000);
    assertThat(
            value("llm_requests_total", "provider=\"a\"", "model=\"other\"", "status=\"success\""))
        .isEqualTo(50);
  }

  @Test
  void everyLineIsOneThatPrometheusReadsWhateverModelsAreCalled() {
    for (String name : List.of("a\"b", "a\\b", "a\nb", "模型", "a{b=\"c\"} 7", " ")) {
      Target target = new Target("a", name);
      metrics.ended(target, attempt(Tokens.NONE, 0));
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
  void theJvmsOwnSeriesAndTheVersionStandBeside() {
    Exposition all = new Exposition(Exposition.registryWithJvm("1.2.3"));
    String text = new String(all.scrape("").bytes(), StandardCharsets.UTF_8);
    assertThat(text)
        .contains("jvm_memory_used_bytes", "jvm_threads_current", "process_cpu_seconds_total")
        .containsPattern("(?m)^jvm_memory_allocated_bytes_total [1-9]")
        .contains("breakwater_info{version=\"1.2.3\"} 1");
    assertThat(text.lines()).allMatch(GatewayMetricsTest::isReadable);
  }

  @Test
  void whoAcceptsOpenMetricsGetsExemplarsThatLeadToRequests() {
    metrics.ended(request(MODEL, MODEL, Status.SUCCESS, 1_500_000));
    metrics.ended(MODEL, attempt(Tokens.NONE, 0));
    Exposition.Scrape scrape =
        exposition.scrape(
            "application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=0.3");
    String text = new String(scrape.bytes(), StandardCharsets.UTF_8);
    assertThat(scrape.contentType()).startsWith("application/openmetrics-text; version=1.0.0");
    assertThat(text).endsWith("# EOF\n");
    assertThat(text.lines())
        .anyMatch(line ->
            line.startsWith("llm_request_duration_seconds_bucket{")
                && line.contains("le=\"2.0\"")
                && line.contains(" # {request_id=\"req_1\"} 1.5 "))
        .anyMatch(line ->
            line.startsWith("llm_attempt_duration_seconds_bucket{")
                && line.contains("{request_id=\"req_1\"}"));
  }

  @Test
  void everybodyElseGetsPlainText() {
    for (String accept :
        List.of(
            "",
            "*/*",
            "text/plain",
            "text/html, */*;q=0.1",
            "application/openmetrics-text;q=0",
            "application/openmetrics-text;q=none",
            "application/openmetrics-text;q=0.1, text/plain;q=0.9")) {
      assertThat(exposition.scrape(accept).contentType()).as(accept).startsWith("text/plain");
      assertThat(text(accept)).doesNotContain("# EOF", "request_id");
    }
  }

  @Test
  void ofDurationsAlikeOneInASecondIsLabelled() {
    for (int i = 0; i < 1_000; i++) {
      metrics.ended(request(MODEL, MODEL, Status.SUCCESS, 1_100_000 + i));
    }
    List<String> labelled =
        text("application/openmetrics-text")
            .lines()
            .filter(line -> line.startsWith("llm_request_duration") && line.contains(" # {"))
            .toList();
    assertThat(labelled).hasSize(1);
    assertThat(labelled.getFirst()).contains("} 1.1 ");
  }
}
