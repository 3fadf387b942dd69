package dev.breakwater.gateway.concurrent;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Reports a loop that something holds for too long, with the stack of what holds it.
 *
 * <p>It posts a beat into the loop and looks whether the beat has run. A loop that is busy with
 * many short tasks is not held: only the time since the last beat counts. The JDK hides the frames
 * of a mounted virtual thread from its carrier's stack, so the running one among the carried
 * threads is asked for its own.
 */
public final class LoopWatchdog implements AutoCloseable {
  /**
   * A loop that did not come round in time.
   *
   * @param held how long at least
   */
  public record Held(String loop, Duration held, List<StackTraceElement> stack) {}

  private final Thread watched;
  private final Executor loop;
  private final long limitNanos;
  private final LongSupplier nanos;
  private final Supplier<? extends Iterable<Thread>> carried;
  private final Consumer<Held> report;
  private final Thread watchdog;
  private volatile boolean beaten = true;
  private volatile boolean closed;

  /**
   * Starts watching at once.
   *
   * @param watched the loop's platform thread
   * @param loop runs a task on that thread
   * @param carried the virtual threads that the loop carries now; asked from another thread
   * @param limit what a task may take at most; 20 ms in the server
   */
  public LoopWatchdog(
      Thread watched,
      Executor loop,
      Duration limit,
      LongSupplier nanos,
      Supplier<? extends Iterable<Thread>> carried,
      Consumer<Held> report) {
    this.watched = watched;
    this.loop = loop;
    this.limitNanos = limit.toNanos();
    this.nanos = nanos;
    this.carried = carried;
    this.report = report;
    this.watchdog =
        Thread.ofPlatform().daemon().name("watchdog-" + watched.getName()).start(this::watch);
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(watchdog);
  }

  private void watch() {
    while (!closed) {
      beaten = false;
      long posted = nanos.getAsLong();
      loop.execute(() -> beaten = true);
      boolean reported = false;
      while (!beaten && !closed) {
        LockSupport.parkNanos(this, limitNanos);
        long held = nanos.getAsLong() - posted;
        if (!beaten && !reported && held >= limitNanos) {
          reported = true;
          report.accept(new Held(watched.getName(), Duration.ofNanos(held), stack()));
        }
      }
      LockSupport.parkNanos(this, TimeUnit.MILLISECONDS.toNanos(250));
    }
  }

  private List<StackTraceElement> stack() {
    for (Thread thread : carried.get()) {
      if (isMounted(thread)) {
        return List.of(thread.getStackTrace());
      }
    }
    return List.of(watched.getStackTrace());
  }

  /**
   * Whether the loop runs this virtual thread now. Its state does not tell: those who only wait for
   * their turn are runnable too. Its description does: it names the carrier of a mounted one.
   */
  private boolean isMounted(Thread thread) {
    return thread.toString().endsWith("@" + watched.getName());
  }
}
