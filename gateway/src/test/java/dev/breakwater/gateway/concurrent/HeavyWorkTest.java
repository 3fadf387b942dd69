package dev.breakwater.gateway.concurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.gateway.simulation.ManualLoop;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HeavyWorkTest {
  private static final int HEAVY = HeavyWork.LARGE + 1;

  private final ExecutorService threads =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().name("heavy").factory());
  private final HeavyWork work = new HeavyWork(threads);

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  @ParameterizedTest
  @EnumSource(Ground.class)
  void whileLargeBodiesAreWorkedOnTheLoopGoesOn(Ground ground) {
    try (ManualLoop loop = new ManualLoop("loop")) {
      CountDownLatch looped = new CountDownLatch(1);
      String where =
          ground
              .start(
                  loop,
                  () ->
                      work.await(
                          HEAVY,
                          () -> {
                            loop.execute(looped::countDown);
                            looped.await(); // for ever, were the loop held
                            return Thread.currentThread().getName();
                          }))
              .join();
      assertThat(where).isEqualTo("heavy");
    }
  }

  @Test
  void smallBodiesAreWorkedOnWhereTheyAre() {
    assertThat(work.<Thread>await(HeavyWork.LARGE, Thread::currentThread))
        .isSameAs(Thread.currentThread());
  }

  @Test
  void whatTheWorkThrowsComesOutAsItIs() {
    IllegalStateException failure = new IllegalStateException("no");
    for (int bytes : new int[] {1, HEAVY}) {
      assertThatThrownBy(() ->
              work.await(
                  bytes,
                  () -> {
                    throw failure;
                  }))
          .isSameAs(failure);
    }
  }

  @Test
  void aStrayWakeUpDoesNotEndTheWait() {
    Thread exchange = Thread.currentThread();
    AtomicInteger strays = new AtomicInteger();
    int result =
        work.await(
            HEAVY,
            () -> {
              while (strays.incrementAndGet() < 1_000) {
                java.util.concurrent.locks.LockSupport.unpark(exchange);
              }
              return 7;
            });
    assertThat(result).isEqualTo(7);
    assertThat(strays).hasValue(1_000);
  }
}
