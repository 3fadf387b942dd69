package dev.breakwater.gateway.concurrent;

import dev.breakwater.gateway.simulation.ManualLoop;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The two ways in which an exchange's thread is scheduled; what holds for one holds for both. */
enum Ground {
  CARRIED {
    @Override
    ThreadFactory threads(ManualLoop loop) {
      return VirtualThreads.carriedBy(loop);
    }
  },
  SCHEDULED_BY_JDK {
    @Override
    ThreadFactory threads(ManualLoop loop) {
      return VirtualThreads.scheduledByJdk();
    }
  };

  /** Longer than anything takes that works. */
  static final Duration PATIENCE = Duration.ofSeconds(30);

  abstract ThreadFactory threads(ManualLoop loop);

  /** Starts an exchange whose result can be waited for. */
  <T> Exchange<T> start(ManualLoop loop, Callable<T> body) {
    FutureTask<T> task = new FutureTask<>(body);
    Thread thread = threads(loop).newThread(task);
    thread.start();
    return new Exchange<>(thread, task);
  }

  record Exchange<T>(Thread thread, FutureTask<T> task) {
    T join() {
      try {
        return task.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      } catch (InterruptedException | ExecutionException | TimeoutException e) {
        StringBuilder stack = new StringBuilder();
        for (StackTraceElement frame : thread.getStackTrace()) {
          stack.append("\n  at ").append(frame);
        }
        throw new AssertionError(thread + " did not answer" + stack, e);
      }
    }
  }
}
