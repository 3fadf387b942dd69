package dev.breakwater.operations.users;

import dev.breakwater.gateway.access.Role;
import dev.breakwater.operations.roles.Principal;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A person who administers.
 *
 * @param id stable and never used again
 * @param login in small letters; what they sign in by
 * @param name what people call them
 * @param tenant the only one that there is for them; empty for those above tenants
 * @param passwordHash null for those who have no password
 * @param identity who they are to the issuer that vouches for them; null for those of our own
 * @param disabled whether they are kept out
 * @param lastSignIn null before the first
 */
public record User(
    String id,
    String login,
    String name,
    Role role,
    Optional<String> tenant,
    @Nullable String passwordHash,
    @Nullable Identity identity,
    boolean disabled,
    Instant created,
    Instant updated,
    @Nullable Instant lastSignIn) {

  /** What they are to administration. */
  public Principal principal() {
    return new Principal(Principal.Kind.USER, id, login, role, tenant);
  }

  /** Whether an installation counts on them: somebody has to be left who manages people. */
  boolean isStandingOwner() {
    return role == Role.OWNER && tenant.isEmpty() && !disabled;
  }

  /** The same, changed at a time in what is not shown. */
  User updated(Instant at) {
    return with(name, role, tenant, disabled, at);
  }

  /** The same, but for what administration may change. */
  User with(String newName, Role newRole, Optional<String> newTenant, boolean off, Instant at) {
    return new User(
        id,
        login,
        newName,
        newRole,
        newTenant,
        passwordHash,
        identity,
        off,
        created,
        at,
        lastSignIn);
  }

  /** Never the hash. */
  @Override
  public String toString() {
    return "User[" + id + ", " + login + ", " + role + "]";
  }
}
