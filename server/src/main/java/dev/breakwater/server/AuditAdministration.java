package dev.breakwater.server;

import dev.breakwater.operations.StoreUnavailable;
import dev.breakwater.operations.audit.Denials;
import dev.breakwater.operations.audit.OldEntries;
import dev.breakwater.operations.changes.Change;
import dev.breakwater.operations.maintenance.Retention;
import dev.breakwater.operations.maintenance.RetentionSettings;
import dev.breakwater.server.api.Api;
import dev.breakwater.server.api.Operation;
import dev.breakwater.server.api.audit.AuditResource;
import dev.breakwater.server.api.audit.NotedOperations;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is recorded beside changes of settings, and how all of it is read and kept. */
record AuditAdministration(ChangeControl control, Clock clock) {
  private static final Logger LOG = LoggerFactory.getLogger(AuditAdministration.class);

  List<Operation> operations(ZoneId zone) {
    return new AuditResource(
            control.entries(), control.audit(), control.verification(), clock, zone)
        .operations();
  }

  /** The same operations, those of them recorded that have to be. */
  List<Operation> noting(List<Operation> operations) {
    return NotedOperations.of(operations, control.audit());
  }

  /** Records who was turned away. */
  Api.Denied denials() {
    return new Denials(control.audit(), clock)::denied;
  }

  /** How long entries are kept. */
  Retention.Kept kept() {
    return new Retention.Kept(
        new OldEntries(control.audit()::trail, control.entries()), RetentionSettings::audit);
  }

  /** Records what has happened already, if it can. */
  void note(Change event) {
    try {
      control.audit().append(event);
    } catch (StoreUnavailable e) {
      LOG.warn("not recorded, {} of {}: {}", event.action(), event.object(), e.getMessage());
    }
  }
}
