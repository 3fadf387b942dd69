package dev.breakwater.gateway.concurrent;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Long computations on threads of their own, so that they hold no loop: what is done with bodies
 * beyond {@value #LARGE} bytes. An exchange waits for its own as for anything else.
 */
public final class HeavyWork {
  /** Smaller bodies are done with in less time than a change of threads is worth. */
  public static final int LARGE = 256 * 1024;

  private final Executor threads;

  /**
   * @param threads platform threads
   */
  public HeavyWork(Executor threads) {
    this.threads = threads;
  }

  /**
   * Does the work here when it is light, else elsewhere, and gives its result.
   *
   * @param bytes how much there is to work on
   * @param task throws nothing but unchecked exceptions, which come out here as they are
   */
  public <T> T await(int bytes, Callable<T> task) {
    try {
      if (bytes <= LARGE) {
        return task.call();
      }
      Thread exchange = Thread.currentThread();
      FutureTask<T> work = new FutureTask<>(task);
      threads.execute(() -> {
        work.run();
        LockSupport.unpark(exchange);
      });
      // Not given up when the client leaves: it is a matter of milliseconds.
      while (!work.isDone()) {
        LockSupport.park(this);
      }
      return work.get();
    } catch (ExecutionException e) {
      throw unchecked(e.getCause());
    } catch (Exception e) {
      throw unchecked(e);
    }
  }

  private static RuntimeException unchecked(@Nullable Throwable thrown) {
    return switch (thrown) {
      case RuntimeException e -> e;
      case Error e -> throw e;
      case null, default -> new IllegalStateException(thrown);
    };
  }
}
