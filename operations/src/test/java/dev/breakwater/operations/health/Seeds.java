package dev.breakwater.operations.health;

import java.util.SplittableRandom;

/**
 * Runs a property over seeds. A failing one is run alone with {@code -Dbreakwater.seed=N}; {@code
 * -Dbreakwater.seeds=N} runs more of them.
 */
final class Seeds {
  private static final String ONE = "breakwater.seed";
  private static final int COUNT = Integer.getInteger("breakwater.seeds", 150);

  private Seeds() {}

  interface Property {
    void holds(long seed, SplittableRandom random);
  }

  static void all(Property property) {
    Long one = Long.getLong(ONE);
    for (long seed = one == null ? 0 : one; seed < (one == null ? COUNT : one + 1); seed++) {
      try {
        // Another stream than the scheduler's of the same seed.
        property.holds(seed, new SplittableRandom(~seed));
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError(
            "seed %d; run it alone with -D%s=%d: %s".formatted(seed, ONE, seed, e.getMessage()), e);
      }
    }
  }
}
