package dev.breakwater.gateway.attempt;

import java.util.concurrent.locks.ReentrantLock;

/**
 * How many repeats a target may still be asked for, so that retries cannot become the storm.
 *
 * <p>A bucket of 500 tokens: a retry after a transient failure costs 14, after a throttled one 5;
 * the cost comes back when that retry succeeds, and a success at the first try adds 1. From a full
 * bucket an all-transient outage gets exactly 35 retries (AWS SDKs' standard retry quota, 2026
 * figures).
 */
public final class RetryBudget {
  static final int CAPACITY = 500;
  static final int TRANSIENT_COST = 14;
  static final int THROTTLED_COST = 5;

  private final ReentrantLock lock = new ReentrantLock();
  private int left = CAPACITY;

  /** Takes the cost of a retry; false, and nothing taken, when it is not there. */
  boolean take(int cost) {
    lock.lock();
    try {
      if (left < cost) {
        return false;
      }
      left -= cost;
      return true;
    } finally {
      lock.unlock();
    }
  }

  /**
   * @param cost what the call that succeeded had taken; 0 for a first try
   */
  void succeeded(int cost) {
    lock.lock();
    try {
      left = Math.min(CAPACITY, left + Math.max(1, cost));
    } finally {
      lock.unlock();
    }
  }

  /** Full again. */
  void reset() {
    lock.lock();
    try {
      left = CAPACITY;
    } finally {
      lock.unlock();
    }
  }

  public int left() {
    lock.lock();
    try {
      return left;
    } finally {
      lock.unlock();
    }
  }
}
