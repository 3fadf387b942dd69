package dev.breakwater.gateway.simulation;

import dev.breakwater.gateway.route.Candidate;
import dev.breakwater.gateway.route.RoutePlan;
import dev.breakwater.gateway.settings.AttemptSettings;
import dev.breakwater.gateway.settings.AttemptSettings.OnContentPolicy;
import dev.breakwater.gateway.settings.Target;
import dev.breakwater.gateway.settings.Timeouts;
import java.time.Duration;
import java.util.Arrays;

/** Plans for simulated requests. */
public final class Plans {
  /** What every field has where a test does not say otherwise. */
  public static final AttemptSettings SETTINGS = AttemptSettings.DEFAULT;

  private Plans() {}

  /** A plan over targets of unknown windows, written {@code provider/model}. */
  public static RoutePlan plan(AttemptSettings settings, String... targets) {
    return new RoutePlan(
        "auto",
        Arrays.stream(targets)
            .map(target -> new Candidate(Target.parse(target), 0, false))
            .toList(),
        settings);
  }

  public static RoutePlan plan(String... targets) {
    return plan(SETTINGS, targets);
  }

  public static AttemptSettings retries(int maxRetries) {
    return settings(maxRetries, 5, SETTINGS.timeouts().total(), OnContentPolicy.FAIL);
  }

  public static AttemptSettings total(Duration total) {
    return settings(SETTINGS.maxRetries(), 5, total, OnContentPolicy.FAIL);
  }

  public static AttemptSettings threshold(int failures) {
    return settings(0, failures, SETTINGS.timeouts().total(), OnContentPolicy.FAIL);
  }

  public static AttemptSettings onContentPolicy(OnContentPolicy onContentPolicy) {
    return settings(3, 5, SETTINGS.timeouts().total(), onContentPolicy);
  }

  public static AttemptSettings settings(
      int maxRetries, int threshold, Duration total, OnContentPolicy onContentPolicy) {
    Timeouts timeouts = Timeouts.DEFAULT;
    return new AttemptSettings(
        maxRetries,
        SETTINGS.retryDelay(),
        threshold,
        SETTINGS.circuitBreakerResetTime(),
        new Timeouts(
            timeouts.connect(), timeouts.firstByte(), timeouts.idle(), timeouts.attempt(), total),
        SETTINGS.retryAfterWait(),
        onContentPolicy);
  }
}
