package dev.breakwater.gateway.choice;

import static dev.breakwater.gateway.choice.ChoiceWorld.candidate;
import static dev.breakwater.gateway.choice.ChoiceWorld.equal;
import static dev.breakwater.gateway.choice.ChoiceWorld.plan;
import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.gateway.choice.ChoiceWorld.Question;
import dev.breakwater.gateway.route.Candidate;
import dev.breakwater.gateway.route.RoutePlan;
import dev.breakwater.gateway.settings.Choice.Affinity;
import dev.breakwater.gateway.settings.Choice.Strategy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What holds for every strategy. Each property runs over seeds that a failure names. */
class ChooserTest {
  private static final int SEEDS = 300;
  private static final int DRAWS = 20_000;

  /**
   * Standard deviations of a binomial count that a share may be off: more happens by chance once in
   * 1.7 million counts.
   */
  private static final double SIGMAS = 5;

  private static RoutePlan randomPlan(ChoiceWorld world, Random random) {
    List<Candidate> candidates = new ArrayList<>();
    int level = -1;
    int targets = 1 + random.nextInt(8);
    for (int index = 0; index < targets; index++) {
      level += index == 0 ? random.nextInt(2) : level < 0 ? 1 : random.nextInt(2);
      String target = "p" + random.nextInt(3) + "/m" + index;
      candidates.add(candidate(target, level, 1 + random.nextInt(1_000)));
      if (random.nextInt(4) > 0) {
        world.speed(
            target,
            random.nextBoolean() ? random.nextInt(2_000) : null,
            random.nextBoolean() ? random.nextInt(9_000) : null);
      }
      if (random.nextInt(4) > 0) {
        world.price(target, random.nextInt(4) * 1_000_000_000L, random.nextInt(1_000_000_000));
      }
    }
    return plan(
        List.of(Strategy.values()).get(random.nextInt(Strategy.values().length)),
        List.of(Affinity.values()).get(random.nextInt(Affinity.values().length)),
        candidates);
  }

  @Test
  void everyOrderHasTheSameTargetsLevelByLevelWithTheNamedOneFirst() {
    int changed = 0;
    for (long seed = 1; seed <= SEEDS; seed++) {
      Random random = new Random(seed);
      ChoiceWorld world = new ChoiceWorld(seed);
      RoutePlan plan = randomPlan(world, random);
      for (int request = 0; request < 20; request++) {
        world.nanos += random.nextInt(200_000_000);
        Question question =
            new Question(random.nextInt(9_000), random.nextInt(500) - 1, "u" + request, true);
        RoutePlan chosen =
            world.chooser.choose(
                plan, question, ChoiceWorld.key("acme", "key_1"), random.nextInt(3) + "");

        assertThat(new HashSet<>(chosen.candidates()))
            .as("seed %d", seed)
            .isEqualTo(new HashSet<>(plan.candidates()));
        assertThat(chosen.candidates()).as("seed %d", seed).hasSameSizeAs(plan.candidates());
        assertThat(chosen.candidates().stream().map(Candidate::level))
            .as("seed %d", seed)
            .isEqualTo(plan.candidates().stream().map(Candidate::level).toList());
        assertThat(chosen.asked()).isEqualTo(plan.asked());
        assertThat(chosen.settings()).isSameAs(plan.settings());
        changed += chosen.candidates().equals(plan.candidates()) ? 0 : 1;
      }
    }
    assertThat(changed).as("orders that differ from the plan's").isGreaterThan(SEEDS);
  }

  @Test
  void aPlanThatLeavesNothingToChooseComesBackItself() {
    ChoiceWorld world = new ChoiceWorld(1);
    Question question = new Question(10, -1, null, true);
    List<RoutePlan> settled = new ArrayList<>();
    settled.add(plan(Strategy.PRIORITY, equal("a/m"), equal("b/m")));
    for (Strategy strategy : Strategy.values()) {
      for (Affinity affinity : Affinity.values()) {
        settled.add(
            plan(
                strategy,
                affinity,
                List.of(
                    candidate("n/m", Candidate.NAMED_LEVEL, 1),
                    candidate("a/m", 0, 1),
                    candidate("b/m", 1, 9))));
      }
    }
    for (RoutePlan plan : settled) {
      assertThat(world.chooser.choose(plan, question, ChoiceWorld.key("t", "k"), "s"))
          .isSameAs(plan);
    }
    assertThat(world.read).isZero();
  }

  @Test
  void eachTargetComesFirstAsOftenAsItsWeightSays() {
    Map<String, Integer> weights = Map.of("a/m", 1, "b/m", 2, "c/m", 7, "d/m", 90);
    Candidate[] level =
        weights.entrySet().stream()
            .map(it -> candidate(it.getKey(), 3, it.getValue()))
            .toArray(Candidate[]::new);
    for (long seed = 1; seed <= 5; seed++) {
      ChoiceWorld world = new ChoiceWorld(seed);
      Map<String, Integer> first = new HashMap<>();
      for (int draw = 0; draw < DRAWS; draw++) {
        first.merge(world.first(plan(Strategy.WEIGHTED, level)), 1, Integer::sum);
      }
      for (Map.Entry<String, Integer> weight : weights.entrySet()) {
        assertShare(first.getOrDefault(weight.getKey(), 0), weight.getValue() / 100.0, DRAWS, seed);
      }
    }
  }

  /** Of 1, 2 and 3, the second is 1 in 2/6 · 1/4 + 3/6 · 1/3 = 1/4 of all draws. */
  @Test
  void theNextIsDrawnByWeightAmongThoseThatAreLeft() {
    RoutePlan plan =
        plan(
            Strategy.WEIGHTED,
            candidate("a/m", 0, 1),
            candidate("b/m", 0, 2),
            candidate("c/m", 0, 3));
    for (long seed = 1; seed <= 5; seed++) {
      ChoiceWorld world = new ChoiceWorld(seed);
      int second = 0;
      for (int draw = 0; draw < DRAWS; draw++) {
        second += world.order(plan).get(1).equals("a/m") ? 1 : 0;
      }
      assertShare(second, 0.25, DRAWS, seed);
    }
  }

  @Test
  void aSeedDrawsTheSameOrdersAgain() {
    RoutePlan plan = plan(Strategy.WEIGHTED, equal("a/m"), equal("b/m"), equal("c/m"));
    ChoiceWorld one = new ChoiceWorld(7);
    ChoiceWorld other = new ChoiceWorld(7);
    for (int draw = 0; draw < 100; draw++) {
      assertThat(one.order(plan)).isEqualTo(other.order(plan));
    }
  }

  static void assertShare(int count, double share, int draws, long seed) {
    double expected = draws * share;
    double sigma = Math.sqrt(draws * share * (1 - share));
    assertThat((double) count)
        .as("seed %d: %d of %d for a share of %f", seed, count, draws, share)
        .isBetween(expected - SIGMAS * sigma, expected + SIGMAS * sigma);
  }
}
