package dev.breakwater.operations.changes;

/** What other nodes have to read again after a change. */
public enum Topic {
  CHAINS,
  PROVIDERS,
  KEYS,
  TENANTS,
  USERS,
  FLAGS,
  PRICES,
  SECRETS,
  MODELS
}
