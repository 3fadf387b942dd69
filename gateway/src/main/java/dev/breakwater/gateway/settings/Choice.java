package dev.breakwater.gateway.settings;

/**
 * Which of several equal targets comes first.
 *
 * @param strategy how targets of one level are ordered
 * @param affinity whether one session keeps to one target as long as it is well
 */
public record Choice(Strategy strategy, Affinity affinity) {
  public static final Choice DEFAULT = new Choice(Strategy.PRIORITY, Affinity.OFF);

  /** How targets of one level are ordered. */
  public enum Strategy {
    /** As they are listed. */
    PRIORITY,
    /** By a draw in which each counts by its weight. */
    WEIGHTED,
    /** By the time to the first token that they have lately shown. */
    LATENCY,
    /** By what the request would cost there. */
    COST
  }

  /** Whether every request takes equals as they are listed. */
  public boolean isAsListed() {
    return strategy == Strategy.PRIORITY && affinity == Affinity.OFF;
  }

  public Choice with(Strategy other) {
    return new Choice(other, affinity);
  }

  public Choice with(Affinity other) {
    return new Choice(strategy, other);
  }

  /** What keeps to one target. */
  public enum Affinity {
    OFF,
    SESSION
  }
}
