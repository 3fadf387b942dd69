package dev.breakwater.operations.tenants;

import java.time.Instant;

/** What a tenant's end means for its keys. */
public interface TenantKeys {
  /** Revokes all that can be revoked; returns how many. */
  int revokeAll(String tenant, Instant at);

  /** Whether file or environment has keys of it, which stay good until they are taken out. */
  boolean standElsewhere(String tenant);

  /** Takes up what has changed. */
  void reload();
}
