package dev.breakwater.operations.reports;

/** Percentages from 0 to 100, of which none is ever undefined. */
final class Shares {
  private static final double WHOLE = 100.0;

  private Shares() {}

  /** Over nothing, nothing has failed. */
  static double successRate(long successes, long errors) {
    return successes + errors == 0 ? WHOLE : percent(successes, successes + errors);
  }

  static double percent(long part, long whole) {
    return whole == 0 ? 0 : WHOLE * part / whole;
  }
}
