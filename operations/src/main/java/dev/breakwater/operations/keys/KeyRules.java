package dev.breakwater.operations.keys;

import dev.breakwater.gateway.access.Role;
import dev.breakwater.gateway.access.VirtualKey;
import dev.breakwater.gateway.access.VirtualKey.Scope;
import dev.breakwater.operations.Refused;
import dev.breakwater.operations.roles.Principal;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What a key may be, and who may make it so. */
public final class KeyRules {
  private KeyRules() {}

  /**
   * @throws Refused when scopes and role, or role and tenant, contradict each other
   */
  public static void consistent(VirtualKey key) {
    if (key.scopes().isEmpty()) {
      throw Refused.wrong("scopes", "A key needs a scope: inference, read or admin.");
    }
    Set<Scope> scopes = key.scopes();
    boolean right =
        switch (key.role()) {
          case INFERENCE -> !scopes.contains(Scope.READ) && !scopes.contains(Scope.ADMIN);
          case VIEWER -> scopes.contains(Scope.READ) || scopes.contains(Scope.ADMIN);
          case OWNER, ADMIN, OPERATOR, BILLING, TENANT_ADMIN -> scopes.contains(Scope.ADMIN);
        };
    if (!right) {
      throw Refused.wrong(
          "role",
          "The role %s does not go with the scopes %s: inference is for keys without read and admin, viewer takes read, all others take admin."
              .formatted(word(key.role()), scopes.stream().map(KeyRules::word).sorted().toList()));
    }
    boolean inTenant = !key.tenant().equals(VirtualKey.DEFAULT_TENANT);
    boolean above =
        switch (key.role()) {
          case OWNER, ADMIN, OPERATOR -> true;
          case BILLING, VIEWER, TENANT_ADMIN, INFERENCE -> false;
        };
    if (inTenant && above) {
      throw Refused.wrong(
          "role",
          "The role %s is for those above tenants; a tenant's keys have tenant-admin, billing, viewer or inference."
              .formatted(word(key.role())));
    }
  }

  /**
   * @throws Refused when a key may do what the actor may not
   */
  static void grants(Principal actor, VirtualKey key) {
    Principal itself = Principal.of(key);
    if (!actor.mayGrant(key.role(), itself.tenant().or(() -> confinedTo(key)))) {
      throw Refused.forbidden(
          "Nobody grants more than they have: '%s' has the role %s, the key %s."
              .formatted(actor.name(), word(actor.role()), word(key.role())));
    }
  }

  /** A key that only asks models belongs to its tenant and to nothing above it. */
  private static Optional<String> confinedTo(VirtualKey key) {
    return key.role() == Role.INFERENCE ? Optional.of(key.tenant()) : Optional.empty();
  }

  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
