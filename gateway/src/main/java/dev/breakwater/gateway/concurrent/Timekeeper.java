package dev.breakwater.gateway.concurrent;

/**
 * Time as deciding code sees it. Real in the server; under test a simulation owns it and lets it
 * jump.
 */
public interface Timekeeper {
  /** Monotonic nanoseconds from an arbitrary origin; for every duration and deadline. */
  long nanos();

  /** Wall-clock milliseconds since the epoch; for records only, it may jump. */
  long epochMillis();

  /**
   * Runs a short task once at a time, on the loop that this timekeeper belongs to. May be called
   * from any thread.
   *
   * @param atNanos as told by {@link #nanos}; the past means soon
   */
  Alarm at(long atNanos, Runnable task);

  /** A task that waits for its time. */
  interface Alarm {
    /** Best effort: a task that is already running is not stopped. */
    void cancel();
  }
}
