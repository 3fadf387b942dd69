package dev.breakwater.gateway.access;

import java.util.Map;
import java.util.Optional;

/**
 * The keys that are good now, by hash.
 *
 * @param given those of file and environment; these go first
 * @param stored all others; may change while it is read, each key as a whole
 */
public record KeyRing(Map<KeyHash, VirtualKey> given, Map<KeyHash, VirtualKey> stored) {
  /** A ring that stays as it is. */
  public KeyRing(Map<KeyHash, VirtualKey> keys) {
    this(Map.copyOf(keys), Map.of());
  }

  Optional<VirtualKey> find(KeyHash hash) {
    VirtualKey key = given.get(hash);
    return Optional.ofNullable(key == null ? stored.get(hash) : key);
  }

  /** Whether what {@link #find} gives is one of those of file and environment. */
  boolean isGiven(KeyHash hash) {
    return given.containsKey(hash);
  }

  /** How many there are, for a hundred thousand are no text. */
  @Override
  public String toString() {
    return "KeyRing[" + (given.size() + stored.size()) + "]";
  }
}
