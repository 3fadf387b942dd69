package dev.breakwater.server.runtime;

import dev.breakwater.gateway.concurrent.Timekeeper.Alarm;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Alarms of one loop. Nearly every alarm is taken back before it rings, so setting and taking back
 * cost a few nanoseconds each, and ringing is exact to a tick only: never early, at most about two
 * ticks late. While there are no alarms nothing ticks.
 *
 * <p>A wheel of slots, each a ring of alarms (Varghese and Lauck's hashed timing wheel). An alarm
 * further away than one turn stays in its slot for as many turns.
 */
final class TimerWheel {
  /** Runs a task once after a delay, on the loop. */
  interface Ticker {
    void after(long delayNanos, Runnable task);
  }

  static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(4);
  private static final int SLOTS = 1 << 11;

  private final LongSupplier nanos;
  private final Ticker ticker;
  private final long origin;
  private final Entry[] slots = new Entry[SLOTS];

  // When the JDK schedules exchanges, other threads than the loop's set alarms too.
  private final ReentrantLock lock = new ReentrantLock();
  private long passed;
  private int waiting;
  private boolean ticking;

  TimerWheel(LongSupplier nanos, Ticker ticker) {
    this.nanos = nanos;
    this.ticker = ticker;
    this.origin = nanos.getAsLong();
    for (int slot = 0; slot < SLOTS; slot++) {
      slots[slot] = new Entry(() -> {}, 0);
    }
  }

  /** Sets an alarm; from any thread. */
  Alarm at(long atNanos, Runnable task) {
    lock.lock();
    try {
      if (!ticking) {
        passed = tickOf(nanos.getAsLong());
        ticking = true;
        ticker.after(TICK_NANOS, this::tick);
      }
      Entry entry = new Entry(task, Math.max(tickOf(atNanos) + 1, passed + 1));
      entry.linkBefore(slots[(int) (entry.tick & (SLOTS - 1))]);
      waiting++;
      return entry;
    } finally {
      lock.unlock();
    }
  }

  /** Rings what is due; on the loop. */
  private void tick() {
    Entry due;
    lock.lock();
    try {
      due = takeDue(tickOf(nanos.getAsLong()));
      if (waiting > 0) {
        ticker.after(TICK_NANOS, this::tick);
      } else {
        ticking = false;
      }
    } finally {
      lock.unlock();
    }
    for (Entry entry = due; entry != null; entry = entry.nextDue) {
      entry.task.run();
    }
  }

  private @Nullable Entry takeDue(long now) {
    Entry due = null;
    // After a long pause every slot has been passed; once round is enough.
    long first = Math.max(passed + 1, now - SLOTS + 1);
    for (long tick = first; tick <= now; tick++) {
      Entry head = slots[(int) (tick & (SLOTS - 1))];
      for (Entry entry = head.next; entry != head; ) {
        Entry following = entry.next;
        if (entry.tick <= now) {
          entry.unlink();
          waiting--;
          entry.nextDue = due;
          due = entry;
        }
        entry = following;
      }
    }
    passed = now;
    return due;
  }

  private long tickOf(long atNanos) {
    return Math.max(0, atNanos - origin) / TICK_NANOS;
  }

  private final class Entry implements Alarm {
    private final Runnable task;
    private final long tick;
    private Entry previous = this;
    private Entry next = this;
    private @Nullable Entry nextDue;

    Entry(Runnable task, long tick) {
      this.task = task;
      this.tick = tick;
    }

    @Override
    public void cancel() {
      lock.lock();
      try {
        if (next != this) {
          unlink();
          waiting--;
        }
      } finally {
        lock.unlock();
      }
    }

    private void linkBefore(Entry head) {
      previous = head.previous;
      next = head;
      head.previous.next = this;
      head.previous = this;
    }

    private void unlink() {
      previous.next = next;
      next.previous = previous;
      previous = this;
      next = this;
    }
  }
}
