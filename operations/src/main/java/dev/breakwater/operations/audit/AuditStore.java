package dev.breakwater.operations.audit;

import dev.breakwater.operations.StoreUnavailable;
import dev.breakwater.operations.Transactions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Keeps entries and the head. Every method throws {@link StoreUnavailable} when it cannot. */
public interface AuditStore extends Transactions {
  /**
   * What there is, in one look.
   *
   * @param head empty when the row is gone
   * @param first the lowest sequence; 0 when there is no entry
   * @param last the highest
   * @param lastHash its hash; {@link AuditHead#NOTHING} when there is no entry
   */
  record State(Optional<AuditHead> head, long first, long last, String lastHash) {
    long entries() {
      return last == 0 ? 0 : last - first + 1;
    }
  }

  /**
   * What was removed.
   *
   * @param entries how many
   * @param lastHash the hash of the last of them; empty when there were none
   */
  record Removed(int entries, String lastHash) {}

  /** Beside writers: what is not committed yet is not seen. */
  State state();

  /**
   * As {@link #state}, for who goes on to write in the transaction under way: everybody else who
   * asks waits until it ends.
   */
  State stateToChange();

  /** Adds an entry and moves the head, in the transaction under way. */
  void add(AuditEntry entry, AuditHead head, Instant at);

  /** Sets the head alone. */
  void putHead(AuditHead head, Instant at);

  /** Removes entries up to and with one, in the transaction under way. */
  Removed removeThrough(long sequence);

  /** Does something once the transaction under way is committed; not at all if it never is. */
  void afterCommit(Runnable work);

  /** The entries after a place, in their order. */
  List<AuditEntry> after(long sequence, int most);

  /** One of them. */
  Optional<AuditEntry> find(long sequence);

  /**
   * Those that match, newest first.
   *
   * @param before only those with a lower sequence
   */
  List<AuditEntry> newest(AuditFilter filter, long before, int most);

  /** Those that match, oldest first, after a place. */
  List<AuditEntry> oldest(AuditFilter filter, long after, int most);

  /** How many match. */
  long count(AuditFilter filter);

  /** The first entry that is not older; empty when all are. */
  Optional<Long> firstNotBefore(Instant at);
}
