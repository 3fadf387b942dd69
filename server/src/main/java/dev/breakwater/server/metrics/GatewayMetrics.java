package dev.breakwater.server.metrics;

import dev.breakwater.gateway.exchange.Meter;
import dev.breakwater.gateway.settings.Target;
import dev.breakwater.gateway.usage.AttemptEnded;
import dev.breakwater.gateway.usage.RequestEnded;
import dev.breakwater.gateway.usage.Status;
import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The gateway's series: {@code llm_requests_total}, {@code llm_request_duration_seconds}, {@code
 * llm_tokens_used_total} and {@code llm_cost_usd_total}, each by model and provider.
 *
 * <p>Every series of a target is looked up once and kept, so that counting a request hashes one
 * target and no labels.
 */
public final class GatewayMetrics implements Meter {
  /** More models than anybody runs, and few enough for a scrape to stay small. */
  private static final int MOST_TARGETS = 200;

  private static final double[] SECONDS = {0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60, 120, 300};
  private static final double NANOS_PER_DOLLAR = 1e9;
  private static final double MICROS_PER_SECOND = 1e6;
  private static final String NONE = "none";

  private final PrometheusRegistry registry;
  private final BoundedNames names = new BoundedNames(MOST_TARGETS);
  private final Map<Target, Series> byTarget = new ConcurrentHashMap<>();
  private final Series withoutTarget;
  private final Series others;
  private final Counter requests;
  private final Histogram durations;
  private final Counter tokens;
  private final Counter cost;

  public GatewayMetrics(PrometheusRegistry registry) {
    this.registry = registry;
    requests =
        Counter.builder()
            .name("llm_requests_total")
            .help("Requests by model that answered or was to answer, and by how they ended")
            .labelNames("provider", "model", "status")
            .register(registry);
    durations =
        Histogram.builder()
            .name("llm_request_duration_seconds")
            .help("From first byte in to last byte out, successful requests")
            .classicOnly()
            .classicUpperBounds(SECONDS)
            .labelNames("provider", "model")
            .register(registry);
    tokens =
        Counter.builder()
            .name("llm_tokens_used_total")
            .help("Tokens of all attempts")
            .labelNames("provider", "model", "type")
            .register(registry);
    cost =
        Counter.builder()
            .name("llm_cost_usd_total")
            .help("Cost of all attempts whose price is known, in US dollars")
            .labelNames("provider", "model")
            .register(registry);
    withoutTarget = new Series(NONE, NONE);
    others = new Series(BoundedNames.OTHER, BoundedNames.OTHER);
  }

  /** A registry with the JVM's own series in it. */
  public static PrometheusRegistry registryWithJvm() {
    PrometheusRegistry registry = new PrometheusRegistry();
    JvmMetrics.builder().register(registry);
    return registry;
  }

  @Override
  public void ended(Target target, AttemptEnded attempt) {
    Series series = series(target);
    if (attempt.tokens().total() > 0) {
      series.input.inc(attempt.tokens().input());
      series.output.inc(attempt.tokens().output());
    }
    if (attempt.costNanos() > 0) {
      series.cost.inc(attempt.costNanos() / NANOS_PER_DOLLAR);
    }
  }

  @Override
  public void ended(RequestEnded request) {
    Target target = request.used() != null ? request.used() : request.primary();
    Series series = target == null ? withoutTarget : series(target);
    Objects.requireNonNull(series.byStatus.get(request.status())).inc();
    if (request.status() == Status.SUCCESS) {
      series.duration.observe(request.responseMicros() / MICROS_PER_SECOND);
    }
  }

  /** Everything in the registry, in Prometheus's text format. */
  public byte[] scrape() {
    try (ByteArrayOutputStream out = new ByteArrayOutputStream(16 * 1024)) {
      PrometheusTextFormatWriter.create().write(out, registry.scrape());
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory failed", e);
    }
  }

  private Series series(Target target) {
    Series known = byTarget.get(target);
    if (known != null) {
      return known;
    }
    if (names.of(target.toString()).equals(BoundedNames.OTHER)) {
      return others;
    }
    return byTarget.computeIfAbsent(target, it -> new Series(it.provider(), it.model()));
  }

  private final class Series {
    private final EnumMap<Status, CounterDataPoint> byStatus = new EnumMap<>(Status.class);
    private final DistributionDataPoint duration;
    private final CounterDataPoint input;
    private final CounterDataPoint output;
    private final CounterDataPoint cost;

    Series(String provider, String model) {
      for (Status status : Status.values()) {
        byStatus.put(status, requests.labelValues(provider, model, status.word()));
      }
      duration = durations.labelValues(provider, model);
      input = tokens.labelValues(provider, model, "input");
      output = tokens.labelValues(provider, model, "output");
      cost = GatewayMetrics.this.cost.labelValues(provider, model);
    }
  }
}
