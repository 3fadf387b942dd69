package dev.breakwater.wire.models;

import org.jspecify.annotations.Nullable;

/**
 * A model as lists show it.
 *
 * @param id what clients ask for
 * @param owner who offers it
 * @param created seconds since 1970; 0 when it is not known
 * @param displayName for people; null when there is none
 * @param contextWindow the most tokens of a prompt; null when it is not known
 * @param maxOutput the most tokens of an answer; null when it is not known
 * @param vectorsOnly whether it makes vectors and answers no conversations
 */
public record ModelEntry(
    String id,
    String owner,
    long created,
    @Nullable String displayName,
    @Nullable Long contextWindow,
    @Nullable Long maxOutput,
    boolean vectorsOnly) {
  /** The display name, or the id. */
  public String shownName() {
    return displayName == null ? id : displayName;
  }
}
