package dev.breakwater.server;

import dev.breakwater.operations.audit.Denials;
import dev.breakwater.operations.audit.OldEntries;
import dev.breakwater.operations.maintenance.Retention;
import dev.breakwater.operations.maintenance.RetentionSettings;
import dev.breakwater.server.api.Api;
import dev.breakwater.server.api.Operation;
import dev.breakwater.server.api.audit.AuditResource;
import dev.breakwater.server.api.audit.NotedOperations;
import java.util.List;

/** What is recorded beside changes of settings, and how all of it is read and kept. */
record AuditAdministration(Ground ground) implements Area {
  @Override
  public List<Operation> operations() {
    ChangeControl control = ground.control();
    return new AuditResource(
            control.entries(),
            control.audit(),
            control.verification(),
            ground.clock(),
            ground.zone())
        .operations();
  }

  /** The same operations, those of them recorded that have to be. */
  List<Operation> noting(List<Operation> operations) {
    return NotedOperations.of(operations, ground.control().audit());
  }

  /** Records who was turned away. */
  Api.Denied denials() {
    return new Denials(ground.control().audit(), ground.clock())::denied;
  }

  /** How long entries are kept. */
  Retention.Kept kept() {
    ChangeControl control = ground.control();
    return new Retention.Kept(
        new OldEntries(control.audit()::trail, control.entries()), RetentionSettings::audit);
  }
}
