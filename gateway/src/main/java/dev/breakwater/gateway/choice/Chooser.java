package dev.breakwater.gateway.choice;

import dev.breakwater.gateway.access.VirtualKey;
import dev.breakwater.gateway.concurrent.Timekeeper;
import dev.breakwater.gateway.route.Candidate;
import dev.breakwater.gateway.route.RoutePlan;
import dev.breakwater.gateway.settings.Choice;
import dev.breakwater.gateway.settings.Choice.Affinity;
import dev.breakwater.wire.bridge.Ask;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Puts the targets of a plan in the order in which one request tries them. Levels stay in their
 * order, and so does what the caller named; within a level the settings' strategy decides. With
 * affinity on, the session decides instead, and the strategy has no say: a session that went with
 * the figures of the moment would not keep to anything.
 *
 * <p>Whether a target may be called now is asked later, where it is called. One a loop: it is not
 * for several threads.
 */
public final class Chooser {
  private final RandomGenerator random;
  private final ByLatency byLatency;
  private final ExpectedCosts costs;
  private final SessionHash sessions = new SessionHash();

  public Chooser(RandomGenerator random, Timekeeper time, Speeds speeds, ExpectedCosts costs) {
    this.random = random;
    this.byLatency = new ByLatency(random, time, speeds);
    this.costs = costs;
  }

  /**
   * The plan in one request's order; the same plan where nothing is left to choose.
   *
   * @param session the name that the client gave its session, null or empty when it gave none; then
   *     the end user that the body names stands for it, else the key
   */
  public RoutePlan choose(RoutePlan plan, Ask ask, VirtualKey caller, @Nullable String session) {
    Choice choice = plan.settings().choice();
    if (choice.isAsListed() || !hasEquals(plan.candidates())) {
      return plan;
    }
    LevelOrder order =
        choice.affinity() == Affinity.SESSION
            ? new BySession(sessions.of(caller, session, ask.user()))
            : order(choice.strategy(), ask);
    return plan.inOrder(levelByLevel(plan.candidates(), order));
  }

  private LevelOrder order(Choice.Strategy strategy, Ask ask) {
    return switch (strategy) {
      case PRIORITY -> level -> level;
      case WEIGHTED -> this::drawn;
      case LATENCY -> byLatency;
      case COST -> new ByCost(random, costs, ask);
    };
  }

  private List<Candidate> drawn(List<Candidate> level) {
    return Draw.byWeight(level, random);
  }

  private static boolean hasEquals(List<Candidate> candidates) {
    for (int at = 1; at < candidates.size(); at++) {
      if (candidates.get(at).level() == candidates.get(at - 1).level()) {
        return true;
      }
    }
    return false;
  }

  private static List<Candidate> levelByLevel(List<Candidate> candidates, LevelOrder order) {
    List<Candidate> ordered = new ArrayList<>(candidates.size());
    int from = 0;
    while (from < candidates.size()) {
      int to = from + 1;
      while (to < candidates.size() && candidates.get(to).level() == candidates.get(from).level()) {
        to++;
      }
      List<Candidate> level = candidates.subList(from, to);
      ordered.addAll(level.size() == 1 ? level : order.of(level));
      from = to;
    }
    return ordered;
  }
}
