package dev.breakwater.operations.tenants;

import java.time.Instant;
import java.util.Optional;

/**
 * A tenant as people see it in a list.
 *
 * @param stored when it was made and changed; empty for one that only the file names
 */
public record TenantEntry(Tenant tenant, Optional<Times> stored) {
  /** When something was made and last changed. */
  public record Times(Instant created, Instant updated) {}
}
