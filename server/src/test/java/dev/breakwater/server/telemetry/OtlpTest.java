package dev.breakwater.server.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.gateway.settings.Secret;
import dev.breakwater.gateway.usage.Status;
import dev.breakwater.server.config.OtlpSettings;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.trace.v1.Span;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Traces and metrics as a receiver of OTLP decodes them. */
class OtlpTest {
  private static final long MILLION = 1_000_000;

  @Test
  void aRequestIsATraceWithASpanBelowItForEachCall() throws Exception {
    try (OtlpReceiver receiver = new OtlpReceiver(false);
        Otlp otlp = start(receiver.endpoint(), 1)) {
      otlp.ended(Rows.fallback("overloaded"));
      otlp.flush();
      List<Span> spans =
          receiver.spans().stream()
              .sorted(Comparator.comparingLong(Span::getStartTimeUnixNano))
              .toList();
      assertThat(spans)
          .extracting(Span::getName)
          .containsExactly("chat auto", "chat gemini-1.5-flash", "chat gpt-4o-mini");
      Span request = spans.getFirst();
      assertThat(request.getKind()).isEqualTo(Span.SpanKind.SPAN_KIND_SERVER);
      assertThat(request.getParentSpanId().isEmpty()).isTrue();
      assertThat(request.getStartTimeUnixNano()).isEqualTo(Rows.START * MILLION);
      assertThat(request.getEndTimeUnixNano() - request.getStartTimeUnixNano())
          .isEqualTo(1_234_500_000L);
      assertThat(request.getStatus().getCodeValue()).isZero();
      assertThat(attributes(request))
          .containsEntry("gen_ai.operation.name", "chat")
          .containsEntry("gen_ai.provider.name", "openai")
          .containsEntry("gen_ai.request.model", "auto")
          .containsEntry("gen_ai.response.model", "gpt-4o-mini")
          .containsEntry("gen_ai.usage.input_tokens", 1_000L)
          .containsEntry("gen_ai.usage.output_tokens", 50L)
          .containsEntry("breakwater.request.id", Rows.ID)
          .containsEntry("breakwater.tenant", "acme")
          .containsEntry("breakwater.attempts", 2L)
          .containsEntry("breakwater.cost_usd", 1e-7);
      for (Span call : spans.subList(1, 3)) {
        assertThat(call.getKind()).isEqualTo(Span.SpanKind.SPAN_KIND_CLIENT);
        assertThat(call.getParentSpanId()).isEqualTo(request.getSpanId());
        assertThat(call.getTraceId()).isEqualTo(request.getTraceId());
      }
      assertThat(attributes(spans.get(1)))
          .containsEntry("gen_ai.provider.name", "gcp.gemini")
          .containsEntry("error.type", "status_503")
          .containsEntry("http.response.status_code", 503L);
      assertThat(spans.get(1).getStatus().getCodeValue()).isEqualTo(2);
      assertThat(attributes(spans.get(2))).doesNotContainKey("error.type");
    }
  }

  @Test
  void metricsHaveTheNamesAndBucketsOfTheConventions() throws Exception {
    try (OtlpReceiver receiver = new OtlpReceiver(false);
        Otlp otlp = start(receiver.endpoint(), 0)) {
      otlp.ended(Rows.success());
      otlp.ended(Rows.failure("no"));
      otlp.flush();
      assertThat(receiver.spans()).as("nothing is in a sample of none").isEmpty();
      List<HistogramDataPoint> tokens =
          receiver.metric("gen_ai.client.token.usage").getHistogram().getDataPointsList();
      assertThat(tokens).hasSize(2).allMatch(point -> point.getExplicitBoundsCount() == 14);
      assertThat(tokens.stream().mapToDouble(HistogramDataPoint::getSum).sum()).isEqualTo(1_050);
      List<HistogramDataPoint> durations =
          receiver.metric("gen_ai.client.operation.duration").getHistogram().getDataPointsList();
      assertThat(durations).hasSize(2).allMatch(point -> point.getExplicitBounds(0) == 0.01);
      assertThat(durations)
          .anyMatch(
              point -> "status_503".equals(values(point.getAttributesList()).get("error.type")));
      HistogramDataPoint first =
          receiver.metric("gen_ai.server.time_to_first_token").getHistogram().getDataPoints(0);
      assertThat(first.getSum()).isEqualTo(0.2);
      assertThat(first.getExplicitBounds(0)).isEqualTo(0.001);
    }
  }

  @Test
  void headersAndTheServersOwnAttributesAreSent() throws Exception {
    try (OtlpReceiver receiver = new OtlpReceiver(false);
        Otlp otlp = start(receiver.endpoint(), 1)) {
      otlp.ended(Rows.success());
      otlp.flush();
      assertThat(receiver.keys).isNotEmpty().allMatch("secret"::equals);
      assertThat(
              values(
                  receiver.traces.getFirst().getResourceSpans(0).getResource().getAttributesList()))
          .containsEntry("service.name", "gate")
          .containsEntry("service.version", "1.0")
          .containsEntry("zone", "eu");
      assertThat(otlp.counts()).isEqualTo(new OtlpCounts(2, 0, 0));
    }
  }

  @Test
  void whatAProviderSaysOfAFailureTellsNoSecret() throws Exception {
    try (OtlpReceiver receiver = new OtlpReceiver(false);
        Otlp otlp = start(receiver.endpoint(), 1)) {
      otlp.ended(Rows.failure("bad key sk-live-123456789 of jane@example.org"));
      otlp.flush();
      assertThat(receiver.traces.toString()).contains("bad key").doesNotContain("sk-live", "jane@");
    }
  }

  @Test
  void onlyWhatIsNobodysWishIsAnError() throws Exception {
    try (OtlpReceiver receiver = new OtlpReceiver(false);
        Otlp otlp = start(receiver.endpoint(), 1)) {
      otlp.ended(Rows.of(Status.CANCELLED));
      otlp.ended(Rows.of(Status.REJECTED));
      otlp.flush();
      assertThat(receiver.spans()).hasSize(2).allMatch(it -> it.getStatus().getCodeValue() == 0);
    }
  }

  @Test
  @SuppressWarnings(
      "try") // the receiver goes first, or the sender waits for it until its time is up
  void aReceiverThatHangsCostsNothingAndWhatCannotWaitIsDroppedAndCounted() throws Exception {
    try (OtlpReceiver receiver = new OtlpReceiver(true);
        Otlp otlp = Otlp.start(settings(receiver.endpoint(), 1), "1.0", 100)) {
      for (int number = 0; number < 1_000; number++) {
        otlp.ended(Rows.success());
      }
      receiver.arrived.await();
      // Room for fifty requests of two spans each; nobody has waited for it.
      assertThat(otlp.counts().dropped()).isEqualTo(1_900);
      assertThat(otlp.counts().sent()).isZero();
      receiver.close();
    }
  }

  @Test
  void aReceiverThatIsGoneIsCountedAndNothingThrows() throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    OtlpCounts counts;
    try (Otlp otlp = start("http://127.0.0.1:" + port, 1)) {
      otlp.ended(Rows.success());
      otlp.flush();
      counts = otlp.counts();
      assertThat(counts.sent()).isZero();
    }
  }

  private static Otlp start(String endpoint, double sample) {
    return Otlp.start(settings(endpoint, sample), "1.0");
  }

  private static OtlpSettings settings(String endpoint, double sample) {
    return new OtlpSettings(
        endpoint,
        Map.of("x-key", new Secret("secret")),
        true,
        true,
        sample,
        "gate",
        Map.of("zone", "eu"));
  }

  private static Map<String, Object> attributes(Span span) {
    return values(span.getAttributesList());
  }

  private static Map<String, Object> values(List<KeyValue> pairs) {
    Map<String, Object> values = new HashMap<>();
    pairs.forEach(pair -> values.put(pair.getKey(), value(pair.getValue())));
    return values;
  }

  private static Object value(AnyValue value) {
    return switch (value.getValueCase()) {
      case STRING_VALUE -> value.getStringValue();
      case INT_VALUE -> value.getIntValue();
      case DOUBLE_VALUE -> value.getDoubleValue();
      case BOOL_VALUE -> value.getBoolValue();
      case ARRAY_VALUE, KVLIST_VALUE, BYTES_VALUE, VALUE_NOT_SET -> value;
    };
  }
}
