package dev.breakwater.operations.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.gateway.attempt.CircuitBreaker;
import dev.breakwater.gateway.attempt.TargetHealth;
import dev.breakwater.gateway.probe.Finding;
import dev.breakwater.operations.health.SimulatedProviders.Question;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What holds of the monitor whatever providers do and whenever. */
class HealthPropertiesTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final List<CheckMethod> METHODS = List.of(CheckMethod.values());

  @Test
  void everyProviderIsCheckedInEachIntervalAndNeverTwiceAtOnce() {
    Seeds.all((seed, random) -> {
      Duration interval = Duration.ofSeconds(1 + random.nextInt(120));
      HealthWorld world = new HealthWorld(seed, random.nextInt(9), HealthWorld.every(interval));
      world.providers().slow(interval.dividedBy(2 + random.nextInt(20)));
      long start = world.scheduler().nanos();
      world.monitor().start();
      int intervals = 20;
      world.run(interval.multipliedBy(intervals));
      for (ProviderHealth provider : world.monitor().all()) {
        List<Long> times = times(world, provider.provider());
        for (int number = 0; number < intervals; number++) {
          long from = start + number * interval.toNanos();
          long to = from + interval.toNanos();
          assertThat(times).as("interval %d", number).anyMatch(it -> it >= from && it < to);
        }
        assertThat(times).hasSizeLessThanOrEqualTo(intervals * 10 / 9 + 1);
      }
      assertThat(world.providers().paid()).as("paid while nothing is in doubt").isEmpty();
      world.end();
    });
  }

  @Test
  void theFirstChecksAreSpreadOverTheInterval() {
    Seeds.all((seed, random) -> {
      int count = 2 + random.nextInt(9);
      HealthWorld world = new HealthWorld(seed, count, HealthWorld.every(MINUTE));
      long start = world.scheduler().nanos();
      world.monitor().start();
      world.run(MINUTE);
      Set<Long> parts = new HashSet<>();
      for (String name : HealthWorld.names(count)) {
        parts.add((times(world, name).getFirst() - start) * count / MINUTE.toNanos());
      }
      assertThat(parts).as("each has a part of the interval to itself").hasSize(count);
      world.end();
    });
  }

  @Test
  void checksThatPeopleAskForWaitForThoseUnderWay() {
    Seeds.all((seed, random) -> {
      HealthWorld world = new HealthWorld(seed, 3, HealthWorld.every(Duration.ofSeconds(10)));
      world.providers().slow(Duration.ofSeconds(3));
      int forced = 30;
      for (int number = 0; number < forced; number++) {
        String provider = "p" + random.nextInt(3);
        CheckMethod method = METHODS.get(random.nextInt(METHODS.size()));
        world.in(Duration.ofMillis(random.nextInt(60_000)), () -> world.force(provider, method));
      }
      world.monitor().start();
      world.run(Duration.ofMinutes(5)); // two at once fail the provider's own check
      assertThat(world.providers().questions()).hasSizeGreaterThan(forced);
      world.end();
    });
  }

  @Test
  void stateFollowsFromTheChecksAndEachChangeIsToldOnce() {
    Seeds.all((seed, random) -> {
      int count = 1 + random.nextInt(5);
      HealthSettings settings =
          new HealthSettings(MINUTE, 1 + random.nextInt(5), 1 + random.nextInt(4));
      HealthWorld world = new HealthWorld(seed, count, settings);
      world.providers().slow(Duration.ofSeconds(2));
      storm(world, random, count, Duration.ofHours(2));
      world.monitor().start();
      world.run(Duration.ofHours(2));
      world.end();
      List<String> healthy = new ArrayList<>();
      for (String name : HealthWorld.names(count)) {
        Expected expected = Expected.of(world.providers().questions(name), settings);
        ProviderHealth state = world.health(name);
        assertThat(state.consecutiveFailures()).isEqualTo(expected.failures);
        assertThat(state.consecutiveSuccesses()).isEqualTo(expected.successes);
        assertThat(state.healthy()).isEqualTo(expected.healthy);
        assertThat(world.toldOf(name).stream().map(it -> it.split(" ", 2)[1]).toList())
            .isEqualTo(expected.told);
        assertThat(world.store().rows()).containsEntry(name, state);
        if (state.lastError() != null) {
          assertThat(state.lastError()).hasSizeLessThanOrEqualTo(ProviderHealth.LONGEST_ERROR);
        }
        if (expected.healthy) {
          healthy.add(name);
        }
      }
      assertThat(world.monitor().healthy().stream().map(ProviderHealth::provider).toList())
          .as("the healthy list")
          .isEqualTo(healthy);
      assertThat(world.store().rows()).hasSize(count);
    });
  }

  /** Kills and revives at random; errors are of all lengths. */
  private static void storm(
      HealthWorld world, SplittableRandom random, int count, Duration length) {
    for (int number = 0; number < 12 * count; number++) {
      String provider = "p" + random.nextInt(count);
      Duration at = Duration.ofSeconds(random.nextLong(length.toSeconds()));
      String message = "x".repeat(random.nextInt(1_500));
      boolean kill = random.nextBoolean();
      world.in(
          at,
          () -> {
            if (kill) {
              world.providers().kill(provider, message);
            } else {
              world.providers().revive(provider);
            }
          });
    }
  }

  /** The same rules, told as simply as can be: a check per list that was asked for. */
  private static final class Expected {
    private boolean healthy = true;
    private int failures;
    private int successes;
    private final List<String> told = new ArrayList<>();

    static Expected of(List<Question> questions, HealthSettings settings) {
      Expected expected = new Expected();
      for (int place = 0; place < questions.size(); place++) {
        if (questions.get(place).isPaid()) {
          continue; // asked in the course of a check
        }
        boolean well = questions.get(place).answer() instanceof Finding.Well;
        for (int next = place + 1;
            next < questions.size() && questions.get(next).isPaid();
            next++) {
          well &= questions.get(next).answer() instanceof Finding.Well;
        }
        expected.check(well, settings);
      }
      return expected;
    }

    private void check(boolean well, HealthSettings settings) {
      failures = well ? 0 : failures + 1;
      successes = well ? successes + 1 : 0;
      if (healthy && failures >= settings.unhealthyAfter()) {
        healthy = false;
        told.add("unhealthy");
      } else if (!healthy && successes >= settings.healthyAfter()) {
        healthy = true;
        told.add("recovered");
      }
    }
  }

  @Test
  void aHealedTargetMayServeWithinOneIntervalHoweverOftenItFailed() {
    Seeds.all((seed, random) -> {
      HealthWorld world = new HealthWorld(seed, 1, HealthWorld.every(MINUTE));
      world.providers().slow(Duration.ofMillis(300)).kill("p0", "dead");
      world.monitor().start();
      world.run(Duration.ofMinutes(10));
      assertThat(world.health("p0").healthy()).isFalse();
      world.run(Duration.ofSeconds(random.nextInt(120)));
      assertThat(circuit(world).untilCall())
          .as("its circuit would wait for long")
          .isGreaterThan(Duration.ofMinutes(40));

      world.providers().revive("p0");
      world.run(MINUTE);

      assertThat(circuit(world).untilCall()).isEqualTo(Duration.ZERO);
      assertThat(circuit(world).figures().circuit()).isEqualTo(CircuitBreaker.Status.OPEN);
      assertThat(world.told()).containsExactly("p0 unhealthy", "p0 recovered");
      world.end();
    });
  }

  private static TargetHealth circuit(HealthWorld world) {
    return world.healths().of(HealthWorld.target("p0"));
  }

  @Test
  void providersThatComeAndGoAreTakenUp() {
    Seeds.all((seed, random) -> {
      HealthWorld world = new HealthWorld(seed, 4, HealthWorld.every(Duration.ofSeconds(10)));
      world.providers().slow(Duration.ofSeconds(1));
      world.monitor().start();
      List<String> names = HealthWorld.names(4);
      for (int change = 0; change < 8; change++) {
        world.run(Duration.ofMillis(random.nextInt(30_000)));
        List<String> chosen =
            HealthWorld.names(6).stream().filter(_ -> random.nextBoolean()).toList();
        names = chosen;
        world.scheduler().start("file", () -> world.configure(chosen, List.of("m", "n")));
      }
      world.run(Duration.ofSeconds(2)); // a check under way ends before its provider goes
      int before = world.providers().questions().size();
      world.run(Duration.ofSeconds(25));
      List<Question> since =
          world.providers().questions().subList(before, world.providers().questions().size());
      assertThat(new HashSet<>(since.stream().map(Question::provider).toList()))
          .as("checked")
          .isEqualTo(new HashSet<>(names));
      assertThat(world.store().rows().keySet()).as("rows").isEqualTo(new HashSet<>(names));
      assertThat(world.monitor().all().stream().map(ProviderHealth::provider).toList())
          .isEqualTo(names);
      world.end();
    });
  }

  @Test
  void aRestartGoesOnFromWhatWasKnown() {
    Seeds.all((seed, random) -> {
      HealthWorld world = new HealthWorld(seed, 3, HealthWorld.every(MINUTE));
      world.monitor().start();
      storm(world, random, 3, Duration.ofHours(1));
      world.run(Duration.ofHours(1));
      List<ProviderHealth> before = world.monitor().all();
      List<String> told = List.copyOf(world.told());

      world.restart();

      assertThat(world.monitor().all()).isEqualTo(before);
      for (ProviderHealth provider : before) {
        assertThat(world.healths().of(HealthWorld.target(provider.provider())).untilCall().isZero())
            .as("calls are kept from the unhealthy")
            .isEqualTo(provider.healthy());
      }
      assertThat(world.told()).as("what is known is not told again").isEqualTo(told);
      world.end();
    });
  }

  private static List<Long> times(HealthWorld world, String provider) {
    return world.providers().questions(provider).stream().map(Question::atNanos).toList();
  }
}
