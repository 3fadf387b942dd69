package dev.breakwater.operations.keys;

import dev.breakwater.gateway.access.VirtualKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A key as it is kept: what it may do, and a keyed hash of its material.
 *
 * @param prefix the first characters of the key, by which a person knows it again
 * @param hash HMAC of the key; the key itself is kept nowhere
 * @param revoked null while the key is good
 */
public record StoredKey(
    VirtualKey key, String prefix, byte[] hash, Instant created, @Nullable Instant revoked) {
  public StoredKey {
    hash = hash.clone();
  }

  @Override
  public byte[] hash() {
    return hash.clone();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof StoredKey stored
        && key.equals(stored.key)
        && prefix.equals(stored.prefix)
        && Arrays.equals(hash, stored.hash)
        && created.equals(stored.created)
        && Objects.equals(revoked, stored.revoked);
  }

  @Override
  public int hashCode() {
    return Objects.hash(key, prefix, Arrays.hashCode(hash), created, revoked);
  }

  @Override
  public String toString() {
    return "StoredKey[" + key.id() + ", " + prefix + "…]";
  }
}
