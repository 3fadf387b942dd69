package dev.breakwater.acceptance.faults;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The pace of those who act in a test: clients that ask so many times a second, slow peers. */
final class Pause {
  private Pause() {}

  static void of(long millis) throws InterruptedException {
    untilNanos(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis));
  }

  /**
   * @param nanos of {@link System#nanoTime}
   */
  static void untilNanos(long nanos) throws InterruptedException {
    for (long left = nanos - System.nanoTime(); left > 0; left = nanos - System.nanoTime()) {
      LockSupport.parkNanos(left);
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
  }
}
