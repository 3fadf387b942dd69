package dev.breakwater.server.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.gateway.concurrent.Timekeeper.Alarm;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TimerWheelTest {
  private final Time time = new Time();
  private final TimerWheel wheel = new TimerWheel(() -> time.now, time);

  /** A clock that moves when told, and runs what is due on its way. */
  private static final class Time implements TimerWheel.Ticker {
    private record Task(long at, Runnable work) {}

    private final List<Task> tasks = new ArrayList<>();
    private long now = -5_000_000_000L;
    private int ticks;

    @Override
    public void after(long delayNanos, Runnable task) {
      tasks.add(new Task(now + delayNanos, task));
    }

    void pass(Duration duration) {
      long until = now + duration.toNanos();
      while (!tasks.isEmpty() && tasks.getFirst().at() <= until) {
        Task next = tasks.removeFirst();
        now = Math.max(now, next.at());
        ticks++;
        next.work().run();
      }
      now = until;
    }

    void jump(Duration duration) {
      now += duration.toNanos();
    }
  }

  @Test
  void alarmsRingInTimeAndNeverEarly() {
    SplittableRandom random = new SplittableRandom(7);
    List<Long> lateness = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      long at = time.now + random.nextLong(Duration.ofSeconds(30).toNanos());
      wheel.at(at, () -> lateness.add(time.now - at));
    }
    time.pass(Duration.ofSeconds(31));
    assertThat(lateness).hasSize(5_000);
    assertThat(lateness).allMatch(late -> late >= 0 && late <= 3 * TimerWheel.TICK_NANOS);
  }

  @Test
  void anAlarmThatWasTakenBackNeverRings() {
    List<String> rung = new ArrayList<>();
    Alarm first = wheel.at(time.now + 1_000_000, () -> rung.add("first"));
    wheel.at(time.now + 1_000_000, () -> rung.add("second"));
    first.cancel();
    first.cancel();
    time.pass(Duration.ofSeconds(1));
    assertThat(rung).containsExactly("second");
  }

  @Test
  void anAlarmMayBeTakenBackByTheOneThatRingsBeforeIt() {
    List<String> rung = new ArrayList<>();
    Alarm later = wheel.at(time.now + Duration.ofMillis(500).toNanos(), () -> rung.add("later"));
    wheel.at(time.now + 1, later::cancel);
    time.pass(Duration.ofSeconds(1));
    assertThat(rung).isEmpty();
  }

  @Test
  void nothingTicksWhileThereAreNoAlarms() {
    wheel.at(time.now + 1, () -> {});
    time.pass(Duration.ofSeconds(1));
    int ticks = time.ticks;
    time.pass(Duration.ofHours(1));
    assertThat(time.ticks).isEqualTo(ticks);
    List<String> rung = new ArrayList<>();
    wheel.at(time.now + 1, () -> rung.add("again"));
    time.pass(Duration.ofSeconds(1));
    assertThat(rung).containsExactly("again");
  }

  @Test
  void aLoopThatWasHeldForMinutesRingsEverythingThatBecameDue() {
    List<Integer> rung = new ArrayList<>();
    for (int second = 0; second < 60; second++) {
      int mine = second;
      wheel.at(time.now + Duration.ofSeconds(second).toNanos(), () -> rung.add(mine));
    }
    time.jump(Duration.ofMinutes(2));
    time.pass(Duration.ofMillis(10));
    assertThat(rung).hasSize(60);
  }

  @Test
  void anAlarmOfThePastRingsSoon() {
    List<String> rung = new ArrayList<>();
    wheel.at(time.now - Duration.ofHours(1).toNanos(), () -> rung.add("past"));
    time.pass(Duration.ofMillis(12));
    assertThat(rung).containsExactly("past");
  }
}
