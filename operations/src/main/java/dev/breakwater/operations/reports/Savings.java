package dev.breakwater.operations.reports;

import dev.breakwater.operations.rollups.Figure;
import dev.breakwater.operations.rollups.RollupKey;
import dev.breakwater.operations.rollups.Sums;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Who could pay less at the same success rate: a tenant and environment whose requests at one
 * target would cost less at another that it uses too, and that answers not worse.
 *
 * @param asOf everything logged before it is counted
 * @param findings those that save most first
 */
public record Savings(Instant asOf, Instant from, Instant to, List<Finding> findings) {
  /** A target with fewer requests is neither left nor recommended. */
  public static final int LEAST_REQUESTS = 100;

  /** Percentage points by which the success rate may be worse, with 95 % confidence. */
  public static final int MARGIN_POINTS = 1;

  /** Less than this share of the cost is no finding. */
  public static final int LEAST_SAVING_PERCENT = 10;

  private static final Duration MONTH = Duration.ofDays(30);

  public Savings {
    findings = List.copyOf(findings);
  }

  /**
   * @param costNanos what its requests cost in the time
   * @param thereNanos what as many requests of their average size would have cost at the other
   *     target
   * @param monthlyNanos the difference, for 30 days
   */
  public record Finding(
      String tenant,
      String environment,
      String provider,
      String model,
      long requests,
      double successRate,
      long costNanos,
      String otherProvider,
      String otherModel,
      double otherSuccessRate,
      long thereNanos,
      long monthlyNanos) {}

  /** Whose requests at which target. */
  private record Place(String tenant, String environment, String provider, String model) {
    static Place of(RollupKey key) {
      return new Place(key.tenant(), key.environment(), key.provider(), key.model());
    }

    boolean isBeside(Place other) {
      return tenant.equals(other.tenant) && environment.equals(other.environment);
    }
  }

  static Savings of(
      Instant asOf, UsageFilter filter, Map<RollupKey, Sums> targets, PriceEstimate prices) {
    Map<Place, Sums> places = new HashMap<>();
    targets.forEach(
        (key, sums) -> places.computeIfAbsent(Place.of(key), _ -> new Sums()).add(sums));
    places.values().removeIf(sums -> rated(sums) < LEAST_REQUESTS);
    double months =
        (double) MONTH.toMillis() / Duration.between(filter.from(), filter.to()).toMillis();
    List<Finding> findings = new ArrayList<>();
    places.forEach((place, sums) ->
        places.entrySet().stream()
            .filter(other -> !other.getKey().equals(place) && other.getKey().isBeside(place))
            .flatMap(other -> compare(place, sums, other, prices, months).stream())
            .min(Comparator.comparingLong(Finding::thereNanos))
            .ifPresent(findings::add));
    findings.sort(
        Comparator.comparingLong(Finding::monthlyNanos)
            .reversed()
            .thenComparing(Finding::provider)
            .thenComparing(Finding::model));
    return new Savings(asOf, filter.from(), filter.to(), findings);
  }

  private static Optional<Finding> compare(
      Place place, Sums here, Map.Entry<Place, Sums> other, PriceEstimate prices, double months) {
    long requests = here.get(Figure.REQUESTS);
    Sums there = other.getValue();
    OptionalLong one =
        prices.nanos(
            other.getKey().provider(),
            other.getKey().model(),
            here.get(Figure.INPUT_TOKENS) / requests,
            here.get(Figure.OUTPUT_TOKENS) / requests);
    long cost = here.get(Figure.COST_NANOS);
    if (one.isEmpty() || isWorse(here, there)) {
      return Optional.empty();
    }
    long thereNanos = one.getAsLong() * requests;
    if ((cost - thereNanos) * 100.0 < (double) cost * LEAST_SAVING_PERCENT || cost == 0) {
      return Optional.empty();
    }
    return Optional.of(
        new Finding(
            place.tenant(),
            place.environment(),
            place.provider(),
            place.model(),
            requests,
            rate(here),
            cost,
            other.getKey().provider(),
            other.getKey().model(),
            rate(there),
            thereNanos,
            Math.round((cost - thereNanos) * months)));
  }

  private static boolean isWorse(Sums here, Sums there) {
    double lowest =
        Proportions.lowestDifference(
            there.get(Figure.SUCCESSES), rated(there), here.get(Figure.SUCCESSES), rated(here));
    return 100 * lowest < -MARGIN_POINTS;
  }

  private static double rate(Sums sums) {
    return Shares.successRate(sums.get(Figure.SUCCESSES), sums.get(Figure.ERRORS));
  }

  private static long rated(Sums sums) {
    return sums.get(Figure.SUCCESSES) + sums.get(Figure.ERRORS);
  }
}
