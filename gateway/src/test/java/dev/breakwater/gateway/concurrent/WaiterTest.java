package dev.breakwater.gateway.concurrent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.gateway.concurrent.Waiter.Wake;
import dev.breakwater.gateway.simulation.ManualLoop;
import dev.breakwater.gateway.simulation.SeededScheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WaiterTest {

  @ParameterizedTest
  @EnumSource(Ground.class)
  void whatIsReadyEndsTheWait(Ground ground) {
    AtomicBoolean ready = new AtomicBoolean();
    assertThat(
            wait(
                ground,
                waiter -> waiter.await(ready::get, far(waiter)),
                waiter -> {
                  ready.set(true);
                  waiter.wake();
                }))
        .isEqualTo(Wake.READY);
  }

  @ParameterizedTest
  @EnumSource(Ground.class)
  void aWakeWithoutAReasonDoesNot(Ground ground) {
    AtomicInteger looks = new AtomicInteger();
    assertThat(
            wait(
                ground,
                waiter ->
                    waiter.await(
                        () -> {
                          waiter.wake(); // the park right after this comes back at once
                          return looks.incrementAndGet() == 1_000;
                        },
                        far(waiter)),
                waiter -> {}))
        .isEqualTo(Wake.READY);
    assertThat(looks).hasValue(1_000);
  }

  @ParameterizedTest
  @EnumSource(Ground.class)
  void theDeadlineEndsTheWait(Ground ground) {
    Duration wait = Duration.ofMillis(20);
    try (ManualLoop loop = new ManualLoop("loop")) {
      long before = System.nanoTime();
      Wake wake =
          ground
              .start(
                  loop,
                  () -> {
                    Waiter waiter = new Waiter(Thread.currentThread(), loop);
                    return waiter.sleepUntil(Deadline.after(loop, wait));
                  })
              .join();
      assertThat(wake).isEqualTo(Wake.LATE);
      assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThanOrEqualTo(wait);
    }
  }

  @ParameterizedTest
  @EnumSource(Ground.class)
  void leavingEndsASleep(Ground ground) {
    assertThat(
            wait(
                ground,
                waiter -> waiter.sleepUntil(far(waiter)),
                waiter -> waiter.leave(Why.CLIENT_LEFT)))
        .isEqualTo(Wake.LEFT);
  }

  @ParameterizedTest
  @EnumSource(Ground.class)
  void leavingEndsAWaitForALetter(Ground ground) {
    assertThat(
            wait(
                ground,
                waiter -> new Mailbox<String>(waiter).await(far(waiter)),
                waiter -> waiter.leave(Why.CLIENT_LEFT)))
        .isEqualTo(Wake.LEFT);
  }

  @ParameterizedTest
  @EnumSource(Ground.class)
  void whoHasLeftWaitsForNothingMore(Ground ground) {
    assertThat(
            wait(
                ground,
                waiter -> {
                  waiter.leave(Why.SHUTDOWN);
                  waiter.sleepUntil(far(waiter));
                  return waiter.sleepUntil(far(waiter));
                },
                waiter -> {}))
        .isEqualTo(Wake.LEFT);
  }

  /** Setting an alarm may wait for a lock, as any other code may: that must not cost a wake-up. */
  @ParameterizedTest
  @EnumSource(Ground.class)
  void aWakeUpWhileTheAlarmIsSetIsNotLost(Ground ground) {
    AtomicBoolean ready = new AtomicBoolean();
    assertThat(
            wait(
                ground,
                waiter -> {
                  Timekeeper eating =
                      new Timekeeper() {
                        @Override
                        public long nanos() {
                          return waiter.time().nanos();
                        }

                        @Override
                        public long epochMillis() {
                          return waiter.time().epochMillis();
                        }

                        @Override
                        public Alarm at(long atNanos, Runnable task) {
                          ready.set(true);
                          LockSupport.unpark(Thread.currentThread());
                          LockSupport.park(); // as a lock does, which somebody else has held
                          return () -> {};
                        }
                      };
                  Waiter its = new Waiter(Thread.currentThread(), eating);
                  return its.await(ready::get, far(waiter));
                },
                waiter -> {}))
        .isEqualTo(Wake.READY);
  }

  /** Lets an exchange wait, and does something on another thread once it does or soon will. */
  private static Wake wait(Ground ground, Function<Waiter, Wake> wait, Consumer<Waiter> wake) {
    try (ManualLoop loop = new ManualLoop("loop")) {
      CompletableFuture<Waiter> about = new CompletableFuture<>();
      Ground.Exchange<Wake> exchange =
          ground.start(
              loop,
              () -> {
                Waiter waiter = new Waiter(Thread.currentThread(), loop);
                about.complete(waiter);
                return wait.apply(waiter);
              });
      wake.accept(about.join());
      return exchange.join();
    }
  }

  private static Deadline far(Waiter waiter) {
    return Deadline.after(waiter.time(), Duration.ofHours(1));
  }

  @Test
  void whatIsReadyWinsOverLeavingAndLeavingOverBeingLate() {
    SeededScheduler scheduler = new SeededScheduler(1);
    Waiter waiter = new Waiter(Thread.currentThread(), scheduler);
    Deadline past = new Deadline(scheduler.nanos() - 1);
    assertThat(waiter.await(() -> false, past)).isEqualTo(Wake.LATE);
    waiter.leave(Why.CLIENT_LEFT);
    assertThat(waiter.await(() -> false, past)).isEqualTo(Wake.LEFT);
    assertThat(waiter.await(() -> true, past)).isEqualTo(Wake.READY);
  }

  @Test
  void theFirstReasonToLeaveStands() {
    Waiter waiter = new Waiter(Thread.currentThread(), new SeededScheduler(1));
    assertThat(waiter.why()).isNull();
    waiter.leave(Why.CLIENT_LEFT);
    waiter.leave(Why.SHUTDOWN);
    assertThat(waiter.why()).isEqualTo(Why.CLIENT_LEFT);
  }

  @Test
  void aDeadlineThatMovesOutCostsNoAlarmUntilTheOldOneRings() {
    Alarms alarms = new Alarms();
    List<Wake> wakes = new ArrayList<>();
    alarms.scheduler.start(
        "stream",
        () -> {
          Waiter waiter = new Waiter(Thread.currentThread(), alarms);
          Mailbox<String> chunks = new Mailbox<>(waiter);
          for (int chunk = 1; chunk <= 1_000; chunk++) {
            alarms.scheduler.at(
                alarms.nanos() + Duration.ofMillis(10L * chunk).toNanos(), () -> chunks.put("c"));
          }
          Wake wake;
          do {
            wake = chunks.await(Deadline.after(alarms, Duration.ofSeconds(15)));
            wakes.add(wake);
          } while (wake == Wake.READY && chunks.poll() != null);
          waiter.close();
        });
    alarms.scheduler.run();
    assertThat(wakes).hasSize(1_001).endsWith(Wake.LATE);
    assertThat(alarms.set).isEqualTo(2); // the first, and one for what was left when it rang
  }

  @Test
  void aDeadlineThatMovesInIsKept() {
    Alarms alarms = new Alarms();
    List<Long> times = new ArrayList<>();
    alarms.scheduler.start(
        "exchange",
        () -> {
          Waiter waiter = new Waiter(Thread.currentThread(), alarms);
          Mailbox<String> letters = new Mailbox<>(waiter);
          alarms.scheduler.at(alarms.nanos() + 1_000, () -> letters.put("letter"));
          letters.await(Deadline.after(alarms, Duration.ofMinutes(1)));
          letters.poll();
          waiter.sleepUntil(Deadline.after(alarms, Duration.ofSeconds(1)));
          times.add(alarms.nanos());
          waiter.close();
        });
    long start = alarms.nanos();
    alarms.scheduler.run();
    assertThat(times).containsExactly(start + 1_000 + 1_000_000_000L);
    assertThat(alarms.scheduler.pendingAlarms()).isZero();
    assertThat(alarms.nanos()).isEqualTo(times.getFirst());
  }

  @Test
  void theAlarmIsTakenBackWhenTheExchangeIsOver() {
    Alarms alarms = new Alarms();
    alarms.scheduler.start(
        "exchange",
        () -> {
          Waiter waiter = new Waiter(Thread.currentThread(), alarms);
          alarms.scheduler.at(alarms.nanos() + 5, () -> waiter.leave(Why.CLIENT_LEFT));
          waiter.sleepUntil(Deadline.after(alarms, Duration.ofHours(1)));
          assertThat(alarms.scheduler.pendingAlarms()).isOne();
          waiter.close();
        });
    alarms.scheduler.run();
    assertThat(alarms.set).isOne();
    assertThat(alarms.scheduler.pendingAlarms()).isZero();
  }

  /** Counts the alarms that are set. */
  private static final class Alarms implements Timekeeper {
    final SeededScheduler scheduler = new SeededScheduler(1);
    int set;

    @Override
    public long nanos() {
      return scheduler.nanos();
    }

    @Override
    public long epochMillis() {
      return scheduler.epochMillis();
    }

    @Override
    public Alarm at(long atNanos, Runnable task) {
      set++;
      return scheduler.at(atNanos, task);
    }
  }
}
