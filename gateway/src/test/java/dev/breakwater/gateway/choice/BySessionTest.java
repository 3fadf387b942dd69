package dev.breakwater.gateway.choice;

import static dev.breakwater.gateway.choice.ChoiceWorld.bySession;
import static dev.breakwater.gateway.choice.ChoiceWorld.candidate;
import static dev.breakwater.gateway.choice.ChoiceWorld.equal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.gateway.choice.ChoiceWorld.Question;
import dev.breakwater.gateway.route.Candidate;
import dev.breakwater.gateway.route.RoutePlan;
import dev.breakwater.gateway.settings.Choice.Affinity;
import dev.breakwater.gateway.settings.Choice.Strategy;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BySessionTest {
  private static final int SESSIONS = 20_000;

  private final ChoiceWorld world = new ChoiceWorld(1);

  private String first(RoutePlan plan, String session) {
    return world.firstOfSession(plan, session);
  }

  @Test
  void aSessionKeepsItsOrderWhateverTheStrategyTheFiguresAndTheReplica() {
    List<Candidate> level = List.of(equal("a/m"), equal("b/m"), equal("c/m"));
    ChoiceWorld replica = new ChoiceWorld(99);
    replica.speed("a/m", 1, 1);
    replica.price("b/m", 1, 1);
    for (int session = 0; session < 200; session++) {
      RoutePlan plain = ChoiceWorld.plan(Strategy.PRIORITY, Affinity.SESSION, level);
      Question question = new Question(0, -1, null, true);
      List<String> order = world.order(plain, question, "s" + session);
      for (Strategy strategy : Strategy.values()) {
        RoutePlan plan = ChoiceWorld.plan(strategy, Affinity.SESSION, level);
        assertThat(replica.order(plan, question, "s" + session)).isEqualTo(order);
      }
    }
  }

  /** Sessions must not move because the program was replaced by a later one. */
  @Test
  void whereSessionsGoIsFixed() {
    RoutePlan plan = bySession(equal("a/m"), equal("b/m"), candidate("c/m", 0, 2));
    StringBuilder firsts = new StringBuilder();
    for (int session = 0; session < 24; session++) {
      firsts.append(first(plan, "session-" + session).charAt(0));
    }
    assertThat(firsts.toString()).isEqualTo("cbcaccbbcabccabcbaacccca");
  }

  @Test
  void sessionsSpreadByWeight() {
    RoutePlan plan =
        bySession(candidate("a/m", 0, 1), candidate("b/m", 0, 3), candidate("c/m", 0, 6));
    int[] firsts = new int[3];
    for (int session = 0; session < SESSIONS; session++) {
      firsts[first(plan, "user-" + session).charAt(0) - 'a']++;
    }
    ChooserTest.assertShare(firsts[0], 0.1, SESSIONS, 0);
    ChooserTest.assertShare(firsts[1], 0.3, SESSIONS, 0);
    ChooserTest.assertShare(firsts[2], 0.6, SESSIONS, 0);
  }

  @Test
  void aTargetThatIsAddedTakesItsShareAndMovesNobodyElse() {
    RoutePlan before = bySession(equal("a/m"), equal("b/m"), equal("c/m"));
    RoutePlan after = bySession(equal("a/m"), equal("b/m"), equal("new/m"), equal("c/m"));
    ChooserTest.assertShare(moved(before, after, "new/m"), 0.25, SESSIONS, 0);
  }

  @Test
  void aWeightThatGrowsDrawsSessionsToItselfOnlyAndNoMoreThanItMust() {
    RoutePlan before = bySession(equal("a/m"), equal("b/m"), equal("c/m"), equal("d/m"));
    RoutePlan after = bySession(equal("a/m"), equal("b/m"), equal("c/m"), candidate("d/m", 0, 2));
    // From a quarter to two fifths.
    ChooserTest.assertShare(moved(before, after, "d/m"), 0.4 - 0.25, SESSIONS, 0);
  }

  @Test
  void sessionsOfATargetThatGoesMoveToTheirSecondAndTheOthersStay() {
    for (long seed = 1; seed <= 100; seed++) {
      Random random = new Random(seed);
      Candidate[] level = new Candidate[3 + random.nextInt(4)];
      for (int index = 0; index < level.length; index++) {
        level[index] = candidate("p/m" + index, 0, 1 + random.nextInt(9));
      }
      String gone = "p/m" + random.nextInt(level.length);
      Candidate[] left =
          java.util.Arrays.stream(level)
              .filter(it -> !it.target().toString().equals(gone))
              .toArray(Candidate[]::new);
      for (int session = 0; session < 50; session++) {
        Question question = new Question(0, -1, "user" + session, true);
        List<String> before = world.order(bySession(level), question, null);
        assertThat(world.order(bySession(left), question, null))
            .as("seed %d", seed)
            .isEqualTo(before.stream().filter(it -> !it.equals(gone)).toList());
      }
    }
  }

  @Test
  void theHeaderNamesTheSessionElseTheUserElseTheKeyAndTenantsAreApart() {
    assertThat(hash("acme", "key_1", "s", "u")).isEqualTo(hash("acme", "key_2", "s", "v"));
    assertThat(hash("acme", "key_1", null, "u")).isEqualTo(hash("acme", "key_2", "", "u"));
    assertThat(hash("acme", "key_1", null, "")).isEqualTo(hash("acme", "key_1", "", null));
    assertThat(hash("acme", "key_1", null, null)).isNotEqualTo(hash("acme", "key_2", null, null));
    assertThat(hash("acme", "key_1", "s", null)).isNotEqualTo(hash("acme", "key_1", "t", null));
    assertThat(hash("acme", "key_1", "s", null)).isNotEqualTo(hash("other", "key_1", "s", null));
    assertThat(hash("ac", "key_1", "mes", null)).isNotEqualTo(hash("acme", "key_1", "s", null));
  }

  private static long hash(
      String tenant, String key, @Nullable String session, @Nullable String user) {
    return new SessionHash().of(ChoiceWorld.key(tenant, key), session, user);
  }

  /** How many sessions change their target; all of them have to change to that one. */
  private int moved(RoutePlan before, RoutePlan after, String to) {
    Function<Integer, String> name = session -> "user-" + session;
    int moved = 0;
    for (int session = 0; session < SESSIONS; session++) {
      String now = first(after, name.apply(session));
      if (!now.equals(first(before, name.apply(session)))) {
        moved++;
        assertThat(now).isEqualTo(to);
      }
    }
    return moved;
  }
}
