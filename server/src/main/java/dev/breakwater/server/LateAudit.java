package dev.breakwater.server;

import dev.breakwater.operations.StoreUnavailable;
import dev.breakwater.operations.audit.AuditTrail;
import dev.breakwater.operations.changes.AuditLog;
import dev.breakwater.operations.changes.Change;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An audit that is opened as soon as its database answers; nothing can be recorded before. */
final class LateAudit implements AuditLog {
  private static final Logger LOG = LoggerFactory.getLogger(LateAudit.class);

  private final Supplier<AuditTrail> open;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile @Nullable AuditTrail opened;

  /**
   * Tries at once.
   *
   * @param open throws {@link StoreUnavailable} while the database is away
   */
  LateAudit(Supplier<AuditTrail> open) {
    this.open = open;
    try {
      trail();
    } catch (StoreUnavailable e) {
      LOG.warn("nothing can be administered until the audit answers: {}", e.getMessage());
    }
  }

  @Override
  public void append(Change change) {
    trail().append(change);
  }

  /**
   * @throws StoreUnavailable while the database is away
   */
  AuditTrail trail() {
    AuditTrail known = opened;
    if (known != null) {
      return known;
    }
    lock.lock();
    try {
      AuditTrail made = opened == null ? open.get() : opened;
      opened = made;
      return made;
    } finally {
      lock.unlock();
    }
  }
}
