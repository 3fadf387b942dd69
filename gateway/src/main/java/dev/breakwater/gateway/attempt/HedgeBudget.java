package dev.breakwater.gateway.attempt;

import java.util.concurrent.locks.ReentrantLock;

/**
 * How many hedges may still be made beside a target's calls, so that they stay within their share
 * of the cost: each call puts its share in, a hedge takes out what it costs in calls of the target.
 */
final class HedgeBudget {
  /** What quiet times have saved up pays for no more than so many calls. */
  private static final double MOST_SAVED = 20;

  private final ReentrantLock lock = new ReentrantLock();
  private double saved;

  /**
   * A first call was made.
   *
   * @param share above 0, at most 1
   */
  void called(double share) {
    lock.lock();
    try {
      saved = Math.min(MOST_SAVED, saved + share);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes the cost of a hedge; false, and nothing taken, when it is not there.
   *
   * @param calls the hedge's expected cost as a multiple of the first call's
   */
  boolean take(double calls) {
    lock.lock();
    try {
      if (saved < calls) {
        return false;
      }
      saved -= calls;
      return true;
    } finally {
      lock.unlock();
    }
  }
}
