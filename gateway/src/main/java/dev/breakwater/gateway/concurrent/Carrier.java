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
 * <p>Tasks of threads that the loop carries are gathered and run together once the threads that
 * were ready have come round: what is alike runs in a row, which keeps it in the processor's
 * caches, and a peer that sleeps is woken once and not for each write (a request costs a tenth more
 * when each task runs right after its thread). They need no queue that other threads share, for
 * whoever puts a task there and whoever takes it out are one platform thread. Tasks keep their
 * order. On the JDK's scheduler an exchange runs beside the loop, and nothing is taken here.
 */
public final class Carrier {
  /** Then the loop looks after its sockets, as it does among tasks that it is given one by one. */
  private static final int MOST_AT_ONCE = 64;

  private final boolean carries;
  private final Executor loop;
  private final ThreadFactory threads;
  private final Consumer<Runnable> run;
  private final Queue<Runnable> handed = new ArrayDeque<>();
  private final Set<Thread> running = ConcurrentHashMap.newKeySet();

  private Carrier(boolean carries, Executor loop, Consumer<Runnable> run) {
    this.carries = carries;
    this.threads = carries ? VirtualThreads.carriedBy(loop) : VirtualThreads.scheduledByJdk();
    this.loop = loop;
    this.run = run;
  }

  /**
   * Threads that a loop carries where that can be had, see {@link VirtualThreads}.
   *
   * @param loop runs tasks on the loop's platform thread
   * @param run runs one task that was handed over, on the loop
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
    if (!carries || !running.contains(Thread.currentThread())) {
      return false;
    }
    if (handed.isEmpty()) {
      loop.execute(this::drain);
    }
    return handed.add(task);
  }

  /** The exchanges that have not ended; from any thread. */
  public Set<Thread> running() {
    return running;
  }

  /** Its turn comes once for as long as there is something in the queue. */
  private void drain() {
    try {
      Runnable task = handed.poll();
      for (int left = MOST_AT_ONCE; task != null; task = --left > 0 ? handed.poll() : null) {
        run.accept(task);
      }
    } finally {
      if (!handed.isEmpty()) {
        loop.execute(this::drain);
      }
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
