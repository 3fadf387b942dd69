package dev.breakwater.operations.rollups;

import dev.breakwater.operations.StoreUnavailable;
import java.time.Instant;

/**
 * The work on rollups that no request waits for. Both methods throw {@link StoreUnavailable} when
 * the database does not answer; what a step does holds whole or not at all.
 */
public interface RollupUpkeep {
  /** Makes ready; does nothing when that has been done. Called before anything is added. */
  void prepare(Instant now);

  /**
   * Does one small piece of what is due.
   *
   * @return false when nothing is
   */
  boolean step(Instant now);
}
