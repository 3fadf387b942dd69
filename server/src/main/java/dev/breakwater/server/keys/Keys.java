package dev.breakwater.server.keys;

import dev.breakwater.gateway.access.KeyHash;
import dev.breakwater.gateway.access.KeyRing;
import dev.breakwater.gateway.access.VirtualKey;
import dev.breakwater.gateway.access.VirtualKey.Scope;
import dev.breakwater.operations.keys.KeyStore;
import dev.breakwater.operations.keys.StoredKey;
import dev.breakwater.server.config.KeySettings;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The keys that are good now. The first start makes an admin key and an application key, unless the
 * environment or the file names them; what was made is told once and kept as a hash only.
 */
public final class Keys {
  private static final int SHOWN_CHARACTERS = 7;
  private static final String TENANT = "default";
  private static final String ENVIRONMENT = "production";
  private static final Set<Scope> ADMIN = Set.of(Scope.ADMIN, Scope.READ);
  private static final Set<Scope> INFERENCE = Set.of(Scope.INFERENCE);

  private final KeyHash.Hasher hasher;
  private final KeyStore store;
  private final InstantSource clock;
  private final Map<KeyHash, VirtualKey> standing = new HashMap<>();
  private final AtomicReference<KeyRing> ring = new AtomicReference<>(new KeyRing(Map.of()));

  /**
   * A key that the server has just made.
   *
   * @param use what it is for, in words
   */
  public record Made(String use, String key) {}

  public Keys(byte[] pepper, KeyStore store, InstantSource clock) {
    this.hasher = new KeyHash.Hasher(pepper);
    this.store = store;
    this.clock = clock;
  }

  /** The keys that are good now; from any thread. */
  public KeyRing ring() {
    return ring.get();
  }

  /** What a good key is called; a key that is not good any more by its id. */
  public String name(String id) {
    return ring().keys().values().stream()
        .filter(key -> key.id().equals(id))
        .map(VirtualKey::name)
        .findFirst()
        .orElse(id);
  }

  /**
   * Takes in what is stored, in the environment and in the file, and makes what is missing.
   *
   * @return the keys made, to be told once
   */
  public List<Made> open(Map<String, String> environment, List<KeySettings> file) {
    store.all().stream()
        .filter(stored -> stored.revoked() == null)
        .forEach(stored -> standing.put(KeyHash.of(stored.hash()), stored.key()));
    Optional<Made> admin = ensure("admin", ADMIN, environment.get("BREAKWATER_ADMIN_KEY"), false);
    boolean inFile =
        file.stream().anyMatch(key -> key.virtualKey().scopes().contains(Scope.INFERENCE));
    Optional<Made> application =
        ensure("application", INFERENCE, environment.get("BREAKWATER_API_KEY"), inFile);
    takeUp(file);
    return java.util.stream.Stream.concat(admin.stream(), application.stream()).toList();
  }

  /** Replaces the file's keys; the others stay. */
  public void takeUp(List<KeySettings> file) {
    Map<KeyHash, VirtualKey> all = new HashMap<>(standing);
    file.forEach(key -> all.put(hasher.hash(key.key().reveal()), key.virtualKey()));
    ring.set(new KeyRing(all));
  }

  private Optional<Made> ensure(
      String name,
      Set<Scope> scopes,
      @org.jspecify.annotations.Nullable String given,
      boolean elsewhere) {
    if (given != null && !given.isBlank()) {
      standing.put(hasher.hash(given.trim()), key(name, scopes));
      return Optional.empty();
    }
    boolean stored = standing.values().stream().anyMatch(key -> key.scopes().containsAll(scopes));
    if (stored || elsewhere) {
      return Optional.empty();
    }
    String made = NewKey.make(new SecureRandom());
    KeyHash hash = hasher.hash(made);
    VirtualKey key = key(name, scopes);
    store.put(new StoredKey(key, made.substring(0, SHOWN_CHARACTERS), hash.bytes(), now(), null));
    standing.put(hash, key);
    return Optional.of(new Made(name, made));
  }

  private Instant now() {
    return clock.instant();
  }

  private static VirtualKey key(String name, Set<Scope> scopes) {
    return new VirtualKey(name, name, TENANT, ENVIRONMENT, scopes);
  }
}
