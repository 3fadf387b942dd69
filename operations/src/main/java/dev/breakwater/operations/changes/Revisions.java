package dev.breakwater.operations.changes;

import dev.breakwater.operations.StoreUnavailable;
import java.util.Map;

/** How often each topic has been changed, by any node. */
public interface Revisions {
  /**
   * Counts a change, in the transaction that is under way on this thread if there is one.
   *
   * @throws StoreUnavailable when it could not be kept
   */
  void raise(Topic topic);

  /**
   * Every topic that was ever changed, with its count.
   *
   * @throws StoreUnavailable when the database does not answer
   */
  Map<Topic, Long> current();
}
