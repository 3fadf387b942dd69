package dev.breakwater.server.metrics;

import dev.breakwater.server.telemetry.OtlpCounts;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.function.Supplier;

/** How many spans reached their receiver, read when somebody asks. */
public final class OtlpMetrics {
  private OtlpMetrics() {}

  public static void register(PrometheusRegistry registry, Supplier<OtlpCounts> counts) {
    CounterWithCallback.builder()
        .name("llm_otlp_spans_total")
        .help("Spans by what became of them: sent, refused by the receiver, dropped for the queue")
        .labelNames("outcome")
        .callback(to -> {
          OtlpCounts now = counts.get();
          to.call((double) now.sent(), "sent");
          to.call((double) now.failed(), "failed");
          to.call((double) now.dropped(), "dropped");
        })
        .register(registry);
  }
}
