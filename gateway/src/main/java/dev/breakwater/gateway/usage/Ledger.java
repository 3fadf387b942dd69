package dev.breakwater.gateway.usage;

import java.util.List;

/** Where requests and attempts are kept for good. */
public interface Ledger {
  /** What the last commit left: how far each chain was read, and what had begun but not ended. */
  Progress load() throws LedgerUnavailable;

  /**
   * Writes rows, open attempts and cursors in one transaction. A row whose id is there already
   * changes nothing.
   *
   * @throws LedgerUnavailable when nothing was written
   */
  void commit(LedgerBatch batch) throws LedgerUnavailable;

  /** See {@link #load}. */
  record Progress(List<ChainPosition> cursors, List<OpenAttempt> open) {
    public Progress {
      cursors = List.copyOf(cursors);
      open = List.copyOf(open);
    }
  }
}
