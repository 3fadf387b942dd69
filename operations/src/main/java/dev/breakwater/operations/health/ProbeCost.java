package dev.breakwater.operations.health;

/**
 * What paid questions have cost.
 *
 * @param probes how many were asked
 * @param nanos nano-dollars of those whose price is known
 * @param unpriced how many have no known price
 */
public record ProbeCost(long probes, long nanos, long unpriced) {
  public static final ProbeCost NONE = new ProbeCost(0, 0, 0);

  /**
   * @param costNanos of one more; negative when its price is unknown
   */
  ProbeCost plus(long costNanos) {
    return costNanos < 0
        ? new ProbeCost(probes + 1, nanos, unpriced + 1)
        : new ProbeCost(probes + 1, nanos + costNanos, unpriced);
  }

  ProbeCost plus(ProbeCost other) {
    return new ProbeCost(probes + other.probes, nanos + other.nanos, unpriced + other.unpriced);
  }
}
