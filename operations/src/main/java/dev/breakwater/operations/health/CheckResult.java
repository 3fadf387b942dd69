package dev.breakwater.operations.health;

import dev.breakwater.gateway.settings.Target;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one check of a provider came to.
 *
 * @param method the dearest that was used
 * @param error why it is ill or unclear, or which model is ill at a provider that is well
 * @param took the last answer's time
 * @param cost what was paid for it
 * @param targets those that the check has a sign of their own from: whether they are well
 */
public record CheckResult(
    Verdict verdict,
    CheckMethod method,
    @Nullable String error,
    Duration took,
    ProbeCost cost,
    Map<Target, Boolean> targets) {

  /** How the provider is. */
  public enum Verdict {
    WELL,
    ILL,
    /** It was limiting our rate, or there was nothing to ask: what was known stands. */
    UNCLEAR
  }

  public CheckResult {
    targets = Collections.unmodifiableMap(new LinkedHashMap<>(targets));
  }
}
