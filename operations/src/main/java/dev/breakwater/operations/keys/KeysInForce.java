package dev.breakwater.operations.keys;

import dev.breakwater.gateway.access.Allowance;
import dev.breakwater.gateway.access.KeyHash;
import dev.breakwater.gateway.access.KeyRing;
import dev.breakwater.gateway.access.VirtualKey;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/**
 * The keys that are good now: those that are stored, and those of file and environment. Of a
 * hundred thousand stored ones only those are read again that were written since; what many keys
 * have in common they share.
 */
public final class KeysInForce {
  private final KeyStore store;
  private final ReentrantLock reading = new ReentrantLock();
  private final Map<KeyHash, VirtualKey> stored = new ConcurrentHashMap<>();
  private final Map<String, VirtualKey> storedById = new ConcurrentHashMap<>();
  private final Map<Object, Object> shared = new HashMap<>();
  private long readUpTo = KeyStore.NOTHING_READ;
  private volatile Given given = Given.NOTHING;

  /** The keys of file and environment, in both ways that they are looked for. */
  private record Given(List<GivenKey> keys, KeyRing ring, Map<String, VirtualKey> byId) {
    static final Given NOTHING = new Given(List.of(), new KeyRing(Map.of()), Map.of());
  }

  public KeysInForce(KeyStore store) {
    this.store = store;
    this.given = new Given(List.of(), new KeyRing(Map.of(), stored), Map.of());
  }

  /** The keys that are good now; from any thread. */
  public KeyRing ring() {
    return given.ring();
  }

  /** What a good key is called; a key that is not good any more by its id. */
  public String name(String id) {
    VirtualKey key = given.byId().get(id);
    if (key == null) {
      key = storedById.get(id);
    }
    return key == null ? id : key.name();
  }

  /** Those of file and environment. */
  public List<GivenKey> given() {
    return given.keys();
  }

  /** Whether a stored key is good and does. */
  public boolean hasStored(Predicate<VirtualKey> doing, Instant at) {
    return stored.values().stream()
        .anyMatch(key -> at.toEpochMilli() < key.expiresMillis() && doing.test(key));
  }

  /** Replaces those of file and environment; they go before stored ones of the same material. */
  public void give(List<GivenKey> keys) {
    Map<KeyHash, VirtualKey> byHash = new HashMap<>();
    Map<String, VirtualKey> byId = new HashMap<>();
    keys.forEach(key -> {
      byHash.put(key.hash(), key.key());
      byId.put(key.key().id(), key.key());
    });
    given = new Given(List.copyOf(keys), new KeyRing(Map.copyOf(byHash), stored), byId);
  }

  /**
   * Reads what was written since the last time; all, the first time.
   *
   * @throws dev.breakwater.operations.StoreUnavailable when the database does not answer
   */
  public void reload() {
    reading.lock();
    try {
      readUpTo = store.read(readUpTo, this::take);
      if (shared.size() > stored.size()) {
        shared.clear();
      }
    } finally {
      reading.unlock();
    }
  }

  private void take(KeyHash hash, VirtualKey key, boolean good) {
    if (good) {
      VirtualKey compact = compact(key);
      stored.put(hash, compact);
      storedById.put(compact.id(), compact);
    } else {
      stored.remove(hash);
      storedById.remove(key.id());
    }
  }

  private VirtualKey compact(VirtualKey key) {
    return new VirtualKey(
        key.id(),
        key.name(),
        share(key.tenant()),
        share(key.environment()),
        share(key.scopes()),
        key.role(),
        key.allowance().isAll() ? Allowance.ALL : share(key.allowance()),
        key.expiresMillis());
  }

  @SuppressWarnings("unchecked")
  private <T> T share(T value) {
    Object first = shared.putIfAbsent(value, value);
    return first == null ? value : (T) first;
  }
}
