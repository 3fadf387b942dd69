package dev.breakwater.gateway.choice;

import static dev.breakwater.gateway.choice.ChoiceWorld.candidate;
import static dev.breakwater.gateway.choice.ChoiceWorld.equal;
import static dev.breakwater.gateway.choice.ChoiceWorld.plan;
import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.gateway.route.RoutePlan;
import dev.breakwater.gateway.settings.Choice.Strategy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ByLatencyTest {
  private static final int REQUESTS = 20_000;
  private static final RoutePlan THREE =
      plan(Strategy.LATENCY, equal("a/m"), equal("b/m"), equal("c/m"));

  private final ChoiceWorld world = new ChoiceWorld(1);

  private Map<String, Integer> firsts(RoutePlan plan) {
    Map<String, Integer> firsts = new HashMap<>();
    for (int request = 0; request < REQUESTS; request++) {
      firsts.merge(world.first(plan), 1, Integer::sum);
    }
    return firsts;
  }

  private int orders(List<String> wanted) {
    int orders = 0;
    for (int request = 0; request < REQUESTS; request++) {
      orders += world.order(THREE).equals(wanted) ? 1 : 0;
    }
    return orders;
  }

  @Test
  void theFastestIsFirstButForTheExploredShareWhichTheOthersHaveBetweenThem() {
    world.speed("a/m", 900, 100);
    world.speed("b/m", 300, 9_000);
    world.speed("c/m", 500, 200);

    Map<String, Integer> firsts = firsts(THREE);

    double explored = 1.0 / ByLatency.EXPLORED;
    ChooserTest.assertShare(firsts.getOrDefault("b/m", 0), 1 - explored, REQUESTS, 1);
    ChooserTest.assertShare(firsts.getOrDefault("a/m", 0), explored / 2, REQUESTS, 1);
    ChooserTest.assertShare(firsts.getOrDefault("c/m", 0), explored / 2, REQUESTS, 1);
    ChooserTest.assertShare(orders(List.of("b/m", "c/m", "a/m")), 1 - explored, REQUESTS, 1);
  }

  @Test
  void thoseAboutAsFastAsTheFastestAreDrawnByWeight() {
    world.speed("a/m", 500, null);
    world.speed("b/m", 600, null);
    world.speed("c/m", 601, null);
    RoutePlan plan =
        plan(
            Strategy.LATENCY,
            candidate("a/m", 0, 1),
            candidate("b/m", 0, 3),
            candidate("c/m", 0, 99));

    Map<String, Integer> firsts = firsts(plan);

    double best = 1 - 1.0 / ByLatency.EXPLORED;
    ChooserTest.assertShare(firsts.getOrDefault("a/m", 0), best / 4, REQUESTS, 1);
    ChooserTest.assertShare(firsts.getOrDefault("b/m", 0), best * 3 / 4, REQUESTS, 1);
    ChooserTest.assertShare(firsts.getOrDefault("c/m", 0), 1 - best, REQUESTS, 1);
  }

  @Test
  void aDifferenceThatNobodyNoticesIsNone() {
    world.speed("a/m", 1, null);
    world.speed("b/m", 11, null);
    world.speed("c/m", 6, null);

    firsts(THREE).forEach((target, first) -> ChooserTest.assertShare(first, 1 / 3.0, REQUESTS, 1));
  }

  @Test
  void anUnknownTargetIsSoundedByOneRequestAndNotFlooded() {
    world.speed("a/m", 300, null);
    world.speed("b/m", 600, null);
    RoutePlan plan = THREE;

    assertThat(world.order(plan).getFirst()).isEqualTo("c/m");
    for (int request = 0; request < 1_000; request++) {
      List<String> order = world.order(plan);
      // Explored now and then like every slower one, but not before all.
      assertThat(order.getFirst().equals("c/m") || order.getLast().equals("c/m")).isTrue();
    }
    assertThat(firsts(plan).getOrDefault("c/m", 0)).isLessThan(REQUESTS / ByLatency.EXPLORED);

    world.nanos += ByLatency.REREAD_NANOS;
    assertThat(world.order(plan).getFirst()).isEqualTo("c/m");

    world.speed("c/m", 1_000, null);
    world.nanos += ByLatency.REREAD_NANOS;
    assertThat(orders(List.of("a/m", "b/m", "c/m"))).isGreaterThan(REQUESTS * 9 / 10);
  }

  @Test
  void whereNothingIsKnownYetTheTrafficIsSpread() {
    firsts(THREE).forEach((target, first) -> ChooserTest.assertShare(first, 1 / 3.0, REQUESTS, 1));
  }

  @Test
  void wholeAnswersAreComparedWhereOneTargetHasNeverStreamed() {
    world.speed("a/m", 100, 5_000);
    world.speed("b/m", null, 1_000);
    world.speed("c/m", 900, 3_000);

    ChooserTest.assertShare(
        orders(List.of("b/m", "c/m", "a/m")), 1 - 1.0 / ByLatency.EXPLORED, REQUESTS, 1);
  }

  @Test
  void aTargetThatHasBecomeFastAgainComesBack() {
    world.speed("a/m", 300, null);
    world.speed("b/m", 3_000, null);
    world.speed("c/m", 600, null);
    assertThat(orders(List.of("a/m", "c/m", "b/m"))).isGreaterThan(REQUESTS * 9 / 10);

    world.speed("b/m", 100, null);
    world.nanos += ByLatency.REREAD_NANOS;

    assertThat(orders(List.of("b/m", "a/m", "c/m"))).isGreaterThan(REQUESTS * 9 / 10);
  }

  @Test
  void figuresAreReadSomeTimesASecondNotForEachRequest() {
    world.speed("a/m", 300, null);
    for (int request = 0; request < 1_000; request++) {
      world.nanos += ByLatency.REREAD_NANOS / 100;
      world.first(THREE);
    }
    assertThat(world.read).isBetween(3 * 9, 3 * 11);
  }
}
