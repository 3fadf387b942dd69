package dev.breakwater.operations.drills;

import dev.breakwater.gateway.route.Candidate;
import dev.breakwater.gateway.route.RoutePlan;
import dev.breakwater.gateway.settings.AttemptSettings;
import dev.breakwater.gateway.settings.CircuitSettings;
import dev.breakwater.gateway.settings.Retries;
import dev.breakwater.gateway.settings.Target;
import dev.breakwater.gateway.settings.Timeouts;
import dev.breakwater.gateway.simulation.Plans;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * What a simulated day is made of.
 *
 * @param weather what each provider goes through
 * @param chains the chains that requests take, in different orders over the same targets
 * @param checked whether health checks run in the background
 */
record DayPlan(
    AttemptSettings settings,
    Map<String, Timeline> weather,
    List<RoutePlan> chains,
    boolean checked) {

  static DayPlan draw(RandomGenerator random) {
    AttemptSettings settings =
        random.nextBoolean() ? AttemptSettings.DEFAULT : drawSettings(random);
    List<String> providers =
        List.of("alpha", "beta", "gamma", "delta").subList(0, random.nextInt(2, 5));
    List<Target> targets = new ArrayList<>();
    for (String provider : providers) {
      targets.add(new Target(provider, "large"));
      if (random.nextInt(4) == 0) {
        targets.add(new Target(provider, "small")); // of one credential with the first
      }
    }
    List<RoutePlan> chains = new ArrayList<>();
    for (int number = 0; number < 3; number++) {
      Collections.rotate(targets, random.nextInt(targets.size()));
      int length = number == 0 ? targets.size() : random.nextInt(targets.size()) + 1;
      chains.add(chain(targets.subList(0, length), settings));
    }
    Map<String, Timeline> weather = new LinkedHashMap<>(DayWeather.draw(random, providers));
    return new DayPlan(settings, weather, chains, random.nextBoolean());
  }

  List<Target> targets() {
    return chains.getFirst().candidates().stream().map(Candidate::target).toList();
  }

  /**
   * The longest time after which a target that has become well is probed: the longest wait of its
   * circuit, or the next check; and as long again as it may be set aside meanwhile.
   */
  Duration healing() {
    Duration longestAside = Duration.ofSeconds(60);
    Duration ofCircuit = settings.circuit().resetTime().multipliedBy(10);
    Duration check = SimulatedChecks.LONGEST.plusSeconds(1);
    Duration probe = checked && check.compareTo(ofCircuit) < 0 ? check : ofCircuit;
    return probe.plus(longestAside);
  }

  private static AttemptSettings drawSettings(RandomGenerator random) {
    Timeouts usual = Timeouts.DEFAULT;
    return AttemptSettings.DEFAULT
        .with(
            new Retries(
                random.nextInt(5),
                Duration.ofMillis(random.nextLong(50, 3_000)),
                Duration.ofMillis(random.nextLong(10_000))))
        .with(
            new CircuitSettings(
                random.nextInt(4) == 0 ? 1_000 : random.nextInt(1, 8),
                Duration.ofMillis(random.nextLong(500, 90_000))))
        .with(
            new Timeouts(
                usual.connect(),
                usual.firstByte(),
                usual.idle(),
                usual.attempt(),
                Duration.ofSeconds(random.nextBoolean() ? 600 : random.nextLong(10, 90))));
  }

  private static RoutePlan chain(List<Target> targets, AttemptSettings settings) {
    return new RoutePlan(
        "auto", targets.stream().map(it -> Plans.candidate(it, 0)).toList(), settings);
  }
}
