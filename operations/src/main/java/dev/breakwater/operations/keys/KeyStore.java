package dev.breakwater.operations.keys;

import dev.breakwater.operations.StoreUnavailable;
import java.time.Instant;
import java.util.List;

/** Keeps keys. Every method throws {@link StoreUnavailable} when the database does not answer. */
public interface KeyStore {
  /** Every key, revoked ones too, oldest first. */
  List<StoredKey> all();

  /** Inserts a key, or replaces the one of the same id. */
  void put(StoredKey key);

  /**
   * Marks a key as revoked for good.
   *
   * @return false when no key of that id was good
   */
  boolean revoke(String id, Instant at);
}
