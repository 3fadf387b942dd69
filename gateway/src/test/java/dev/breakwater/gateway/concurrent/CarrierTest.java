package dev.breakwater.gateway.concurrent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.gateway.simulation.ManualLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@SuppressWarnings("ThreadPriorityCheck") // yielding is how a thread is made to come round again
class CarrierTest {
  private static final int TASKS = 2_000;

  private static Carrier carrier(Ground ground, ManualLoop loop) {
    return switch (ground) {
      case CARRIED -> Carrier.on(loop, Runnable::run);
      case SCHEDULED_BY_JDK -> Carrier.scheduledByJdk();
    };
  }

  /** As a loop does it. */
  private static void execute(Carrier carrier, ManualLoop loop, Runnable task) {
    if (!carrier.take(task)) {
      loop.execute(task);
    }
  }

  private static void run(Carrier carrier, Runnable exchange) throws InterruptedException {
    CountDownLatch over = new CountDownLatch(1);
    carrier.start(thread ->
        () -> {
          try {
            exchange.run();
          } finally {
            over.countDown();
          }
        });
    assertThat(over.await(Ground.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
  }

  /** Waits until the loop has run all that it was given before. */
  private static void settle(ManualLoop loop) throws InterruptedException {
    CountDownLatch come = new CountDownLatch(1);
    loop.execute(come::countDown);
    assertThat(come.await(Ground.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
  }

  @ParameterizedTest
  @EnumSource(Ground.class)
  void tasksOfAThreadRunOnTheLoopInTheirOrder(Ground ground) throws InterruptedException {
    try (ManualLoop loop = new ManualLoop("loop")) {
      Carrier carrier = carrier(ground, loop);
      List<Integer> ran = new ArrayList<>(); // the loop's own
      Set<Thread> threads = ConcurrentHashMap.newKeySet();
      run(
          carrier,
          () -> {
            for (int number = 0; number < TASKS; number++) {
              int mine = number;
              execute(
                  carrier,
                  loop,
                  () -> {
                    threads.add(Thread.currentThread());
                    ran.add(mine);
                  });
              if (number % 7 == 0) {
                Thread.yield();
              }
            }
          });
      settle(loop);
      assertThat(ran).isEqualTo(IntStream.range(0, TASKS).boxed().toList());
      assertThat(threads).containsExactly(loop.thread());
    }
  }

  @ParameterizedTest
  @EnumSource(Ground.class)
  void aThreadThatWaitsIsWokenByItsOwnTask(Ground ground) throws InterruptedException {
    try (ManualLoop loop = new ManualLoop("loop")) {
      Carrier carrier = carrier(ground, loop);
      run(
          carrier,
          () -> {
            Thread exchange = Thread.currentThread();
            for (int times = 0; times < TASKS; times++) {
              AtomicReference<Thread> ran = new AtomicReference<>();
              execute(
                  carrier,
                  loop,
                  () -> {
                    ran.set(Thread.currentThread());
                    LockSupport.unpark(exchange);
                  });
              while (ran.get() == null) {
                LockSupport.park(ran);
              }
            }
          });
    }
  }

  @Test
  void whatThreadsHandOverRunsTogetherOnceAllThatWereReadyHaveComeRound()
      throws InterruptedException {
    try (ManualLoop loop = new ManualLoop("loop")) {
      Carrier carrier = Carrier.on(loop, Runnable::run);
      List<String> ran = new ArrayList<>(); // all of it on the loop's thread
      CountDownLatch ready = new CountDownLatch(1);
      CountDownLatch over = new CountDownLatch(2);
      loop.execute(() -> awaitUninterrupted(ready));
      for (String name : List.of("one", "other")) {
        carrier.start(thread ->
            () -> {
              ran.add(name);
              carrier.take(() -> ran.add("first of " + name));
              Thread.yield();
              ran.add(name + " again");
              carrier.take(() -> ran.add("second of " + name));
              over.countDown();
            });
      }
      ready.countDown();
      assertThat(over.await(Ground.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
      settle(loop);
      assertThat(ran)
          .containsExactly(
              "one",
              "other",
              "first of one",
              "first of other",
              "one again",
              "other again",
              "second of one",
              "second of other");
    }
  }

  private static void awaitUninterrupted(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void manyTasksLeaveTheLoopTimeForOthers() throws InterruptedException {
    try (ManualLoop loop = new ManualLoop("loop")) {
      Carrier carrier = Carrier.on(loop, Runnable::run);
      List<Integer> ran = new ArrayList<>();
      AtomicReference<Integer> before = new AtomicReference<>();
      run(
          carrier,
          () -> {
            for (int number = 0; number < TASKS; number++) {
              int mine = number;
              carrier.take(() -> ran.add(mine));
            }
            loop.execute(() -> before.set(ran.size()));
          });
      CountDownLatch all = new CountDownLatch(1);
      loop.execute(() -> await(loop, ran, all));
      assertThat(all.await(Ground.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
      assertThat(before.get()).isLessThan(TASKS);
      assertThat(ran).isEqualTo(IntStream.range(0, TASKS).boxed().toList());
    }
  }

  private static void await(ManualLoop loop, List<Integer> ran, CountDownLatch all) {
    if (ran.size() == TASKS) {
      all.countDown();
    } else {
      loop.execute(() -> await(loop, ran, all));
    }
  }

  @Test
  void aTaskThatThrowsDoesNotHoldUpTheNextOnes() throws InterruptedException {
    try (ManualLoop loop = new ManualLoop("loop")) {
      List<Throwable> thrown = new ArrayList<>();
      Carrier carrier =
          Carrier.on(
              task ->
                  loop.execute(() -> {
                    try {
                      task.run();
                    } catch (IllegalStateException e) {
                      thrown.add(e);
                    }
                  }),
              Runnable::run);
      List<String> ran = new ArrayList<>();
      run(
          carrier,
          () -> {
            carrier.take(() -> {
              throw new IllegalStateException("on purpose");
            });
            carrier.take(() -> ran.add("next"));
          });
      settle(loop);
      settle(loop);
      run(carrier, () -> carrier.take(() -> ran.add("last")));
      settle(loop);
      assertThat(thrown).hasSize(1);
      assertThat(ran).containsExactly("next", "last");
    }
  }

  @Test
  void nothingIsTakenFromAThreadThatTheLoopDoesNotCarry() throws InterruptedException {
    try (ManualLoop loop = new ManualLoop("loop");
        ManualLoop other = new ManualLoop("other")) {
      Carrier carrier = Carrier.on(loop, Runnable::run);
      List<Boolean> taken = new ArrayList<>();
      taken.add(carrier.take(() -> {}));
      run(Carrier.on(other, Runnable::run), () -> taken.add(carrier.take(() -> {})));
      run(carrier, () -> loop.execute(() -> taken.add(carrier.take(() -> {}))));
      settle(loop);
      Carrier beside = Carrier.scheduledByJdk();
      run(beside, () -> taken.add(beside.take(() -> {})));
      assertThat(taken).hasSize(4).containsOnly(false);
    }
  }

  @ParameterizedTest
  @EnumSource(Ground.class)
  void anExchangeIsAmongTheRunningOnesUntilItEnds(Ground ground) throws InterruptedException {
    try (ManualLoop loop = new ManualLoop("loop")) {
      Carrier carrier = carrier(ground, loop);
      AtomicReference<Thread> made = new AtomicReference<>();
      AtomicReference<Set<Thread>> meanwhile = new AtomicReference<>();
      carrier.start(thread -> {
        made.set(thread);
        return () -> meanwhile.set(Set.copyOf(carrier.running()));
      });
      assertThat(made.get().join(Ground.PATIENCE)).isTrue();
      assertThat(meanwhile.get()).containsExactly(made.get());
      assertThat(carrier.running()).isEmpty();
    }
  }
}
