package dev.breakwater.operations.audit;

import dev.breakwater.operations.Refused;
import dev.breakwater.operations.StoreUnavailable;
import dev.breakwater.operations.changes.Actor;
import dev.breakwater.operations.changes.AuditLog;
import dev.breakwater.operations.changes.Change;
import java.util.Optional;

/**
 * New beginnings of the chain, after its head was lost. Whoever verifies is told of one until
 * somebody has said why it was, which is an entry itself.
 */
public final class Restarts {
  private static final int LONGEST_REASON = 500;

  private final AuditStore store;
  private final AuditLog log;

  public Restarts(AuditStore store, AuditLog log) {
    this.store = store;
    this.log = log;
  }

  /**
   * Acknowledges one: it counts as broken no more.
   *
   * @param sequence of its entry
   * @param reason what was found out; 1 to 500 characters
   * @throws Refused when there is none there, it was acknowledged already, or nothing is said
   * @throws StoreUnavailable when it was not recorded; then nothing has changed
   */
  public AuditEntry acknowledge(Actor actor, long sequence, String reason) {
    if (reason.isBlank() || reason.length() > LONGEST_REASON) {
      throw Refused.wrong(
          "reason", "'reason' has to say in 1 to 500 characters what has become of the head.");
    }
    AuditEntry restart =
        store
            .find(sequence)
            .filter(entry -> entry.what().action().equals(AuditTrail.RESTART))
            .orElseThrow(
                () -> Refused.absent("The chain was not begun anew at entry " + sequence + "."));
    acknowledgement(restart)
        .ifPresent(before -> {
          throw Refused.conflict(
              "'%s' has acknowledged it already, in entry %d."
                  .formatted(before.who().name(), before.sequence()));
        });
    log.append(
        new Change(
            actor,
            AuditTrail.ACKNOWLEDGE,
            restart.id(),
            "",
            "",
            Acknowledged.text(restart, reason.strip())));
    return acknowledgement(restart)
        .orElseThrow(() -> new StoreUnavailable("the acknowledgement is not there"));
  }

  private Optional<AuditEntry> acknowledgement(AuditEntry restart) {
    AuditFilter ofIt =
        new AuditFilter(
            Optional.empty(),
            Optional.of(AuditTrail.ACKNOWLEDGE),
            Optional.of(restart.id()),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    return store.newest(ofIt, Long.MAX_VALUE, 1).stream()
        .filter(entry -> Acknowledged.of(entry).filter(it -> it.isOf(restart)).isPresent())
        .findFirst();
  }
}
