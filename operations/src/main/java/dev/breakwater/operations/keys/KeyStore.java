package dev.breakwater.operations.keys;

import dev.breakwater.gateway.access.KeyHash;
import dev.breakwater.gateway.access.VirtualKey;
import dev.breakwater.operations.StoreUnavailable;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Keeps keys. Every method throws {@link StoreUnavailable} when the database does not answer. */
public interface KeyStore {
  /** Hears of keys, one after the other. */
  interface Reader {
    /**
     * @param good whether it was not revoked; it may have expired
     */
    void take(KeyHash hash, VirtualKey key, boolean good);
  }

  /** Before the first revision. */
  long NOTHING_READ = -1;

  /**
   * Reads the keys that were written since a revision; all good ones from {@link #NOTHING_READ} on.
   *
   * @return the revision to go on from
   */
  long read(long since, Reader reader);

  /** A key that was not deleted. */
  Optional<StoredKey> find(String id);

  /** Those of the ids that there is or was a key of, revoked and deleted ones too. */
  Set<String> known(Collection<String> ids);

  /**
   * Keys that were not deleted, oldest first.
   *
   * @param after the id of the last one of the page before; empty for the first page
   */
  List<StoredKey> page(KeyFilter filter, String after, int most);

  /**
   * Keeps a new key.
   *
   * @return false when there is one of its id or its hash already
   */
  boolean add(StoredKey key);

  /**
   * Replaces a key that was read; one that was revoked stays so.
   *
   * @return false when it was written, revoked or deleted since, by any node: nothing is then
   */
  boolean put(StoredKey key);

  /**
   * Marks a key as revoked for good.
   *
   * @return false when no key of that id was good
   */
  boolean revoke(String id, Instant at);

  /** Revokes all keys of a tenant that are still good; returns how many. */
  int revokeAll(String tenant, Instant at);

  /**
   * Revokes a key and takes it off all lists.
   *
   * @return false when there was none of that id
   */
  boolean delete(String id, Instant at);
}
