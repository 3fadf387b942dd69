package dev.breakwater.gateway.choice;

import dev.breakwater.gateway.route.Candidate;
import dev.breakwater.wire.bridge.Ask;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The cheapest first, to the nano-dollar; a target whose price is unknown comes last. Targets of
 * one cost are drawn by weight.
 *
 * @param ask what the request asks
 */
record ByCost(RandomGenerator random, ExpectedCosts costs, Ask ask) implements LevelOrder {
  private static final long UNKNOWN = Long.MAX_VALUE;

  @Override
  public List<Candidate> of(List<Candidate> level) {
    List<Priced> priced = new ArrayList<>(level.size());
    for (Candidate candidate : Draw.byWeight(level, random)) {
      priced.add(new Priced(candidate, nanoDollars(candidate)));
    }
    priced.sort(Comparator.comparingLong(Priced::nanoDollars));
    return priced.stream().map(Priced::candidate).toList();
  }

  private long nanoDollars(Candidate candidate) {
    return costs.nanos(ask, candidate.target()).orElse(UNKNOWN);
  }

  private record Priced(Candidate candidate, long nanoDollars) {}
}
