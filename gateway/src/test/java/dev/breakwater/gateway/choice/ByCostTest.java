package dev.breakwater.gateway.choice;

import static dev.breakwater.gateway.choice.ChoiceWorld.candidate;
import static dev.breakwater.gateway.choice.ChoiceWorld.equal;
import static dev.breakwater.gateway.choice.ChoiceWorld.plan;
import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.gateway.choice.ChoiceWorld.Question;
import dev.breakwater.gateway.route.Candidate;
import dev.breakwater.gateway.route.RoutePlan;
import dev.breakwater.gateway.settings.Choice.Strategy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ByCostTest {
  private static final long DOLLAR = 1_000_000_000L;
  private static final Question HELLO = new Question(400, -1, null, true);

  @Test
  void whatIsCheapestDependsOnTheRequest() {
    ChoiceWorld world = new ChoiceWorld(1);
    world.price("dear/input", 10 * DOLLAR, DOLLAR);
    world.price("dear/output", DOLLAR, 10 * DOLLAR);
    RoutePlan plan = plan(Strategy.COST, equal("dear/output"), equal("dear/input"));

    // 100 tokens in and 500 out, 10,000 and 500, 100 and 10, and vectors, which put out none
    assertThat(world.order(plan, HELLO, null)).first().isEqualTo("dear/input");
    assertThat(world.order(plan, new Question(40_000, -1, null, true), null))
        .first()
        .isEqualTo("dear/output");
    assertThat(world.order(plan, new Question(400, 10, null, true), null))
        .first()
        .isEqualTo("dear/output");
    assertThat(world.order(plan, new Question(400, 900, null, false), null))
        .first()
        .isEqualTo("dear/output");
  }

  @Test
  void anUnknownPriceComesLastEvenBehindTheDearest() {
    for (long seed = 1; seed <= 50; seed++) {
      ChoiceWorld world = new ChoiceWorld(seed);
      world.price("dear/m", 10_000 * DOLLAR, 10_000 * DOLLAR);
      world.price("free/m", 0, 0);
      assertThat(
              world.order(
                  plan(Strategy.COST, equal("unknown/m"), equal("dear/m"), equal("free/m")),
                  HELLO,
                  null))
          .as("seed %d", seed)
          .containsExactly("free/m", "dear/m", "unknown/m");
    }
  }

  @Test
  void theLargestLimitThatAClientCanSetIsPriced() {
    ChoiceWorld world = new ChoiceWorld(1);
    world.price("a/m", DOLLAR, 10_000 * DOLLAR);
    world.price("b/m", DOLLAR, 9_999 * DOLLAR);
    assertThat(
            world.order(
                plan(Strategy.COST, equal("a/m"), equal("b/m")),
                new Question(400, Long.MAX_VALUE, null, true),
                null))
        .containsExactly("b/m", "a/m");
  }

  @Test
  void everyOrderRisesByWhatTheRequestWouldCost() {
    for (long seed = 1; seed <= 300; seed++) {
      Random random = new Random(seed);
      ChoiceWorld world = new ChoiceWorld(seed);
      long output = random.nextInt(3_000);
      Question question = new Question(random.nextInt(12_000), output, null, true);
      long input = question.size().tokens();
      Map<String, Long> costs = new HashMap<>();
      List<Candidate> level = new ArrayList<>();
      for (int index = 0; index < 2 + random.nextInt(6); index++) {
        String target = "p/m" + index;
        long in = random.nextInt(5) * 1_000_000L;
        long out = random.nextInt(5) * 1_000_000L;
        world.price(target, in, out);
        costs.put(target, input * in + output * out);
        level.add(candidate(target, 0, 1 + random.nextInt(100)));
      }

      List<String> order =
          world.order(plan(Strategy.COST, level.toArray(Candidate[]::new)), question, null);

      assertThat(order.stream().map(costs::get)).as("seed %d", seed).isSorted();
    }
  }

  @Test
  void equalPricesAreDrawnByWeight() {
    int draws = 20_000;
    ChoiceWorld world = new ChoiceWorld(3);
    world.price("a/m", DOLLAR, DOLLAR);
    world.price("b/m", DOLLAR, DOLLAR);
    RoutePlan plan = plan(Strategy.COST, candidate("a/m", 0, 3), candidate("b/m", 0, 1));
    int first = 0;
    for (int draw = 0; draw < draws; draw++) {
      first += world.order(plan, HELLO, null).getFirst().equals("a/m") ? 1 : 0;
    }
    ChooserTest.assertShare(first, 0.75, draws, 3);
  }
}
