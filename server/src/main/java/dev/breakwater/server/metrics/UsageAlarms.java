package dev.breakwater.server.metrics;

import dev.breakwater.gateway.concurrent.Timekeeper;
import dev.breakwater.gateway.provider.UsageDoubts;
import dev.breakwater.gateway.settings.Target;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.Map;
import java.util.Set;
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
  private static final int LONGEST = 200;
  private static final Target OTHERS = new Target(BoundedTargets.OTHER, BoundedTargets.OTHER);
  private static final long QUIET_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final Set<Target> known = ConcurrentHashMap.newKeySet();
  private final Map<Target, Long> told = new ConcurrentHashMap<>();
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
    Target shown = bounded(target);
    refused.labelValues(shown.provider(), shown.model()).inc();
    if (isLoud(shown)) {
      LOG.warn(
          "usage_refused: {} is billed by estimate, for {}; check the provider", target, reason);
    }
  }

  /** Models that callers make up share one series. */
  private Target bounded(Target target) {
    if (known.contains(target)) {
      return target;
    }
    if (known.size() >= MOST_TARGETS || target.model().length() > LONGEST) {
      return OTHERS;
    }
    known.add(target);
    return target;
  }

  private boolean isLoud(Target target) {
    long now = time.nanos();
    Long last = told.get(target);
    if (last != null && now - last < QUIET_NANOS) {
      return false;
    }
    told.put(target, now);
    return true;
  }
}
