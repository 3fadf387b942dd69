package dev.breakwater.operations.maintenance;

import dev.breakwater.operations.StoreUnavailable;
import java.time.Instant;

/**
 * Rows of one kind that grow old. Every method throws {@link StoreUnavailable} when the database
 * does not answer.
 */
public interface AgingRows {
  /** What people call them, such as {@code usage}. */
  String kind();

  /** How many there are. */
  long count();

  /** How many of them are older. */
  long countBefore(Instant before);

  /**
   * Removes the oldest of those, in one short transaction.
   *
   * @param most at most so many
   * @return how many went; 0 when none is left
   */
  int removeBefore(Instant before, int most);
}
