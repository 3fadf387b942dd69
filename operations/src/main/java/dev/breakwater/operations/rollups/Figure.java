package dev.breakwater.operations.rollups;

import java.util.Locale;

/** A number that is summed over requests; in the database a column of that name. */
public enum Figure {
  /** All but rejected ones. */
  REQUESTS(0),
  SUCCESSES(1),
  /** Errors and interrupted ones. */
  ERRORS(2),
  CANCELLED(3),
  REJECTED(4),
  /** Answered by a cache. */
  CACHED(5),
  /** Answered by another target than the first of the plan. */
  FALLBACKS(6),
  /** Whose cost is not, or not wholly, in {@link #COST_NANOS}. */
  UNPRICED(7),
  /** Nano-dollars of what is priced. */
  COST_NANOS(8),
  INPUT_TOKENS(9),
  CACHED_INPUT_TOKENS(10),
  OUTPUT_TOKENS(11),
  /** Successes that no cache answered, whose times the next and the sketch hold. */
  TIMED(12),
  /** Microseconds from first byte in to last byte out. */
  RESPONSE_MICROS(13);

  static final int COUNT = 14;

  private final int place;

  Figure(int place) {
    this.place = place;
  }

  /** From 0, in the order above. */
  public int place() {
    return place;
  }

  public String column() {
    return name().toLowerCase(Locale.ROOT);
  }
}
