package dev.breakwater.gateway.concurrent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.gateway.simulation.ManualLoop;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@SuppressWarnings("ThreadPriorityCheck") // yielding is how a thread is made to come round again
class VirtualThreadsTest {

  @Test
  void threadsCanBeCarriedHere() {
    assertThat(VirtualThreads.canBeCarried()).isTrue();
  }

  @Test
  void aCarriedThreadRunsInsideItsCarriersTasksOnly() throws InterruptedException {
    try (ManualLoop loop = new ManualLoop("the-loop")) {
      AtomicInteger tasks = new AtomicInteger();
      ThreadLocal<Integer> task = new ThreadLocal<>();
      Set<Thread> platformThreads = ConcurrentHashMap.newKeySet();
      Executor carrier =
          continuation ->
              loop.execute(() -> {
                platformThreads.add(Thread.currentThread());
                task.set(tasks.incrementAndGet());
                continuation.run();
                task.remove();
              });
      List<String> seen = new ArrayList<>();
      List<Integer> duringTask = new ArrayList<>();
      Thread thread =
          VirtualThreads.carriedBy(carrier)
              .newThread(() -> {
                for (int times = 0; times < 3; times++) {
                  seen.add(Thread.currentThread().toString());
                  duringTask.add(tasks.get());
                  Thread.yield();
                }
              });
      thread.start();
      assertThat(thread.join(Ground.PATIENCE)).isTrue();
      assertThat(thread.isVirtual()).isTrue();
      assertThat(platformThreads).containsExactly(loop.thread());
      assertThat(seen).hasSize(3).allSatisfy(text -> assertThat(text).endsWith("@the-loop"));
      assertThat(duringTask).containsExactly(1, 2, 3);
    }
  }

  @ParameterizedTest
  @EnumSource(Ground.class)
  void contendedLocksExcludeAndEndWithEveryThreadServed(Ground ground) {
    try (ManualLoop loop = new ManualLoop("loop")) {
      ReentrantLock lock = new ReentrantLock();
      int[] counter = new int[1];
      List<Ground.Exchange<Integer>> exchanges = new ArrayList<>();
      for (int number = 0; number < 50; number++) {
        exchanges.add(
            ground.start(
                loop,
                () -> {
                  for (int round = 0; round < 200; round++) {
                    lock.lock();
                    try {
                      int read = counter[0];
                      Thread.yield();
                      counter[0] = read + 1;
                    } finally {
                      lock.unlock();
                    }
                  }
                  return counter[0];
                }));
      }
      exchanges.forEach(Ground.Exchange::join);
      assertThat(counter[0]).isEqualTo(50 * 200);
    }
  }

  @ParameterizedTest
  @EnumSource(Ground.class)
  void aContendedSemaphoreLetsInAsManyAsItSays(Ground ground) {
    try (ManualLoop loop = new ManualLoop("loop")) {
      Semaphore semaphore = new Semaphore(3);
      AtomicInteger inside = new AtomicInteger();
      AtomicInteger most = new AtomicInteger();
      List<Ground.Exchange<Boolean>> exchanges = new ArrayList<>();
      for (int number = 0; number < 50; number++) {
        exchanges.add(
            ground.start(
                loop,
                () -> {
                  for (int round = 0; round < 100; round++) {
                    semaphore.acquire();
                    most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                    Thread.yield();
                    inside.decrementAndGet();
                    semaphore.release();
                  }
                  return true;
                }));
      }
      exchanges.forEach(Ground.Exchange::join);
      assertThat(most).hasValue(3);
    }
  }

  @ParameterizedTest
  @EnumSource(Ground.class)
  void anExchangePlaysPingPongWithItsLoop(Ground ground) {
    try (ManualLoop loop = new ManualLoop("loop")) {
      assertThat(ground.start(loop, () -> PingPong.play(loop, 1_000)).join()).isEqualTo(1_000);
    }
  }

  @Test
  void withoutTheDoorOpenThreadsComeFromTheJdkAndEverythingWorks()
      throws IOException, InterruptedException {
    Process child =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty("java.class.path"),
                PingPong.class.getName())
            .redirectErrorStream(true)
            .start();
    String output = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(output).contains("carried: false").contains("played: 1000");
    assertThat(child.exitValue()).isZero();
  }
}
