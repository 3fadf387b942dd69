package dev.breakwater.server.config;

import dev.breakwater.gateway.access.VirtualKey;
import java.time.ZoneId;
import java.util.Optional;

/**
 * A tenant that the file names.
 *
 * @param name for people; its id where nothing is said
 * @param timezone whose days and months count for it; empty for the server's
 */
public record DeclaredTenant(String id, String name, Optional<ZoneId> timezone) {
  /** Whoever names no tenant. */
  public static final DeclaredTenant DEFAULT = named(VirtualKey.DEFAULT_TENANT);

  /** One of which no more than its id is said. */
  static DeclaredTenant named(String id) {
    return new DeclaredTenant(id, id, Optional.empty());
  }
}
