package dev.breakwater.server.metrics;

import dev.breakwater.gateway.concurrent.Timekeeper;
import dev.breakwater.gateway.provider.UsageDoubts;
import dev.breakwater.gateway.settings.Target;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of usage that providers report and that is not believed: by {@code llm_usage_refused_total}
 * and in the log, where a target is named once in a while only. From every loop.
 */
public final class UsageAlarms implements UsageDoubts {
  private static final Logger LOG = LoggerFactory.getLogger(UsageAlarms.class);
  private static final int MOST_TARGETS = 200;
  private static final long QUIET_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final Map<String, Long> told = new ConcurrentHashMap<>();
  private final Counter refused;
  private final Timekeeper time;

  public UsageAlarms(PrometheusRegistry registry, Timekeeper time) {
    this.time = time;
    this.refused =
        Counter.builder()
            .name("llm_usage_refused_total")
            .help("Answers whose reported usage was not believed, so that an estimate is billed")
            .labelNames("provider", "model")
            .register(registry);
  }

  @Override
  public void refused(Target target, String reason) {
    String named = target.providerId() + "/" + target.model();
    // Callers make models up; the first so many have a series each, for they have answered.
    boolean ownSeries = told.containsKey(named) || told.size() < MOST_TARGETS;
    String name = ownSeries ? named : BoundedTargets.OTHER;
    if (ownSeries) {
      refused.labelValues(target.providerId().toString(), target.model()).inc();
    } else {
      refused.labelValues(BoundedTargets.OTHER, BoundedTargets.OTHER).inc();
    }
    if (isLoud(name)) {
      LOG.warn(
          "usage_refused: {} is billed by estimate, for {}; check the provider", named, reason);
    }
  }

  private boolean isLoud(String name) {
    long now = time.nanos();
    boolean[] loud = {false};
    told.compute(
        name,
        (_, last) -> {
          loud[0] = last == null || now - last >= QUIET_NANOS;
          return loud[0] ? now : last;
        });
    return loud[0];
  }
}
