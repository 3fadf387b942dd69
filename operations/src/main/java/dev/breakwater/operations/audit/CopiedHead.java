package dev.breakwater.operations.audit;

import dev.breakwater.operations.StoreUnavailable;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets the copy follow the head, as long as the chain is the one that it was taken from. When it is
 * not (an older database was put in its place), the copy stays as it is: it is what shows it.
 */
final class CopiedHead {
  private static final Logger LOG = LoggerFactory.getLogger(CopiedHead.class);

  private final HeadCopy copy;
  private final AuditStore store;
  private final ReentrantLock lock = new ReentrantLock();

  /** What the copy says; null when there is none. */
  private @Nullable AuditHead last;

  private boolean frozen;

  private CopiedHead(HeadCopy copy, AuditStore store) {
    this.copy = copy;
    this.store = store;
  }

  static CopiedHead open(HeadCopy copy, AuditStore store, AuditSeal seal) {
    CopiedHead copied = new CopiedHead(copy, store);
    Optional<String> text = copy.read();
    if (text.isPresent()) {
      Optional<AuditHead> head = AuditHead.read(text.get()).filter(seal::isOurs);
      copied.last = head.orElse(null);
      copied.frozen = head.isEmpty() || !copied.isInChain(head.get());
      if (copied.frozen) {
        copied.complain();
      }
    }
    return copied;
  }

  boolean isThere() {
    return last != null || frozen;
  }

  /**
   * Replaces the copy by a later head of the same chain; those that come late are left out. Never
   * throws: what it follows has been kept.
   *
   * @param previous the hash that the head's own entry hangs on
   */
  void follow(AuditHead head, String previous) {
    lock.lock();
    try {
      if (frozen || (last != null && head.sequence() <= last.sequence())) {
        return;
      }
      if (last != null && !last.hash().equals(previous) && !isInChain(last)) {
        frozen = true;
        complain();
        return;
      }
      copy.write(head.line());
      last = head;
    } catch (UncheckedIOException | StoreUnavailable e) {
      LOG.warn("the copy of the audit's head in {} is not written: {}", copy.place(), e.toString());
    } finally {
      lock.unlock();
    }
  }

  /** Whether the chain has the entry, or had it before it was cut. */
  private boolean isInChain(AuditHead head) {
    if (head.sequence() == 0) {
      return true;
    }
    Optional<AuditEntry> entry = store.find(head.sequence());
    return entry.isPresent()
        ? entry.get().link().hash().equals(head.hash())
        : head.sequence() < store.state().first();
  }

  private void complain() {
    LOG.error(
        "the audit in the database is not the one that {} was copied from: it was cut, or an older"
            + " database stands in its place. `breakwater audit verify` tells more; if this is"
            + " meant, remove that file.",
        copy.place());
  }
}
