package dev.breakwater.operations.changes;

import dev.breakwater.operations.StoreUnavailable;

/** Where changes are recorded for good. */
public interface AuditLog {
  /**
   * Adds an entry, in the transaction that is under way on this thread if there is one.
   *
   * @throws StoreUnavailable when it could not be recorded; then the transaction must not be kept
   */
  void append(Change change);
}
