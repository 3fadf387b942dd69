package dev.breakwater.operations.rollups;

import java.util.Locale;

/** A number that is summed over requests; in the database a column of that name. */
public enum Figure {
  /** All but rejected ones. */
  REQUESTS,
  SUCCESSES,
  /** Errors and interrupted ones. */
  ERRORS,
  CANCELLED,
  REJECTED,
  /** Answered by a cache. */
  CACHED,
  /** Answered by another target than the first of the plan. */
  FALLBACKS,
  /** Whose cost is not, or not wholly, in {@link #COST_NANOS}. */
  UNPRICED,
  /** Nano-dollars of what is priced. */
  COST_NANOS,
  INPUT_TOKENS,
  CACHED_INPUT_TOKENS,
  OUTPUT_TOKENS,
  /** Successes that no cache answered, whose times the next and the sketch hold. */
  TIMED,
  /** Microseconds from first byte in to last byte out. */
  RESPONSE_MICROS;

  private static final Figure[] ALL = values();

  static int count() {
    return ALL.length;
  }

  public String column() {
    return name().toLowerCase(Locale.ROOT);
  }
}
