package dev.breakwater.gateway.settings;

import java.util.List;

/**
 * The targets of an environment, in the order in which they are tried.
 *
 * @param environment such as {@code production}
 * @param fallbacks sorted by priority; may be empty
 * @param origin where the chain comes from; one that the API changed comes whole from the database
 */
public record ChainSettings(
    String environment,
    Target primary,
    List<Fallback> fallbacks,
    AttemptSettings attempts,
    Origin origin) {

  /**
   * @param priority 0 to 1,000, lower first; equal ones are one level
   */
  public record Fallback(Target target, int priority) {}

  /** Where a chain comes from. */
  public enum Origin {
    FILE,
    API,
    /** No chain is configured: each provider's default model, in the file's order. */
    DERIVED
  }

  public ChainSettings {
    fallbacks =
        fallbacks.stream()
            .sorted((one, other) -> Integer.compare(one.priority(), other.priority()))
            .toList();
  }
}
