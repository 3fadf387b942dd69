package dev.breakwater.server.runtime;

import dev.breakwater.gateway.concurrent.Timekeeper;

/** The machine's clocks, for what belongs to no loop and sets no alarms. */
public final class RealTime implements Timekeeper {
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
    throw new IllegalStateException("alarms belong to a loop");
  }
}
