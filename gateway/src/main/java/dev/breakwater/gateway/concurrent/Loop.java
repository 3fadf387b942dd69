package dev.breakwater.gateway.concurrent;

import java.util.concurrent.Executor;
import java.util.function.Function;

/**
 * An event loop: runs callbacks and timers one after another and carries the exchanges of its
 * clients. What belongs to one loop needs no locks.
 */
public interface Loop extends Executor {
  /** From 0, without gaps. */
  int index();

  Timekeeper time();

  /**
   * Starts an exchange on a virtual thread of its own that this loop carries; on the loop.
   *
   * @param exchange makes the exchange for its thread, before the thread starts
   */
  void startExchange(Function<Thread, Runnable> exchange);

  /** Runs a task on the loop, in the context in which its sockets live; from any thread. */
  @Override
  void execute(Runnable task);
}
