package dev.breakwater.gateway.settings;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The targets of an environment, in the order in which they are tried.
 *
 * @param environment such as {@code production}
 * @param targets at least one; the first is the primary, at level {@value #PRIMARY_LEVEL}, the
 *     others follow by level
 * @param origin where the chain comes from; one that the API changed comes whole from the database
 */
public record ChainSettings(
    String environment, List<RouteTarget> targets, AttemptSettings attempts, Origin origin) {
  /** A fallback of this level is the primary's equal. */
  public static final int PRIMARY_LEVEL = 0;

  /** Where a chain comes from. */
  public enum Origin {
    FILE,
    API,
    /** No chain is configured: each provider's default model, in the file's order. */
    DERIVED
  }

  public ChainSettings {
    Stream<RouteTarget> fallbacks =
        targets.stream().skip(1).sorted(Comparator.comparingInt(RouteTarget::level));
    targets = Stream.concat(Stream.of(targets.getFirst()), fallbacks).toList();
  }

  /** A chain whose primary weighs no more than others. */
  public static ChainSettings of(
      String environment,
      Target primary,
      List<RouteTarget> fallbacks,
      AttemptSettings attempts,
      Origin origin) {
    RouteTarget first = new RouteTarget(primary, PRIMARY_LEVEL);
    return new ChainSettings(
        environment,
        Stream.concat(Stream.of(first), fallbacks.stream()).toList(),
        attempts,
        origin);
  }

  public Target primary() {
    return targets.getFirst().target();
  }

  /** Sorted by level; may be empty. */
  public List<RouteTarget> fallbacks() {
    return targets.subList(1, targets.size());
  }
}
