package dev.breakwater.gateway.attempt;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/** How long a target's last hundred streams took to their first token. */
public final class FirstTokenTimes {
  private static final int CAPACITY = 100;

  /** Fewer than these say nothing about the slowest of twenty. */
  private static final int LEAST = 20;

  private final ReentrantLock lock = new ReentrantLock();
  private final long[] nanos = new long[CAPACITY];
  private int size;
  private int next;

  void add(Duration time) {
    lock.lock();
    try {
      nanos[next] = time.toNanos();
      next = (next + 1) % CAPACITY;
      size = Math.min(CAPACITY, size + 1);
    } finally {
      lock.unlock();
    }
  }

  /** The middle one (nearest rank); empty while there is none. */
  public Optional<Duration> median() {
    return quantile(0.5, 1);
  }

  /** 95 of 100 were faster or equal (nearest rank); empty below 20 answers. */
  public Optional<Duration> p95() {
    return quantile(0.95, LEAST);
  }

  void clear() {
    lock.lock();
    try {
      size = 0;
      next = 0;
    } finally {
      lock.unlock();
    }
  }

  private Optional<Duration> quantile(double share, int least) {
    long[] sorted;
    lock.lock();
    try {
      if (size < least) {
        return Optional.empty();
      }
      sorted = Arrays.copyOf(nanos, size);
    } finally {
      lock.unlock();
    }
    Arrays.sort(sorted);
    int rank = (int) Math.ceil(share * sorted.length);
    return Optional.of(Duration.ofNanos(sorted[Math.max(1, rank) - 1]));
  }
}
