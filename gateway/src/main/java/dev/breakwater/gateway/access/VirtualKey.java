package dev.breakwater.gateway.access;

import java.util.Set;

/**
 * A key that clients authenticate with, without its material.
 *
 * @param id stable and not secret; stands in lists and in the usage log
 * @param tenant whose it is
 * @param environment scopes chains and usage; {@code production} when the key has none
 * @param role what it is to the API of administration
 * @param allowance what it may ask models for
 * @param expiresMillis since the epoch; from then on it is not known any more. {@link #NEVER} for
 *     one that stays
 */
public record VirtualKey(
    String id,
    String name,
    String tenant,
    String environment,
    Set<Scope> scopes,
    Role role,
    Allowance allowance,
    long expiresMillis) {
  /** The tenant of those that name none. Its administrators administer all. */
  public static final String DEFAULT_TENANT = "default";

  public static final long NEVER = Long.MAX_VALUE;

  /** What a key may be used for. */
  public enum Scope {
    INFERENCE,
    READ,
    ADMIN
  }

  public VirtualKey {
    scopes = Set.copyOf(scopes);
  }

  /** One that may ask for everything and stays, in the role that its scopes give. */
  public VirtualKey(String id, String name, String tenant, String environment, Set<Scope> scopes) {
    this(id, name, tenant, environment, scopes, role(tenant, scopes), Allowance.ALL, NEVER);
  }

  /** The same key, ending earlier if it does not end before. */
  public VirtualKey until(long millis) {
    return new VirtualKey(
        id, name, tenant, environment, scopes, role, allowance, Math.min(expiresMillis, millis));
  }

  /** The most that scopes give where nothing is said of a role. */
  public static Role role(String tenant, Set<Scope> scopes) {
    if (scopes.contains(Scope.ADMIN)) {
      return tenant.equals(DEFAULT_TENANT) ? Role.ADMIN : Role.TENANT_ADMIN;
    }
    return scopes.contains(Scope.READ) ? Role.VIEWER : Role.INFERENCE;
  }
}
