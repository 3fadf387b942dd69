package dev.breakwater.gateway.choice;

import dev.breakwater.gateway.route.Candidate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.random.RandomGenerator;

/**
 * Draws targets one after the other, without replacement, each by its weight among those that are
 * left. Every target gets an exponential waiting time whose rate is its weight, the shortest comes
 * first, which gives just that distribution [Efraimidis and Spirakis, Weighted random sampling with
 * a reservoir, 2006]. Where the randomness is a hash, this is weighted rendezvous hashing.
 */
final class Draw {
  private Draw() {}

  static List<Candidate> byWeight(List<Candidate> level, RandomGenerator random) {
    return by(level, it -> random.nextLong());
  }

  /**
   * @param bits 64 uniformly distributed bits for each target, of which the upper 53 count
   */
  static List<Candidate> by(List<Candidate> level, ToLongFunction<Candidate> bits) {
    List<Waiting> waiting = new ArrayList<>(level.size());
    for (Candidate candidate : level) {
      double time = -StrictMath.log(uniform(bits.applyAsLong(candidate)));
      waiting.add(new Waiting(candidate, time / candidate.place().weight()));
    }
    waiting.sort(Comparator.comparingDouble(Waiting::time));
    return waiting.stream().map(Waiting::candidate).toList();
  }

  /** Above 0 and below 1, so that its logarithm is finite and not 0. */
  private static double uniform(long bits) {
    return ((bits >>> 11) + 0.5) * 0x1p-53;
  }

  private record Waiting(Candidate candidate, double time) {}
}
