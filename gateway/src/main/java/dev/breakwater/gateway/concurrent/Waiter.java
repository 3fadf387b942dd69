package dev.breakwater.gateway.concurrent;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The one way in which an exchange's thread waits: until something is ready, a deadline passes or
 * the exchange is given up, whichever is first.
 *
 * <p>Waiting is parking in a loop around a condition, so anybody may wake the thread at any time.
 * Deadlines use one alarm that is armed lazily: a deadline that moves out, as an idle time-out does
 * with every chunk, costs nothing until the old alarm rings. (A timed park would hand every wait to
 * a timer thread of the JDK.)
 */
public final class Waiter {
  /** How a wait ended. */
  public enum Wake {
    READY,
    LATE,
    /** The exchange was given up: see {@link #why}. */
    LEFT
  }

  private final Thread owner;
  private final Timekeeper time;
  private volatile @Nullable Why why;
  private volatile boolean armed;
  private long armedAt;
  private Timekeeper.@Nullable Alarm alarm;

  /**
   * @param owner the only thread that may {@link #await}
   */
  public Waiter(Thread owner, Timekeeper time) {
    this.owner = owner;
    this.time = time;
  }

  public Timekeeper time() {
    return time;
  }

  /** Makes the owner look again; from any thread. */
  public void wake() {
    LockSupport.unpark(owner);
  }

  /** Gives the exchange up; the first reason stands. From any thread. */
  public void leave(Why reason) {
    if (why == null) {
      why = reason;
      wake();
    }
  }

  /** Why the exchange was given up, null while it was not. */
  public @Nullable Why why() {
    return why;
  }

  /** Waits; what is ready wins over everything else, being given up over being late. */
  public Wake await(BooleanSupplier ready, Deadline deadline) {
    while (true) {
      if (ready.getAsBoolean()) {
        return Wake.READY;
      }
      if (why != null) {
        return Wake.LEFT;
      }
      if (willRing(deadline)) {
        LockSupport.park(this);
      } else if (deadline.hasPassed(time)) {
        return Wake.LATE;
      } else {
        // Setting the alarm may wait for a lock and so use up a wake-up that was meant for us: look
        // again before parking.
        arm(deadline);
      }
    }
  }

  /** Whether an alarm is set that rings early enough, which saves looking at the clock. */
  private boolean willRing(Deadline deadline) {
    return armed && armedAt - deadline.atNanos() <= 0;
  }

  /** Waits for what is sure to come, also once the exchange was given up. */
  public void awaitWhatIsSure(BooleanSupplier ready) {
    while (!ready.getAsBoolean()) {
      LockSupport.park(this);
    }
  }

  /** Waits for a time to pass: {@code LATE} is the normal end. */
  public Wake sleepUntil(Deadline deadline) {
    return await(() -> false, deadline);
  }

  /** The exchange is over: takes the alarm back. */
  public void close() {
    Timekeeper.Alarm last = alarm;
    if (last != null) {
      last.cancel();
    }
  }

  private void arm(Deadline deadline) {
    if (armed && alarm != null) {
      alarm.cancel();
    }
    armed = true;
    armedAt = deadline.atNanos();
    alarm = time.at(armedAt, this::ring);
  }

  private void ring() {
    armed = false;
    wake();
  }
}
