package dev.breakwater.operations.tenants;

import dev.breakwater.operations.StoreUnavailable;
import java.time.Instant;
import java.util.List;

/**
 * Keeps tenants. Every method throws {@link StoreUnavailable} when the database does not answer.
 */
public interface TenantStore {
  /** All there ever were, by id. */
  List<StoredTenant> all();

  /**
   * Keeps a new one.
   *
   * @return false when its id was ever used
   */
  boolean add(Tenant tenant, Instant at);

  /** Changes one that is there, or keeps one that only the file knew. */
  void put(Tenant tenant, Instant at);

  /** Marks one as deleted, whether or not it was kept before. */
  void delete(Tenant tenant, Instant at);

  /** Notes that nothing is left of a deleted one. */
  void erased(String id, Instant at);
}
