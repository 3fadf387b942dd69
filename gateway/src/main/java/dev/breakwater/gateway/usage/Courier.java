package dev.breakwater.gateway.usage;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells one listener of requests, on a thread of its own and out of a queue of its own: one that is
 * slow misses requests, one that throws is told of the next one all the same.
 */
final class Courier implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Courier.class);

  /** Some ten megabytes, and half a second of the busiest server. */
  static final int MOST_WAITING = 8_192;

  /** What a listener that hangs may cost a server that stops. */
  private static final Duration LAST_WORDS = Duration.ofSeconds(2);

  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final String name;
  private final UsageListener listener;
  private final Queue<LedgerRow> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
  private final AtomicLong told = new AtomicLong();
  private final AtomicLong lost = new AtomicLong();
  private final AtomicLong failures = new AtomicLong();
  private final Thread thread;
  private volatile boolean closing;

  /** Whether anything was taken since the courier set out; its teller's own. */
  private boolean laden;

  Courier(String name, UsageListener listener) {
    this.name = name;
    this.listener = listener;
    this.thread = Thread.ofPlatform().daemon().name("usage-" + name).start(this::run);
  }

  /** Whether the listener wants to be told of it; when it does not know, it does. */
  boolean wants(RequestEnded request) {
    try {
      return listener.wants(request);
    } catch (RuntimeException | LinkageError e) {
      return true;
    }
  }

  /** Returns at once; the listener hears of it when the courier has {@link #setOut}. */
  void take(LedgerRow row) {
    if (!wants(row.request())) {
      return;
    }
    if (waiting.offer(row)) {
      laden = true;
    } else {
      lost.incrementAndGet();
    }
  }

  /** Goes with everything that was taken, if there is anything; returns at once. */
  void setOut() {
    if (laden) {
      laden = false;
      LockSupport.unpark(thread);
    }
  }

  FollowerState.Listener state() {
    return new FollowerState.Listener(name, told.get(), lost.get(), failures.get(), waiting.size());
  }

  /** Tells what still waits, for as long as that does not take too long. */
  @Override
  public void close() {
    closing = true;
    LockSupport.unpark(thread);
    try {
      if (!thread.join(LAST_WORDS)) {
        LOG.warn("the listener {} hangs and is left to itself", name);
        thread.interrupt();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    while (true) {
      LedgerRow row = waiting.poll();
      if (row != null) {
        tell(row);
      } else if (closing || Thread.interrupted()) {
        return;
      } else {
        LockSupport.parkNanos(this, LOOK_NANOS);
      }
    }
  }

  private void tell(LedgerRow row) {
    try {
      listener.ended(row);
      told.incrementAndGet();
    } catch (RuntimeException | LinkageError e) {
      long count = failures.incrementAndGet();
      if (Long.bitCount(count) == 1) { // the first, the second, the fourth: never a flood
        LOG.error("the listener {} has failed {} times", name, count, e);
      }
    }
  }
}
