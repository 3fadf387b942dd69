package dev.breakwater.store.sql;

/**
 * Keeps what is written late, from a queue, from coming back after its tenant was deleted and what
 * was kept of it erased.
 */
final class StandingTenant {
  /** Has one parameter, the tenant's id. */
  static final String CONDITION =
      "NOT EXISTS (SELECT 1 FROM tenants WHERE id = ? AND deleted_at IS NOT NULL)";

  private StandingTenant() {}
}
