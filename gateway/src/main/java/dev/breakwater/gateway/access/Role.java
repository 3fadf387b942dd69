package dev.breakwater.gateway.access;

/** What somebody is to an installation. What each may do stands in one table, {@code Rights}. */
public enum Role {
  /** Everything, people and their roles too. */
  OWNER,
  /** Everything but people and what was said in requests. */
  ADMIN,
  /** Keeps it running: resets, checks, switches, silences, takes backups; changes no settings. */
  OPERATOR,
  /** Prices, budgets and cost. */
  BILLING,
  /** Reads. */
  VIEWER,
  /** All of one tenant's. */
  TENANT_ADMIN,
  /** Asks models; administers nothing. */
  INFERENCE
}
