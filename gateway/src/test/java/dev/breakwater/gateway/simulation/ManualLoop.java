package dev.breakwater.gateway.simulation;

import dev.breakwater.gateway.concurrent.Timekeeper;
import java.util.PriorityQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** An event loop without events: one platform thread, its tasks in order, and its timers. */
public final class ManualLoop implements Executor, Timekeeper, AutoCloseable {
  private final LinkedBlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
  private final PriorityQueue<Timer> timers = new PriorityQueue<>(); // the loop's thread only
  private final Thread thread;
  private volatile boolean closed;
  private volatile @Nullable Throwable failure;

  public ManualLoop(String name) {
    thread = Thread.ofPlatform().daemon().name(name).start(this::loop);
  }

  public Thread thread() {
    return thread;
  }

  @Override
  public void execute(Runnable task) {
    tasks.add(task);
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
    Timer timer = new Timer(atNanos, task);
    execute(() -> timers.add(timer));
    return timer;
  }

  /** Stops the loop; what it was given and has not run yet is forgotten. */
  @Override
  public void close() {
    closed = true;
    execute(() -> {});
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (failure != null) {
      throw new AssertionError("a task of " + thread.getName() + " failed", failure);
    }
  }

  private void loop() {
    try {
      while (!closed) {
        Runnable task = next();
        if (task != null) {
          task.run();
        }
      }
    } catch (InterruptedException | RuntimeException | Error e) {
      failure = e;
    }
  }

  private @Nullable Runnable next() throws InterruptedException {
    Timer soonest = timers.peek();
    if (soonest == null) {
      return tasks.take();
    }
    long wait = soonest.atNanos - nanos();
    if (wait > 0) {
      return tasks.poll(wait, TimeUnit.NANOSECONDS);
    }
    return timers.remove();
  }

  private static final class Timer implements Alarm, Runnable, Comparable<Timer> {
    private final long atNanos;
    private final Runnable task;
    private volatile boolean cancelled;

    Timer(long atNanos, Runnable task) {
      this.atNanos = atNanos;
      this.task = task;
    }

    @Override
    public void run() {
      if (!cancelled) {
        task.run();
      }
    }

    @Override
    public void cancel() {
      cancelled = true;
    }

    @Override
    public int compareTo(Timer other) {
      return Long.signum(atNanos - other.atNanos);
    }
  }
}
