package dev.breakwater.server;

import dev.breakwater.operations.audit.Denials;
import dev.breakwater.operations.audit.OldEntries;
import dev.breakwater.operations.maintenance.Retention;
import dev.breakwater.operations.maintenance.RetentionSettings;
import dev.breakwater.server.api.Api;
import dev.breakwater.server.api.Operation;
import dev.breakwater.server.api.audit.AuditResource;
import dev.breakwater.server.api.audit.NotedOperations;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;

/** What is recorded beside changes of settings, and how all of it is read and kept. */
record AuditAdministration(ChangeControl control, Clock clock) {
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
}
