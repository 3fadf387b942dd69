package dev.breakwater.server;

import dev.breakwater.gateway.exchange.RequestIds;
import dev.breakwater.operations.StoreUnavailable;
import dev.breakwater.operations.audit.AuditSeal;
import dev.breakwater.operations.audit.AuditTrail;
import dev.breakwater.operations.audit.Denials;
import dev.breakwater.operations.audit.OldEntries;
import dev.breakwater.operations.audit.Verification;
import dev.breakwater.operations.changes.Change;
import dev.breakwater.operations.changes.Changes;
import dev.breakwater.operations.changes.Fingerprints;
import dev.breakwater.operations.maintenance.Retention;
import dev.breakwater.operations.maintenance.RetentionSettings;
import dev.breakwater.server.api.Operation;
import dev.breakwater.server.api.audit.AuditResource;
import dev.breakwater.server.data.AuditHeadFile;
import dev.breakwater.server.data.OwnSecrets;
import dev.breakwater.store.sql.SqlAudit;
import dev.breakwater.store.sql.SqlGeneratedSecrets;
import dev.breakwater.store.sql.SqlRevisions;
import java.io.IOException;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.SplittableRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What was changed by whom, and the one way to change something by administration. */
record Audit(
    SqlAudit store,
    AuditTrail trail,
    Verification verification,
    Denials denials,
    Fingerprints fingerprints,
    Changes changes) {
  private static final Logger LOG = LoggerFactory.getLogger(Audit.class);

  /**
   * @throws IOException with a sentence for the operator when its key cannot be had
   */
  static Audit open(Storage storage, Clock clock) throws IOException {
    byte[] key =
        new OwnSecrets(new SqlGeneratedSecrets(storage.database()), storage.data().vault())
            .auditKey(clock);
    AuditSeal seal = new AuditSeal(key);
    AuditHeadFile copy = AuditHeadFile.in(storage.data().path());
    SqlAudit store = new SqlAudit(storage.database());
    RequestIds ids = new RequestIds("aud_", new SplittableRandom());
    AuditTrail trail = AuditTrail.open(store, seal, copy, clock, () -> ids.next(clock.millis()));
    return new Audit(
        store,
        trail,
        new Verification(store, seal, copy),
        new Denials(trail, clock),
        new Fingerprints(key),
        new Changes(storage.database(), trail, new SqlRevisions(storage.database())));
  }

  List<Operation> operations(Clock clock, ZoneId zone) {
    return new AuditResource(store, trail, verification, clock, zone).operations();
  }

  /** How long entries are kept. */
  Retention.Kept kept() {
    return new Retention.Kept(new OldEntries(trail, store), RetentionSettings::audit);
  }

  /** Records what has happened already, if it can. */
  void note(Change event) {
    try {
      trail.append(event);
    } catch (StoreUnavailable e) {
      LOG.warn("not recorded, {} of {}: {}", event.action(), event.object(), e.getMessage());
    }
  }
}
