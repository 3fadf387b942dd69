package dev.breakwater.gateway.usage;

import java.util.List;

/**
 * What one transaction brings to the ledger.
 *
 * @param rows requests that are over
 * @param open attempts to be inserted or replaced, by request and number
 * @param closed ids of requests whose open attempts are to be removed
 * @param cursors to be inserted or replaced, by chain
 * @param forgotten chains whose cursors are to be removed
 */
public record LedgerBatch(
    List<LedgerRow> rows,
    List<OpenAttempt> open,
    List<String> closed,
    List<ChainPosition> cursors,
    List<ChainId> forgotten) {
  public LedgerBatch {
    rows = List.copyOf(rows);
    open = List.copyOf(open);
    closed = List.copyOf(closed);
    cursors = List.copyOf(cursors);
    forgotten = List.copyOf(forgotten);
  }
}
