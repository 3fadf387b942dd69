package dev.breakwater.gateway.offers;

import java.util.Set;

/**
 * A model as its provider lists it.
 *
 * @param name what requests call it: at most {@value #LONGEST_NAME} printable ASCII characters
 * @param contextWindow tokens; 0 when the list does not say
 * @param maxOutput tokens; 0 when the list does not say
 * @param capabilities those that the list mentions, which need not be all that it has
 */
public record OfferedModel(
    String name, Use use, long contextWindow, long maxOutput, Set<String> capabilities) {
  /** No vendor's names come near. */
  public static final int LONGEST_NAME = 200;

  public OfferedModel {
    if (!isName(name) || contextWindow < 0 || maxOutput < 0) {
      throw new IllegalArgumentException(
          "no model: " + name + ", " + contextWindow + ", " + maxOutput);
    }
    capabilities = Set.copyOf(capabilities);
  }

  /** Whether a text can be a model's name; others are not listed. */
  public static boolean isName(String text) {
    return !text.isEmpty()
        && text.length() <= LONGEST_NAME
        && text.chars().allMatch(it -> it > ' ' && it < 127);
  }
}
