package dev.breakwater.server;

import dev.breakwater.gateway.exchange.RequestIds;
import dev.breakwater.operations.audit.AuditSeal;
import dev.breakwater.operations.audit.AuditStore;
import dev.breakwater.operations.audit.AuditTrail;
import dev.breakwater.operations.audit.HeadCopy;
import dev.breakwater.operations.audit.Verification;
import dev.breakwater.operations.changes.Changes;
import dev.breakwater.operations.changes.Fingerprints;
import dev.breakwater.operations.changes.News;
import dev.breakwater.operations.changes.Revisions;
import dev.breakwater.server.data.AuditHeadFile;
import dev.breakwater.server.data.OwnSecrets;
import dev.breakwater.store.sql.Database;
import dev.breakwater.store.sql.SqlAudit;
import dev.breakwater.store.sql.SqlGeneratedSecrets;
import dev.breakwater.store.sql.SqlRevisions;
import java.io.IOException;
import java.time.Clock;
import java.util.SplittableRandom;

/**
 * How settings are changed: recorded in the audit, and told to every node.
 *
 * @param entries what has been recorded
 * @param audit records more
 * @param fingerprints stand for secrets in what is recorded
 * @param revisions tell other nodes what to read again
 * @param news not started yet, so that all who listen are there first
 */
record ChangeControl(
    AuditStore entries,
    LateAudit audit,
    Verification verification,
    Fingerprints fingerprints,
    Changes changes,
    Revisions revisions,
    News news) {

  /**
   * @throws IOException with a sentence for the operator when the audit's key cannot be opened
   */
  static ChangeControl open(Storage storage, Clock clock) throws IOException {
    Database database = storage.database();
    byte[] key =
        new OwnSecrets(new SqlGeneratedSecrets(storage.administration()), storage.data().vault())
            .auditKey(clock);
    AuditStore entries = new SqlAudit(database);
    AuditSeal seal = new AuditSeal(key);
    HeadCopy copy = AuditHeadFile.in(storage.data().path());
    RequestIds ids = new RequestIds("aud_", new SplittableRandom());
    LateAudit audit =
        new LateAudit(
            () -> AuditTrail.open(entries, seal, copy, clock, () -> ids.next(clock.millis())));
    SqlRevisions revisions = new SqlRevisions(database);
    return new ChangeControl(
        entries,
        audit,
        new Verification(entries, seal, copy),
        new Fingerprints(key),
        new Changes(database, audit, revisions),
        revisions,
        News.quiet(revisions, clock, storage.lastSeen().orElseGet(clock::instant)));
  }
}
