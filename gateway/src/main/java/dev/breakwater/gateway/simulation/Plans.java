package dev.breakwater.gateway.simulation;

import dev.breakwater.gateway.route.Candidate;
import dev.breakwater.gateway.route.RoutePlan;
import dev.breakwater.gateway.settings.Answering.OnContentPolicy;
import dev.breakwater.gateway.settings.AttemptSettings;
import dev.breakwater.gateway.settings.CircuitSettings;
import dev.breakwater.gateway.settings.Retries;
import dev.breakwater.gateway.settings.RouteTarget;
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
    return new RoutePlan("auto", Arrays.stream(targets).map(Plans::candidate).toList(), settings);
  }

  public static RoutePlan plan(String... targets) {
    return plan(SETTINGS, targets);
  }

  /** A target of unknown window, of one level with all others. */
  public static Candidate candidate(String target) {
    return candidate(Target.parse(target), 0);
  }

  /**
   * @param contextWindow tokens, 0 is unknown
   */
  public static Candidate candidate(Target target, long contextWindow) {
    return new Candidate(new RouteTarget(target, 1), contextWindow, false);
  }

  public static AttemptSettings retries(int maxRetries) {
    return SETTINGS.with(
        new Retries(
            maxRetries, SETTINGS.retries().retryDelay(), SETTINGS.retries().retryAfterWait()));
  }

  public static AttemptSettings total(Duration total) {
    return SETTINGS.with(timeouts(total));
  }

  public static AttemptSettings threshold(int failures) {
    return retries(0).with(circuit(failures));
  }

  public static AttemptSettings onContentPolicy(OnContentPolicy onContentPolicy) {
    return SETTINGS.with(SETTINGS.answering().with(onContentPolicy));
  }

  public static AttemptSettings settings(int maxRetries, int threshold, Duration total) {
    return retries(maxRetries).with(circuit(threshold)).with(timeouts(total));
  }

  private static CircuitSettings circuit(int threshold) {
    return new CircuitSettings(threshold, SETTINGS.circuit().resetTime());
  }

  private static Timeouts timeouts(Duration total) {
    Timeouts usual = SETTINGS.timeouts();
    return new Timeouts(usual.connect(), usual.firstByte(), usual.idle(), usual.attempt(), total);
  }
}
