package dev.breakwater.gateway.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.gateway.concurrent.Deadline;
import dev.breakwater.gateway.concurrent.Waiter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SeededSchedulerTest {

  @Test
  void aSeedMeansOneOrderAndManySeedsMeanMany() {
    Set<List<Integer>> orders = new HashSet<>();
    Set<Long> traces = new HashSet<>();
    for (long seed = 0; seed < 50; seed++) {
      List<Integer> first = new ArrayList<>();
      List<Integer> second = new ArrayList<>();
      long trace = contend(seed, first);
      assertThat(contend(seed, second)).isEqualTo(trace);
      assertThat(second).isEqualTo(first);
      orders.add(first);
      traces.add(trace);
    }
    assertThat(orders).hasSizeGreaterThan(40);
    assertThat(traces).hasSizeGreaterThan(40);
  }

  /** Six threads that contend for a lock and a semaphore, and wait. */
  private static long contend(long seed, List<Integer> order) {
    SeededScheduler scheduler = new SeededScheduler(seed);
    ReentrantLock lock = new ReentrantLock();
    Semaphore semaphore = new Semaphore(2);
    for (int number = 0; number < 6; number++) {
      int mine = number;
      scheduler.start(
          "contender-" + number, () -> contend(scheduler, lock, semaphore, mine, order));
    }
    scheduler.run();
    assertThat(order).hasSize(60);
    return scheduler.traceHash();
  }

  private static void contend(
      SeededScheduler scheduler,
      ReentrantLock lock,
      Semaphore semaphore,
      int mine,
      List<Integer> order) {
    Waiter waiter = new Waiter(Thread.currentThread(), scheduler);
    for (int round = 0; round < 10; round++) {
      semaphore.acquireUninterruptibly();
      lock.lock();
      try {
        waiter.sleepUntil(Deadline.after(scheduler, Duration.ofMillis(1)));
        order.add(mine);
      } finally {
        lock.unlock();
        semaphore.release();
      }
    }
  }

  @Test
  void aDayPassesAtOnce() {
    SeededScheduler scheduler = new SeededScheduler(1);
    long start = scheduler.nanos();
    long[] woken = new long[1];
    scheduler.start(
        "sleeper",
        () -> {
          Waiter waiter = new Waiter(Thread.currentThread(), scheduler);
          waiter.sleepUntil(Deadline.after(scheduler, Duration.ofDays(1)));
          woken[0] = scheduler.nanos();
        });
    scheduler.run();
    assertThat(Duration.ofNanos(woken[0] - start)).isEqualTo(Duration.ofDays(1));
    assertThat(scheduler.alive()).isEmpty();
  }

  @Test
  void aCancelledAlarmNeitherRingsNorMovesTheClock() {
    SeededScheduler scheduler = new SeededScheduler(1);
    long start = scheduler.nanos();
    List<String> rung = new ArrayList<>();
    scheduler.at(start + 5, () -> rung.add("kept"));
    scheduler.at(start + 100, () -> rung.add("cancelled")).cancel();
    scheduler.run();
    assertThat(rung).containsExactly("kept");
    assertThat(scheduler.nanos()).isEqualTo(start + 5);
  }

  @Test
  void runningForATimeLeavesLaterAlarmsAlone() {
    SeededScheduler scheduler = new SeededScheduler(1);
    long start = scheduler.nanos();
    List<Long> rung = new ArrayList<>();
    LongStream.of(1, 2, 3)
        .forEach(second ->
            scheduler.at(start + second * 1_000_000_000L, () -> rung.add(scheduler.nanos())));
    scheduler.runFor(Duration.ofMillis(2500));
    assertThat(rung).hasSize(2);
    assertThat(scheduler.nanos() - start).isEqualTo(2_500_000_000L);
    assertThat(scheduler.pendingAlarms()).isOne();
  }

  @Test
  void aDeadlockNamesWhoWaitsAndWhere() {
    SeededScheduler scheduler = new SeededScheduler(7);
    scheduler.start("forgotten", SeededSchedulerTest::waitForWhatNeverComes);
    assertThatThrownBy(scheduler::run)
        .isInstanceOf(SeededScheduler.Deadlock.class)
        .hasMessageContaining("seed 7")
        .hasMessageContaining("forgotten waits")
        .hasMessageContaining("waitForWhatNeverComes");
  }

  private static void waitForWhatNeverComes() {
    while (true) {
      LockSupport.park();
    }
  }

  @Test
  void aThreadThatThrowsFailsTheRun() {
    SeededScheduler scheduler = new SeededScheduler(3);
    scheduler.start(
        "thrower",
        () -> {
          throw new IllegalStateException("planted");
        });
    assertThatThrownBy(scheduler::run)
        .hasMessageContaining("seed 3")
        .hasMessageContaining("planted");
  }

  @Test
  void aWakeFromOutsideFailsTheRun() {
    SeededScheduler scheduler = new SeededScheduler(3);
    CompletableFuture<Thread> parked = new CompletableFuture<>();
    scheduler.start(
        "woken",
        () -> {
          parked.complete(Thread.currentThread());
          LockSupport.park();
        });
    scheduler.at(
        scheduler.nanos() + 1_000_000,
        () -> {
          Thread outsider = Thread.ofPlatform().start(() -> LockSupport.unpark(parked.join()));
          assertThat(joins(outsider)).isTrue();
        });
    assertThatThrownBy(scheduler::run).hasMessageContaining("woken from outside");
  }

  private static boolean joins(Thread thread) {
    try {
      return thread.join(Duration.ofSeconds(10));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
