package dev.breakwater.simulator.script;

import dev.breakwater.simulator.script.Step.When;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Hands out the steps of one provider's script, in order, to calls from any thread. A step is over
 * when its {@code times} are used up or its {@code to} has passed; before its {@code from} it lets
 * calls pass in health and is not consumed. Calls that a {@code share} spares consume it like those
 * it strikes.
 */
public final class ScriptBoard {
  private static final double DRAW_RANGE = 0x1.0p-53;

  private final LongSupplier nanoTime;
  private final ReentrantLock lock = new ReentrantLock();

  /** Lets the healthy path go without the lock. */
  private volatile boolean idle = true;

  private List<Step> steps = List.of();
  private long setAt;
  private int current;
  private int taken;
  private long draws;
  private long sideDraws;

  /**
   * @param nanoTime a clock that only moves forward, in nanoseconds
   */
  public ScriptBoard(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** Replaces the script; an empty one is healthy. */
  public void set(List<Step> script) {
    lock.lock();
    try {
      steps = List.copyOf(script);
      setAt = nanoTime.getAsLong();
      current = 0;
      taken = 0;
      draws = 0;
      sideDraws = 0;
      idle = steps.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /** The step for a generation call, which consumes one of its times. */
  public Step take(@Nullable String model) {
    return idle ? Step.HEALTHY : choose(model, true);
  }

  /** The step in force for any other call; consumes nothing. */
  public Step peek(@Nullable String model) {
    return idle ? Step.HEALTHY : choose(model, false);
  }

  private Step choose(@Nullable String model, boolean consume) {
    lock.lock();
    try {
      long millis = (nanoTime.getAsLong() - setAt) / 1_000_000;
      while (current < steps.size()) {
        Step step = steps.get(current);
        When when = step.when();
        if (over(when, millis)) {
          current++;
          taken = 0;
        } else if (millis < when.fromMillis()
            || (when.model() != null && !when.model().equals(model))) {
          return Step.HEALTHY;
        } else {
          return drawn(step, consume);
        }
      }
      idle = true;
      return Step.HEALTHY;
    } finally {
      lock.unlock();
    }
  }

  private boolean over(When when, long millis) {
    return (when.times() != null && taken >= when.times())
        || (when.toMillis() != null && millis >= when.toMillis());
  }

  private Step drawn(Step step, boolean consume) {
    // The two kinds of call draw from sequences of their own, so that health checks do not shift
    // the calls' luck.
    long draw = consume ? draws++ : 0x5eed_0000_0000L + sideDraws++;
    if (consume) {
      taken++;
    }
    return unit(current * 0x9e37_79b9L + draw) < step.when().share() ? step : Step.HEALTHY;
  }

  /** A number from 0 to below 1 that depends on the input alone (SplitMix64's finalizer). */
  private static double unit(long input) {
    long mixed = input * 0x9e37_79b9_7f4a_7c15L + 0x632b_e59b_d9b4_e019L;
    mixed = (mixed ^ (mixed >>> 30)) * 0xbf58_476d_1ce4_e5b9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94d0_49bb_1331_11ebL;
    mixed ^= mixed >>> 31;
    return (mixed >>> 11) * DRAW_RANGE;
  }
}
