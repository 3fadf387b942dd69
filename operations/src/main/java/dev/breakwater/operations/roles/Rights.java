package dev.breakwater.operations.roles;

import dev.breakwater.gateway.access.Role;
import java.util.EnumSet;
import java.util.Set;

/** The one table of what each role may do; whatever does not stand in it is denied. */
public final class Rights {
  private Rights() {}

  /** What cannot be done to one tenant alone; nobody who is confined to one has it. */
  private static final Set<Right> ABOVE_TENANTS =
      EnumSet.of(Right.MANAGE_TENANTS, Right.MANAGE_SECRETS, Right.RESTORE, Right.MAINTAIN);

  /** What a role may do within one tenant. */
  static Set<Right> within(Role role) {
    Set<Right> rights = EnumSet.noneOf(Right.class);
    rights.addAll(of(role));
    rights.removeAll(ABOVE_TENANTS);
    return rights;
  }

  /** Never null, may be empty. */
  public static Set<Right> of(Role role) {
    return switch (role) {
      case OWNER -> EnumSet.allOf(Right.class);
      case ADMIN -> EnumSet.complementOf(EnumSet.of(Right.READ_BODIES, Right.MANAGE_USERS));
      case OPERATOR ->
          EnumSet.of(
              Right.READ,
              Right.READ_USAGE,
              Right.READ_AUDIT,
              Right.OPERATE,
              Right.EXPERIMENT,
              Right.MAINTAIN);
      case BILLING -> EnumSet.of(Right.READ_USAGE, Right.EXPORT_USAGE, Right.BILL);
      case VIEWER -> EnumSet.of(Right.READ, Right.READ_USAGE);
      case TENANT_ADMIN ->
          EnumSet.of(
              Right.READ,
              Right.READ_USAGE,
              Right.EXPORT_USAGE,
              Right.READ_AUDIT,
              Right.CONFIGURE,
              Right.OPERATE,
              Right.EXPERIMENT,
              Right.BILL,
              Right.MANAGE_USERS);
      case INFERENCE -> EnumSet.noneOf(Right.class);
    };
  }
}
