package dev.breakwater.gateway.provider;

/**
 * How many times more of something there is than expected, as the last observations show. Each
 * weighs by its size, so that short prompts, of which most is overhead, do not speak for long ones;
 * older ones fade.
 */
final class LearntRatio {
  /** So much is taken for granted to be as expected, until more has been seen. */
  private static final double TRUSTED = 500;

  /** What an observation leaves of those before: half after 44. */
  private static final double FADING = 63.0 / 64;

  /** Whatever lies further off has another reason than the vocabulary. */
  private static final double FURTHEST = 8;

  private double expected = TRUSTED;
  private double seen = TRUSTED;

  void add(long expectedCount, long count) {
    if (expectedCount <= 0
        || count <= 0
        || count > FURTHEST * expectedCount
        || expectedCount > FURTHEST * count) {
      return;
    }
    expected = expected * FADING + expectedCount;
    seen = seen * FADING + count;
  }

  long of(long expectedCount) {
    return Math.round(expectedCount * (seen / expected));
  }
}
