package dev.breakwater.gateway.choice;

import dev.breakwater.gateway.price.Cost;
import dev.breakwater.gateway.route.Candidate;
import dev.breakwater.wire.conversation.Tokens;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The cheapest first, to the nano-dollar; a target whose price is unknown comes last. Targets of
 * one cost are drawn by weight.
 *
 * @param expected what the request may be expected to take anywhere
 */
record ByCost(RandomGenerator random, Prices prices, Tokens expected) implements LevelOrder {
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
    return prices.of(candidate.target()).map(price -> Cost.of(expected, price)).orElse(UNKNOWN);
  }

  private record Priced(Candidate candidate, long nanoDollars) {}
}
