package dev.breakwater.operations.health;

import dev.breakwater.gateway.settings.ProviderId;
import dev.breakwater.gateway.settings.Target;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a provider is, as far as checks have told.
 *
 * @param healthy as announced
 * @param checkedMillis wall-clock time of the last check, milliseconds since the epoch; 0 before
 *     the first
 * @param lastError the last failure, at most {@value #LONGEST_ERROR} characters; kept when the
 *     provider has recovered, null when it never failed
 * @param consecutiveFailures failed checks in a row, up to the last one
 * @param consecutiveSuccesses good checks in a row, up to the last one
 * @param responseTime of the last good check; zero before
 * @param recent how the last hundred calls and checks went, a digit each, the oldest first
 * @param successRate 0 to 100 over the same; 100 over nothing
 * @param method how it was looked at last; null before the first check of this process
 * @param cost of all paid checks
 * @param targets those in use, each with what is known of it alone
 */
public record ProviderHealth(
    ProviderId id,
    boolean healthy,
    long checkedMillis,
    @Nullable String lastError,
    int consecutiveFailures,
    int consecutiveSuccesses,
    Duration responseTime,
    String recent,
    double successRate,
    @Nullable CheckMethod method,
    ProbeCost cost,
    List<OfTarget> targets) {
  public static final int LONGEST_ERROR = 500;

  /**
   * How one model there is.
   *
   * @param healthy false after as many failed checks of its own as make a provider unhealthy
   */
  public record OfTarget(
      Target target, boolean healthy, int consecutiveFailures, @Nullable String lastError) {}

  public ProviderHealth {
    lastError = cut(lastError);
    targets = List.copyOf(targets);
  }

  /** Before anything is known. */
  public static ProviderHealth unknown(ProviderId id) {
    return new ProviderHealth(
        id, true, 0, null, 0, 0, Duration.ZERO, "", 100, null, ProbeCost.NONE, List.of());
  }

  /** The provider's name, as its tenant knows it. */
  public String provider() {
    return id.name();
  }

  Standing standing() {
    return new Standing(healthy, consecutiveFailures, consecutiveSuccesses);
  }

  static @Nullable String cut(@Nullable String error) {
    if (error == null || error.length() <= LONGEST_ERROR) {
      return error;
    }
    boolean splitsPair = Character.isHighSurrogate(error.charAt(LONGEST_ERROR - 1));
    return error.substring(0, splitsPair ? LONGEST_ERROR - 1 : LONGEST_ERROR);
  }
}
