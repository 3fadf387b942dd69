package dev.breakwater.gateway.concurrent;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Runs exchanges on virtual threads that one loop carries, and takes what they hand to that loop.
 *
 * <p>A task of a thread that the loop carries runs right after that thread has yielded. It needs no
 * queue that other threads share, for whoever puts it there and whoever takes it out are one
 * platform thread. Tasks of one thread keep their order; those that the loop was given before the
 * thread came round have run already. On the JDK's scheduler an exchange runs beside the loop, and
 * nothing is taken here.
 */
public final class Carrier {
  private final boolean carries;
  private final ThreadFactory threads;
  private final Consumer<Runnable> run;
  private final Queue<Runnable> handed = new ArrayDeque<>();
  private final Set<Thread> running = ConcurrentHashMap.newKeySet();

  private Carrier(boolean carries, Executor loop, Consumer<Runnable> run) {
    this.carries = carries;
    this.threads =
        carries
            ? VirtualThreads.carriedBy(continuation -> loop.execute(() -> carry(continuation)))
            : VirtualThreads.scheduledByJdk();
    this.run = run;
  }

  /**
   * Threads that a loop carries where that can be had, see {@link VirtualThreads}.
   *
   * @param loop runs tasks on the loop's platform thread
   * @param run runs one task that was handed over, on the loop; it does not throw
   */
  public static Carrier on(Executor loop, Consumer<Runnable> run) {
    return new Carrier(VirtualThreads.canBeCarried(), loop, run);
  }

  /** Threads of the JDK's own scheduler. */
  public static Carrier scheduledByJdk() {
    return new Carrier(false, Runnable::run, Runnable::run);
  }

  /**
   * Starts an exchange on a thread of its own.
   *
   * @param exchange makes the exchange for its thread, before the thread starts
   */
  public void start(Function<Thread, Runnable> exchange) {
    Body body = new Body();
    Thread thread = threads.newThread(body);
    body.exchange = exchange.apply(thread);
    running.add(thread);
    thread.start();
  }

  /**
   * Takes a task for the loop if the loop carries the calling thread.
   *
   * @return false when it does not, so that the task has to go another way
   */
  public boolean take(Runnable task) {
    return carries && running.contains(Thread.currentThread()) && handed.add(task);
  }

  /** The exchanges that have not ended; from any thread. */
  public Set<Thread> running() {
    return running;
  }

  private void carry(Runnable continuation) {
    continuation.run();
    Runnable task = handed.poll();
    while (task != null) {
      run.accept(task);
      task = handed.poll();
    }
  }

  private final class Body implements Runnable {
    private volatile Runnable exchange = () -> {};

    @Override
    public void run() {
      try {
        exchange.run();
      } finally {
        running.remove(Thread.currentThread());
      }
    }
  }
}
