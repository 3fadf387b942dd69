package dev.breakwater.gateway.settings;

/** Whether a second call is made beside one that is slow to begin. */
public sealed interface Hedging {
  /** Never. */
  record Off() implements Hedging {}

  /**
   * Once the first call has waited longer for its first token than 95 of 100 calls to its target
   * do.
   *
   * @param costShare above 0, at most 1: hedges may cost this share of what all first calls cost
   */
  record AfterP95(double costShare) implements Hedging {
    /** One call in twenty is slower than the p95, so that there is one hedge for twenty calls. */
    public static final double USUAL_SHARE = 0.05;

    public AfterP95 {
      if (!(costShare > 0 && costShare <= 1)) {
        throw new IllegalArgumentException("costShare " + costShare + " is not in (0, 1]");
      }
    }
  }
}
