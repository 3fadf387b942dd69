package dev.breakwater.gateway.route;

/**
 * A name that clients may ask for as {@code model}.
 *
 * @param ownedBy the provider; {@code breakwater} for routes and {@code auto}
 * @param contextWindow tokens; 0 when it is not known
 * @param maxOutput tokens; 0 when it is not known
 * @param vectorsOnly whether it answers no conversations, by its provider's list
 */
public record ListedModel(
    String id, String ownedBy, long contextWindow, long maxOutput, boolean vectorsOnly) {
  /** Of which no more is known. */
  static ListedModel named(String id, String ownedBy) {
    return new ListedModel(id, ownedBy, 0, 0, false);
  }
}
