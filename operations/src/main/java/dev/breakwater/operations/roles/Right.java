package dev.breakwater.operations.roles;

/** What an operation of the API takes; every one needs exactly one of these. */
public enum Right {
  /** Read everything but secrets, what was said in requests, and the audit. */
  READ,
  /** Read what requests took and cost. */
  READ_USAGE,
  /** Take lists of requests and their cost away in files. */
  EXPORT_USAGE,
  READ_AUDIT,
  /** Read what was said in requests. */
  READ_BODIES,
  /** Change providers, chains, routes, keys, guardrails. */
  CONFIGURE,
  /** Make, change and delete tenants. */
  MANAGE_TENANTS,
  /** Close circuits, check providers, activate them, switch flags. */
  OPERATE,
  /** Experiments, alert rules and silences. */
  EXPERIMENT,
  /** Backups, drills and the jobs of the night. */
  MAINTAIN,
  /** Budgets and prices. */
  BILL,
  /** People and their roles. */
  MANAGE_USERS,
  /** Rotate the master key. */
  MANAGE_SECRETS,
  RESTORE
}
