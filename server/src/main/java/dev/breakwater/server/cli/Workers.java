package dev.breakwater.server.cli;

import dev.breakwater.gateway.concurrent.VirtualThreads;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** Platform threads for simulated worlds: each world lives on one of them. */
final class Workers {

  private Workers() {}

  /**
   * Runs some work with so many threads.
   *
   * @throws IllegalStateException when this Java virtual machine cannot carry simulated threads
   */
  static <T> T with(int threads, Function<ExecutorService, T> work) {
    if (!VirtualThreads.canBeCarried()) {
      throw new IllegalStateException(
          "simulations need the option --add-opens java.base/java.lang=ALL-UNNAMED");
    }
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      return work.apply(executor);
    } finally {
      executor.shutdownNow();
    }
  }
}
