package dev.breakwater.operations.changes;

import dev.breakwater.operations.StoreUnavailable;
import dev.breakwater.operations.Transactions;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The one way to change something by administration: what is written, its entry in the audit and
 * the news for other nodes are kept together. Whoever changes publishes in memory after this
 * returns, so that what holds has been kept and recorded.
 */
public final class Changes {
  private final Transactions transactions;
  private final AuditLog audit;
  private final Revisions revisions;

  public Changes(Transactions transactions, AuditLog audit, Revisions revisions) {
    this.transactions = transactions;
    this.audit = audit;
    this.revisions = revisions;
  }

  /**
   * Writes, records and tells.
   *
   * @param topic what other nodes have to read again
   * @param write asks stores to keep something; runs once, on this thread
   * @throws StoreUnavailable when any of it could not be kept; then none of it is
   */
  public <T extends @Nullable Object> T make(Change change, Topic topic, Supplier<T> write) {
    return transactions.inOne(() -> {
      T result = write.get();
      audit.append(change);
      revisions.raise(topic);
      return result;
    });
  }

  /**
   * Records what is no change of settings: a sign-in, an export, a file that was taken up.
   *
   * @throws StoreUnavailable when it could not be recorded
   */
  public void note(Change event) {
    audit.append(event);
  }
}
