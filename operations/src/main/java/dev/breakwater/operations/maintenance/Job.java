package dev.breakwater.operations.maintenance;

import dev.breakwater.operations.StoreUnavailable;

/** Work of one kind that is done on a schedule or when somebody asks for it. */
public interface Job {
  /** How the API calls it, a word. */
  String name();

  /**
   * Does it; blocks, for minutes if need be.
   *
   * @param confirmed whether somebody has asked for what is refused otherwise
   * @throws StoreUnavailable when the database does not answer; what was done stays done
   */
  Report run(boolean confirmed);
}
