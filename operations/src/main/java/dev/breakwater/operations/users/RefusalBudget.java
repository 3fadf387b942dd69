package dev.breakwater.operations.users;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.ReentrantLock;

/** How many refused sign-ins are recorded: strangers must not fill what is kept for ever. */
final class RefusalBudget {
  private static final int A_MINUTE = 60;
  private static final Duration WINDOW = Duration.ofMinutes(1);

  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();
  private Instant began = Instant.EPOCH;
  private int spent;

  RefusalBudget(InstantSource clock) {
    this.clock = clock;
  }

  /** Whether one more is to be recorded; all are logged. */
  boolean spend() {
    lock.lock();
    try {
      Instant now = clock.instant();
      Duration age = Duration.between(began, now);
      if (age.isNegative() || age.compareTo(WINDOW) >= 0) {
        began = now;
        spent = 0;
      }
      return spent++ < A_MINUTE;
    } finally {
      lock.unlock();
    }
  }
}
