package dev.breakwater.server.telemetry;

import dev.breakwater.gateway.settings.Target;
import dev.breakwater.gateway.usage.AttemptEnded;
import dev.breakwater.gateway.usage.AttemptRow;
import dev.breakwater.gateway.usage.LedgerRow;
import dev.breakwater.gateway.usage.Status;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.LongHistogram;
import io.opentelemetry.api.metrics.Meter;

/** The conventions' three histograms, of every call to a provider. */
final class GenAiMetrics {
  private static final double MICROS_PER_SECOND = 1e6;

  private final LongHistogram tokens;
  private final DoubleHistogram durations;
  private final DoubleHistogram firstTokens;

  GenAiMetrics(Meter meter) {
    tokens =
        meter
            .histogramBuilder("gen_ai.client.token.usage")
            .setDescription("Tokens of calls to providers")
            .setUnit("{token}")
            .ofLongs()
            .setExplicitBucketBoundariesAdvice(GenAi.TOKEN_BUCKETS)
            .build();
    durations =
        meter
            .histogramBuilder("gen_ai.client.operation.duration")
            .setDescription("How long calls to providers took")
            .setUnit("s")
            .setExplicitBucketBoundariesAdvice(GenAi.DURATION_BUCKETS)
            .build();
    firstTokens =
        meter
            .histogramBuilder("gen_ai.server.time_to_first_token")
            .setDescription("How long the first content of an answer took")
            .setUnit("s")
            .setExplicitBucketBoundariesAdvice(GenAi.FIRST_TOKEN_BUCKETS)
            .build();
  }

  void count(LedgerRow row) {
    row.attempts().forEach(this::count);
  }

  private void count(AttemptRow attempt) {
    AttemptEnded ended = attempt.ended();
    Target target = attempt.began().target();
    AttributesBuilder builder =
        Attributes.builder()
            .put(GenAi.OPERATION, GenAi.CHAT)
            .put(GenAi.PROVIDER, GenAi.provider(target))
            .put(GenAi.REQUEST_MODEL, target.model());
    if (ended.status() == Status.SUCCESS) {
      builder.put(GenAi.RESPONSE_MODEL, target.model());
    }
    Attributes call = builder.build();
    if (ended.tokens().total() > 0) {
      tokens.record(ended.tokens().input(), typed(call, "input"));
      tokens.record(ended.tokens().output(), typed(call, "output"));
    }
    String errorType = ended.errorType();
    durations.record(
        ended.durationMicros() / MICROS_PER_SECOND,
        ended.status() == Status.ERROR && errorType != null
            ? call.toBuilder().put(GenAi.ERROR_TYPE, errorType).build()
            : call);
    if (ended.firstTokenMicros() >= 0) {
      firstTokens.record(ended.firstTokenMicros() / MICROS_PER_SECOND, call);
    }
  }

  private static Attributes typed(Attributes call, String type) {
    return call.toBuilder().put(GenAi.TOKEN_TYPE, type).build();
  }
}
