package dev.breakwater.gateway.simulation;

import dev.breakwater.gateway.concurrent.Timekeeper;
import dev.breakwater.gateway.concurrent.VirtualThreads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Runs virtual threads one at a time in an order that a seed decides, and owns their time.
 *
 * <p>It is the carrier of its threads: their runnable continuations wait in a list, and the seeded
 * random picks the next one. When nothing can run, time jumps to the next alarm. All of it happens
 * on the thread that calls {@link #run}, so that a seed means one order of events, which {@link
 * #traceHash} sums up. A thread that something outside wakes, as the JDK does for contended {@code
 * synchronized} and for timed parks, would break that and fails the run.
 */
public final class SeededScheduler implements Executor, Timekeeper {
  private static final long EPOCH_MILLIS = 1_760_000_000_000L;

  /** More steps than this mean that threads wake each other without end. */
  private static final long MOST_STEPS = 50_000_000L;

  private final long seed;
  private final SplittableRandom choice;
  private final SplittableRandom forOthers;
  private final ThreadFactory threads = VirtualThreads.carriedBy(this);
  private final Thread home = Thread.currentThread();
  private final List<Ready> ready = new ArrayList<>();
  private final PriorityQueue<Pending> alarms = new PriorityQueue<>();
  private final Set<Thread> alive = new LinkedHashSet<>();
  private final ConcurrentLinkedQueue<String> foreignWakes = new ConcurrentLinkedQueue<>();
  private @Nullable Throwable failure;
  private long now = 1_000_000_000L;
  private long sequence;
  private long steps;
  private long trace = 0xcbf29ce484222325L;

  /** To be made on the thread that will call {@link #run}. */
  public SeededScheduler(long seed) {
    this.seed = seed;
    this.choice = new SplittableRandom(seed);
    this.forOthers = choice.split();
  }

  /** Nothing can run, no alarm is set, and threads still wait. */
  public static final class Deadlock extends AssertionError {
    private static final long serialVersionUID = 1;

    Deadlock(String message) {
      super(message);
    }
  }

  private record Ready(long number, Runnable task) {}

  /** A stream of its own for what the simulated world draws. */
  public RandomGenerator random() {
    return forOthers;
  }

  /** Starts a virtual thread that this scheduler carries. */
  public Thread start(String name, Runnable body) {
    return start(name, itself -> body);
  }

  /** Starts a virtual thread whose body has to know it before it runs. */
  public Thread start(String name, Function<Thread, Runnable> body) {
    Runnable[] made = new Runnable[1];
    Thread thread =
        threads.newThread(() -> {
          try {
            made[0].run();
          } catch (Throwable thrown) {
            failure = failure == null ? thrown : failure;
          } finally {
            alive.remove(Thread.currentThread());
          }
        });
    thread.setName(name);
    made[0] = body.apply(thread);
    alive.add(thread);
    thread.start();
    return thread;
  }

  /**
   * Runs until nothing is left to do.
   *
   * @throws Deadlock when threads are left that nobody will ever wake
   */
  public void run() {
    while (step(Long.MAX_VALUE)) {
      check();
    }
    if (!alive.isEmpty()) {
      throw new Deadlock("seed " + seed + ": nothing can run" + stacks());
    }
  }

  /** Runs what happens within a time, and leaves the clock at its end. */
  public void runFor(Duration duration) {
    long end = now + duration.toNanos();
    while (step(end)) {
      check();
    }
    now = end;
  }

  /** Threads that were started and have not ended. */
  public Set<Thread> alive() {
    return Set.copyOf(alive);
  }

  /** Alarms that are set, neither rung nor cancelled. */
  public int pendingAlarms() {
    return (int) alarms.stream().filter(alarm -> !alarm.cancelled).count();
  }

  /** Writes something that happened into the trace. */
  public void note(long what) {
    trace = Long.rotateLeft((trace ^ what) * 0x100000001b3L, 17);
  }

  /** The same for two runs exactly when they took the same steps at the same times. */
  public long traceHash() {
    return trace;
  }

  @Override
  public void execute(Runnable task) {
    Thread caller = Thread.currentThread();
    if (!caller.equals(home) && !alive.contains(caller)) {
      foreignWakes.add(caller.toString());
      return;
    }
    ready.add(new Ready(sequence++, task));
  }

  @Override
  public long nanos() {
    return now;
  }

  @Override
  public long epochMillis() {
    return EPOCH_MILLIS + now / 1_000_000;
  }

  @Override
  public Alarm at(long atNanos, Runnable task) {
    Pending alarm = new Pending(Math.max(now, atNanos), sequence++, task);
    alarms.add(alarm);
    return alarm;
  }

  private boolean step(long until) {
    release();
    if (ready.isEmpty()) {
      Pending next = alarms.peek();
      if (next == null || next.atNanos > until) {
        return false;
      }
      now = next.atNanos;
      release();
    }
    int pick = choice.nextInt(ready.size());
    Ready last = ready.removeLast();
    Ready picked = pick == ready.size() ? last : ready.set(pick, last);
    note(picked.number());
    note(now);
    picked.task().run();
    return true;
  }

  /** What is due competes with what can run; what was cancelled does not even move the clock. */
  private void release() {
    for (Pending next = alarms.peek();
        next != null && (next.cancelled || next.atNanos <= now);
        next = alarms.peek()) {
      alarms.remove();
      if (!next.cancelled) {
        ready.add(new Ready(next.number, next));
      }
    }
  }

  private void check() {
    if (failure != null) {
      throw new AssertionError("seed " + seed + ": a thread failed: " + failure, failure);
    }
    if (!foreignWakes.isEmpty()) {
      throw new AssertionError(
          "seed " + seed + ": woken from outside, so not reproducible, by " + foreignWakes);
    }
    if (++steps > MOST_STEPS) {
      throw new AssertionError("seed " + seed + ": no end after " + steps + " steps" + stacks());
    }
  }

  private String stacks() {
    StringBuilder text = new StringBuilder();
    for (Thread thread : alive) {
      text.append("\n  ").append(thread.getName()).append(" waits");
      for (StackTraceElement frame : thread.getStackTrace()) {
        text.append("\n    at ").append(frame);
      }
    }
    return text.toString();
  }

  private static final class Pending implements Alarm, Runnable, Comparable<Pending> {
    private final long atNanos;
    private final long number;
    private final Runnable task;
    private boolean cancelled;

    Pending(long atNanos, long number, Runnable task) {
      this.atNanos = atNanos;
      this.number = number;
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
    public int compareTo(Pending other) {
      int byTime = Long.compare(atNanos, other.atNanos);
      return byTime != 0 ? byTime : Long.compare(number, other.number);
    }
  }
}
