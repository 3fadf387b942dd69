package dev.breakwater.operations.audit;

import java.util.Optional;

/**
 * What verifying the chain found.
 *
 * @param entries how many were read
 * @param first the sequence of the first that is kept; 0 when there is none
 * @param firstBroken the lowest link that is broken; empty when the chain is whole
 * @param head as the database says; empty when it says nothing
 */
public record Verdict(
    long entries, long first, Optional<Broken> firstBroken, Optional<AuditHead> head) {

  /**
   * A link that is broken.
   *
   * @param id of the entry there; empty when there is none any more
   * @param reason a sentence
   */
  public record Broken(long sequence, String id, String reason) {}

  /** Whether nobody has meddled with what was recorded. */
  public boolean isValid() {
    return firstBroken.isEmpty();
  }
}
