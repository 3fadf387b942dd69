package dev.breakwater.operations.roles;

import dev.breakwater.gateway.access.Role;
import dev.breakwater.gateway.access.VirtualKey;
import java.util.Optional;

/**
 * Who administers.
 *
 * @param id the key's or the user's
 * @param tenant the only one that there is for this principal; empty for those above tenants
 */
public record Principal(Kind kind, String id, String name, Role role, Optional<String> tenant) {
  /** What somebody showed who they are by. */
  public enum Kind {
    KEY,
    USER,
    /** Authentication is switched off, on a loopback address. */
    ANYBODY,
    /** The server itself: its file changed, its clock struck. */
    SYSTEM
  }

  public static final Principal ANYBODY =
      new Principal(Kind.ANYBODY, "open", "open", Role.OWNER, Optional.empty());

  public static final Principal SYSTEM =
      new Principal(Kind.SYSTEM, "system", "breakwater", Role.OWNER, Optional.empty());

  /** A key of a tenant other than the default one is confined to it, whatever its role. */
  public static Principal of(VirtualKey key) {
    boolean confined =
        key.role() == Role.TENANT_ADMIN || !key.tenant().equals(VirtualKey.DEFAULT_TENANT);
    return new Principal(
        Kind.KEY,
        key.id(),
        key.name(),
        key.role(),
        confined ? Optional.of(key.tenant()) : Optional.empty());
  }

  public boolean may(Right right) {
    return (tenant.isEmpty() ? Rights.of(role) : Rights.within(role)).contains(right);
  }

  /** Whether there is such a tenant for this principal. */
  public boolean reaches(String otherTenant) {
    return tenant.isEmpty() || tenant.get().equals(otherTenant);
  }

  /**
   * Whether this principal may make somebody of that role: nobody grants more than they have.
   *
   * @param of the other's tenant; empty for one above tenants
   */
  public boolean mayGrant(Role other, Optional<String> of) {
    boolean within = tenant.isEmpty() || tenant.equals(of);
    return within && Rights.of(role).containsAll(Rights.of(other));
  }
}
