package dev.breakwater.gateway.concurrent;

import java.time.Duration;

/** A moment on the monotonic clock after which nobody waits any longer. */
public record Deadline(long atNanos) {

  public static Deadline after(Timekeeper time, Duration wait) {
    return new Deadline(time.nanos() + wait.toNanos());
  }

  public boolean hasPassed(Timekeeper time) {
    return time.nanos() - atNanos >= 0;
  }

  /** What is left; never negative. */
  public Duration remaining(Timekeeper time) {
    return Duration.ofNanos(Math.max(0, atNanos - time.nanos()));
  }

  public boolean isBefore(Deadline other) {
    return atNanos - other.atNanos < 0;
  }

  public Deadline earlier(Deadline other) {
    return other.isBefore(this) ? other : this;
  }
}
