package dev.breakwater.gateway.access;

import java.util.Map;
import java.util.Optional;

/** The keys that are good now, by hash; immutable, swapped whole. */
public record KeyRing(Map<KeyHash, VirtualKey> keys) {
  public KeyRing {
    keys = Map.copyOf(keys);
  }

  Optional<VirtualKey> find(KeyHash hash) {
    return Optional.ofNullable(keys.get(hash));
  }
}
