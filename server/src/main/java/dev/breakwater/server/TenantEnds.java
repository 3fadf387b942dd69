package dev.breakwater.server;

import dev.breakwater.operations.changes.Revisions;
import dev.breakwater.operations.changes.Topic;
import dev.breakwater.operations.tenants.Tenants;

/** What goes with a tenant that is deleted, beside the rows that were kept of it. */
final class TenantEnds {
  private TenantEnds() {}

  /** Each is done in one go, and again where a stop has come between; other nodes hear of it. */
  static void register(Tenants tenants, Rules rules, People people, Revisions revisions) {
    tenants.erasing((tenant, _) -> {
      rules.providers().eraseTenant(tenant);
      revisions.raise(Topic.PROVIDERS);
      return 0;
    });
    tenants.erasing((tenant, _) -> {
      if (rules.chains().eraseTenant(tenant)) {
        revisions.raise(Topic.CHAINS);
      }
      return 0;
    });
    tenants.erasing((_, _) -> {
      people.sessions().reload();
      revisions.raise(Topic.USERS);
      return 0;
    });
  }
}
