package dev.breakwater.server.metrics;

import dev.breakwater.gateway.attempt.Decision;
import dev.breakwater.gateway.exchange.Meter;
import dev.breakwater.gateway.route.VendorModels;
import dev.breakwater.gateway.settings.LiveSettings;
import dev.breakwater.gateway.settings.Target;
import dev.breakwater.gateway.usage.AttemptEnded;
import dev.breakwater.gateway.usage.RequestEnded;
import dev.breakwater.gateway.usage.Status;
import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Counts requests and their calls, by provider and model as far as {@link BoundedTargets} goes.
 *
 * <p>Every series of a target is looked up once and kept, so that counting a request hashes one
 * target and no labels.
 */
public final class GatewayMetrics implements Meter {
  private static final String NONE = "none";

  /** More pairs than chains have; later ones are from {@code other} to {@code other}. */
  private static final int MOST_PAIRS = 500;

  private final Families families;
  private final BoundedTargets bounds;
  private final Map<Target, TargetSeries> byTarget = new ConcurrentHashMap<>();
  private final Map<String, TargetSeries> othersByProvider = new ConcurrentHashMap<>();
  private final Map<Pair, CounterDataPoint> pairs = new ConcurrentHashMap<>();
  private final TargetSeries withoutTarget;
  private final CounterDataPoint otherPairs;
  private final LongAdder inFlight = new LongAdder();
  private final LongAdder streams = new LongAdder();

  /** From where to where requests fell back. */
  private record Pair(TargetSeries from, TargetSeries to) {}

  /**
   * @param live whose targets have series of their own
   * @param vendors lists what else may have
   */
  public GatewayMetrics(PrometheusRegistry registry, LiveSettings live, VendorModels vendors) {
    families = new Families(registry);
    bounds = new BoundedTargets(live, vendors);
    withoutTarget = new TargetSeries(families, NONE, NONE);
    TargetSeries others = othersOf(BoundedTargets.OTHER);
    otherPairs = fallbacks(others, others);
    gauge(registry, "llm_requests_in_flight", "Requests that have come and not ended", inFlight);
    gauge(registry, "llm_streams_open", "Those of them that ask for a stream", streams);
  }

  private static void gauge(PrometheusRegistry registry, String name, String help, LongAdder now) {
    GaugeWithCallback.builder()
        .name(name)
        .help(help)
        .callback(to -> to.call((double) now.sum()))
        .register(registry);
  }

  @Override
  public void arrived() {
    inFlight.increment();
  }

  @Override
  public void streams() {
    streams.increment();
  }

  @Override
  public void left(boolean stream) {
    inFlight.decrement();
    if (stream) {
      streams.decrement();
    }
  }

  @Override
  public void decided(List<Decision> steps) {
    for (Decision step : steps) {
      switch (step) {
        case Decision.Called called -> series(called.target(), false).called(called.kind());
        case Decision.Skipped skipped -> series(skipped.target(), false).skipped(skipped.reason());
        case Decision.Waited waited -> {
          // the repeat that follows is counted
        }
      }
    }
  }

  @Override
  public void unpriced(Target target) {
    series(target, false).unpriced();
  }

  @Override
  public void ended(Target target, AttemptEnded attempt) {
    series(target, attempt.status() == Status.SUCCESS).ended(attempt);
  }

  @Override
  public void ended(RequestEnded request) {
    Target used = request.used();
    Target primary = request.primary();
    Target counted = used != null ? used : primary;
    (counted == null ? withoutTarget : series(counted, false)).ended(request);
    switch (request.status()) {
      case SUCCESS -> {
        if (used != null && primary != null && !used.equals(primary)) {
          fellBack(primary, used);
        }
      }
      case ERROR -> families.errors.labelValues(type(request.errorType())).inc();
      case REJECTED -> families.rejections.labelValues(type(request.errorType())).inc();
      case CANCELLED, INTERRUPTED -> {
        // nobody's error
      }
    }
  }

  private static String type(@Nullable String errorType) {
    return ErrorTypes.label(errorType);
  }

  private void fellBack(Target primary, Target used) {
    Pair pair = new Pair(series(primary, false), series(used, false));
    CounterDataPoint known = pairs.get(pair);
    if (known == null && pairs.size() < MOST_PAIRS) {
      known = pairs.computeIfAbsent(pair, it -> fallbacks(it.from(), it.to()));
    }
    (known == null ? otherPairs : known).inc();
  }

  private CounterDataPoint fallbacks(TargetSeries from, TargetSeries to) {
    return families.fallbacks.labelValues(from.provider(), from.model(), to.provider(), to.model());
  }

  private TargetSeries series(Target target, boolean answered) {
    TargetSeries known = byTarget.get(target);
    if (known != null) {
      return known;
    }
    if (!bounds.admits(target, answered, byTarget.size())) {
      return othersOf(bounds.provider(target.providerId(), othersByProvider.size()));
    }
    return byTarget.computeIfAbsent(
        target, it -> new TargetSeries(families, it.providerId().toString(), it.model()));
  }

  private TargetSeries othersOf(String provider) {
    return othersByProvider.computeIfAbsent(
        provider, name -> new TargetSeries(families, name, BoundedTargets.OTHER));
  }
}
