package dev.breakwater.gateway.settings;

/**
 * A target of a chain or route, and its place there.
 *
 * @param level 0 to 1,000, lower first; equal ones are one level, among which the strategy chooses
 * @param weight 1 to 1,000: its share of a level's traffic, where the strategy is by weight
 */
public record RouteTarget(Target target, int level, int weight) {
  /** Of no more weight than others. */
  public RouteTarget(Target target, int level) {
    this(target, level, 1);
  }
}
