package dev.breakwater.gateway.provider;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/** Waits for conditions that other threads bring about. */
public final class Eventually {
  private static final long LOOK_EVERY_NANOS = 2_000_000;

  private Eventually() {}

  /** Fails when it is not true within the time. */
  public static void isTrue(String what, Duration within, BooleanSupplier condition) {
    long until = System.nanoTime() + within.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - until > 0) {
        throw new AssertionError(what + ": not within " + within);
      }
      LockSupport.parkNanos(LOOK_EVERY_NANOS);
    }
  }

  /** The value of a counter that has moved and then has not for so long. */
  public static long settled(String what, Duration still, Duration within, LongSupplier counter) {
    long until = System.nanoTime() + within.toNanos();
    long last = counter.getAsLong();
    long since = System.nanoTime();
    while (last == 0 || System.nanoTime() - since < still.toNanos()) {
      if (System.nanoTime() - until > 0) {
        throw new AssertionError(what + ": still moving after " + within + ", at " + last);
      }
      LockSupport.parkNanos(LOOK_EVERY_NANOS);
      long now = counter.getAsLong();
      if (now != last) {
        last = now;
        since = System.nanoTime();
      }
    }
    return last;
  }
}
