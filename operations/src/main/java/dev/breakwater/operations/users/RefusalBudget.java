package dev.breakwater.operations.users;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How many refused sign-ins are recorded, of one address and in all: strangers must not fill what
 * is kept for ever, nor one of them hide another.
 */
final class RefusalBudget {
  private static final int A_MINUTE = 60;

  /** Many people may share an address. */
  private static final int OF_AN_ADDRESS = 20;

  private static final Duration WINDOW = Duration.ofMinutes(1);

  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Integer> byAddress = new HashMap<>();
  private Instant began = Instant.EPOCH;
  private int spent;

  RefusalBudget(InstantSource clock) {
    this.clock = clock;
  }

  /** Whether one more is to be recorded; all are logged. */
  boolean spend(String address) {
    lock.lock();
    try {
      Instant now = clock.instant();
      Duration age = Duration.between(began, now);
      if (age.isNegative() || age.compareTo(WINDOW) >= 0) {
        began = now;
        spent = 0;
        byAddress.clear();
      }
      int before = byAddress.getOrDefault(Brakes.network(address), 0);
      if (spent == A_MINUTE || before == OF_AN_ADDRESS) {
        return false;
      }
      spent++;
      byAddress.put(Brakes.network(address), before + 1);
      return true;
    } finally {
      lock.unlock();
    }
  }
}
