package dev.breakwater.server.runtime;

import dev.breakwater.gateway.concurrent.Timekeeper;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The machine's clocks with alarms on a thread of their own, for what belongs to no loop and waits
 * long: nothing ticks meanwhile.
 */
public final class AlarmTime implements Timekeeper, AutoCloseable {
  private final ScheduledThreadPoolExecutor alarms;

  /**
   * @param thread its name
   */
  public AlarmTime(String thread) {
    alarms =
        new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().daemon().name(thread).factory());
    alarms.setRemoveOnCancelPolicy(true);
  }

  @Override
  public long nanos() {
    return System.nanoTime();
  }

  @Override
  public long epochMillis() {
    return System.currentTimeMillis();
  }

  @Override
  public Alarm at(long atNanos, Runnable task) {
    ScheduledFuture<?> alarm =
        alarms.schedule(task, Math.max(0, atNanos - nanos()), TimeUnit.NANOSECONDS);
    return () -> alarm.cancel(false);
  }

  @Override
  public void close() {
    alarms.shutdownNow();
  }
}
