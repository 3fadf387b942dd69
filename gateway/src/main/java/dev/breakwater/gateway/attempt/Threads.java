package dev.breakwater.gateway.attempt;

import java.util.function.Function;

/** Starts virtual threads beside that of an exchange, on the same carrier. */
@FunctionalInterface
public interface Threads {
  /**
   * @param body makes what the thread runs, before it starts
   */
  void start(Function<Thread, Runnable> body);
}
