package dev.breakwater.gateway.concurrent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.gateway.concurrent.LoopWatchdog.Held;
import dev.breakwater.gateway.simulation.ManualLoop;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The watchdog's clock is the test's, so that a busy machine neither hides nor invents a hold. */
class LoopWatchdogTest {
  private static final Duration LIMIT = Duration.ofMillis(20);

  private final AtomicLong clock = new AtomicLong();
  private final AtomicInteger looks = new AtomicInteger();
  private final List<Held> reports = new CopyOnWriteArrayList<>();
  private final Set<Thread> carried = ConcurrentHashMap.newKeySet();
  private final ManualLoop loop = new ManualLoop("held-loop");
  private final ThreadFactory threads = VirtualThreads.carriedBy(loop);
  private final LoopWatchdog watchdog =
      new LoopWatchdog(
          loop.thread(),
          loop,
          LIMIT,
          () -> {
            looks.incrementAndGet();
            return clock.get();
          },
          () -> carried,
          reports::add);

  @AfterEach
  void close() {
    watchdog.close();
    loop.close();
  }

  @Test
  void aHeldLoopIsReportedOnceWithTheStackOfWhatHoldsIt() throws InterruptedException {
    CountDownLatch others = new CountDownLatch(40);
    Thread culprit = start(() -> holdTheCarrier(1));
    for (int number = 0; number < 20; number++) {
      start(others::countDown); // cannot run now, but are runnable
    }
    assertThat(culprit.join(Ground.PATIENCE)).isTrue();
    for (int number = 0; number < 20; number++) {
      start(others::countDown);
    }
    assertThat(others.await(30, TimeUnit.SECONDS)).isTrue();
    assertThat(reports).hasSize(1);
    Held held = reports.getFirst();
    assertThat(held.loop()).isEqualTo("held-loop");
    assertThat(held.held()).isGreaterThanOrEqualTo(LIMIT);
    assertThat(held.stack())
        .extracting(StackTraceElement::getMethodName)
        .contains("holdTheCarrier");
  }

  @Test
  @SuppressWarnings("ThreadPriorityCheck") // the point is to be runnable all the time
  void theCulpritIsToldFromThoseWhoOnlyWaitForTheirTurn() throws InterruptedException {
    for (int number = 0; number < 20; number++) {
      AtomicBoolean started = new AtomicBoolean();
      start(() -> {
        started.set(true);
        while (reports.isEmpty()) {
          Thread.yield(); // runnable all the time, mounted for moments
        }
      });
      awaitTrue(started);
    }
    Thread culprit = start(() -> holdTheCarrier(1));
    assertThat(culprit.join(Ground.PATIENCE)).isTrue();
    assertThat(reports).isNotEmpty();
    assertThat(reports.getFirst().stack())
        .extracting(StackTraceElement::getMethodName)
        .contains("holdTheCarrier");
  }

  @Test
  void eachHoldIsReported() throws InterruptedException {
    for (int hold = 1; hold <= 3; hold++) {
      int expected = hold;
      assertThat(start(() -> holdTheCarrier(expected)).join(Ground.PATIENCE)).isTrue();
      assertThat(reports).hasSize(hold);
    }
  }

  @Test
  void aTaskThatHoldsTheLoopItselfIsReportedWithTheLoopsStack() throws InterruptedException {
    CountDownLatch done = new CountDownLatch(1);
    loop.execute(() -> {
      holdTheCarrier(1);
      done.countDown();
    });
    assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
    assertThat(reports.getFirst().stack())
        .extracting(StackTraceElement::getMethodName)
        .contains("holdTheCarrier");
  }

  @Test
  void aLoopThatIsBusyWithShortTasksIsNotHeld() throws InterruptedException {
    CountDownLatch enough = new CountDownLatch(1);
    for (int number = 0; number < 10; number++) {
      loop.execute(() -> shortTask(looks.get() + 6, enough));
    }
    assertThat(enough.await(30, TimeUnit.SECONDS)).isTrue();
    assertThat(clock.get()).as("time that passed").isGreaterThan(LIMIT.toNanos() * 10);
    assertThat(reports).isEmpty();
  }

  /** Takes a millisecond, and comes again until the watchdog has looked often enough. */
  private void shortTask(int untilLooks, CountDownLatch enough) {
    clock.addAndGet(Duration.ofMillis(1).toNanos());
    if (looks.get() >= untilLooks) {
      enough.countDown();
    } else {
      loop.execute(() -> shortTask(untilLooks, enough));
    }
  }

  private Thread start(Runnable body) {
    Thread thread =
        threads.newThread(() -> {
          try {
            body.run();
          } finally {
            carried.remove(Thread.currentThread());
          }
        });
    carried.add(thread);
    thread.start();
    return thread;
  }

  /** Does not come back until it was reported and the watchdog has looked some times more. */
  private void holdTheCarrier(int expectedReports) {
    long giveUp = System.nanoTime() + Ground.PATIENCE.toNanos();
    while (reports.size() < expectedReports && System.nanoTime() < giveUp) {
      clock.addAndGet(1_000);
      Thread.onSpinWait();
    }
    int until = looks.get() + 3;
    while (looks.get() < until && System.nanoTime() < giveUp) {
      clock.addAndGet(1_000);
      Thread.onSpinWait();
    }
  }

  private static void awaitTrue(AtomicBoolean condition) {
    while (!condition.get()) {
      Thread.onSpinWait();
    }
  }
}
