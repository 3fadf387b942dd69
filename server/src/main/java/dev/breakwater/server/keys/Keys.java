package dev.breakwater.server.keys;

import dev.breakwater.gateway.access.Allowance;
import dev.breakwater.gateway.access.KeyHash;
import dev.breakwater.gateway.access.KeyRing;
import dev.breakwater.gateway.access.Role;
import dev.breakwater.gateway.access.VirtualKey;
import dev.breakwater.gateway.access.VirtualKey.Scope;
import dev.breakwater.gateway.settings.Settings;
import dev.breakwater.operations.StoreUnavailable;
import dev.breakwater.operations.keys.GivenKey;
import dev.breakwater.operations.keys.KeyOrigin;
import dev.breakwater.operations.keys.KeyStore;
import dev.breakwater.operations.keys.KeysInForce;
import dev.breakwater.operations.keys.StoredKey;
import dev.breakwater.operations.tenants.TenantKeys;
import dev.breakwater.server.config.KeySettings;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys that are good now. The first start makes an admin key and an application key, unless the
 * environment or the file names them; what was made is told once and kept as a hash only.
 */
public final class Keys implements TenantKeys {
  private static final Logger LOG = LoggerFactory.getLogger(Keys.class);
  private static final int SHOWN_CHARACTERS = 7;

  private final byte[] pepper;
  private final KeyStore store;
  private final KeysInForce inForce;
  private final Predicate<String> deletedTenant;
  private final Supplier<String> ids;
  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final List<GivenKey> environment = new ArrayList<>();
  private List<KeySettings> file = List.of();

  /** Ids under which the file repeats a key of the database; guarded by {@link #lock}. */
  private Set<String> repeated = Set.of();

  /** Whether the database could not say which those are; guarded by {@link #lock}. */
  private boolean unsure;

  /**
   * A key that the server has just made.
   *
   * @param use what it is for, in words
   */
  public record Made(String use, String key) {}

  /** What the first start makes. */
  private record Standing(String name, String variable, Set<Scope> scopes, Role role) {
    static final Standing ADMIN =
        new Standing("admin", "BREAKWATER_ADMIN_KEY", Set.of(Scope.ADMIN, Scope.READ), Role.OWNER);
    static final Standing APPLICATION =
        new Standing("application", "BREAKWATER_API_KEY", Set.of(Scope.INFERENCE), Role.INFERENCE);

    VirtualKey key(String id) {
      return new VirtualKey(
          id,
          name,
          VirtualKey.DEFAULT_TENANT,
          Settings.PRODUCTION,
          scopes,
          role,
          Allowance.ALL,
          VirtualKey.NEVER);
    }

    /** Whether another key does as well. */
    boolean isMetBy(VirtualKey other) {
      boolean administers = other.role() == Role.OWNER || other.role() == Role.ADMIN;
      return other.scopes().containsAll(scopes) && (role != Role.OWNER || administers);
    }
  }

  /**
   * @param deletedTenant whether there is no such tenant any more: the file's keys of it are not
   *     good
   * @param ids makes ids of keys
   */
  public Keys(
      byte[] pepper,
      KeyStore store,
      Predicate<String> deletedTenant,
      Supplier<String> ids,
      InstantSource clock) {
    this.pepper = pepper.clone();
    this.store = store;
    this.inForce = new KeysInForce(store);
    this.deletedTenant = deletedTenant;
    this.ids = ids;
    this.clock = clock;
  }

  /** The keys that are good now; from any thread. */
  public KeyRing ring() {
    return inForce.ring();
  }

  public KeysInForce inForce() {
    return inForce;
  }

  /** What a good key is called; a key that is not good any more by its id. */
  public String name(String id) {
    return inForce.name(id);
  }

  /** What is kept of a key. */
  public KeyHash hash(String material) {
    return new KeyHash.Hasher(pepper).hash(material);
  }

  /**
   * Takes in what is stored, in the environment and in the file, and makes what is missing.
   *
   * @return the keys made, to be told once
   */
  public List<Made> open(Map<String, String> variables, List<KeySettings> inFile) {
    inForce.reload();
    Set<String> taken = identified(inFile);
    Optional<Made> admin = ensure(Standing.ADMIN, variables, false, taken);
    boolean elsewhere =
        inFile.stream().anyMatch(key -> key.virtualKey().scopes().contains(Scope.INFERENCE));
    Optional<Made> application = ensure(Standing.APPLICATION, variables, elsewhere, taken);
    takeUp(inFile);
    return Stream.concat(admin.stream(), application.stream()).toList();
  }

  /** Replaces the file's keys; the others stay. */
  public void takeUp(List<KeySettings> inFile) {
    lock.lock();
    try {
      file = List.copyOf(inFile);
      findRepeated();
      give();
    } finally {
      lock.unlock();
    }
  }

  /** Tenants have come or gone. */
  public void tenantsChanged() {
    lock.lock();
    try {
      give();
    } finally {
      lock.unlock();
    }
  }

  /**
   * An exported file names keys that the database it was taken from has, too, and has more to say
   * of: that one was revoked since, or changed. While it cannot be asked it is taken to have all.
   */
  private void findRepeated() {
    Set<String> ids = identified(file);
    try {
      repeated = ids.isEmpty() ? ids : store.known(ids);
      unsure = false;
    } catch (StoreUnavailable away) {
      repeated = ids;
      unsure = true;
    }
  }

  private static Set<String> identified(List<KeySettings> keys) {
    return keys.stream()
        .filter(KeySettings::isIdentified)
        .map(key -> key.virtualKey().id())
        .collect(Collectors.toSet());
  }

  private void give() {
    List<GivenKey> given = new ArrayList<>(environment);
    for (KeySettings key : file) {
      VirtualKey virtual = key.virtualKey();
      if (deletedTenant.test(virtual.tenant())) {
        LOG.warn(
            "key {} of the file is not good: its tenant {} was deleted",
            virtual.name(),
            virtual.tenant());
      } else if (key.isIdentified() && repeated.contains(virtual.id())) {
        LOG.debug("key {} of the file is the database's, which counts", virtual.id());
      } else {
        given.add(new GivenKey(hashOf(key), virtual, key.tags(), KeyOrigin.FILE));
      }
    }
    inForce.give(given);
  }

  private KeyHash hashOf(KeySettings key) {
    return key.hash()
        .map(digits -> KeyHash.of(HexFormat.of().parseHex(digits)))
        .orElseGet(() -> hash(key.key().reveal()));
  }

  private Optional<Made> ensure(
      Standing standing, Map<String, String> variables, boolean elsewhere, Set<String> taken) {
    @Nullable String given = variables.get(standing.variable());
    if (given != null && !given.isBlank()) {
      environment.add(
          new GivenKey(
              hash(given.trim()),
              standing.key("env_" + standing.name()),
              Map.of(),
              KeyOrigin.ENVIRONMENT));
      return Optional.empty();
    }
    if (elsewhere || inForce.hasStored(standing::isMetBy, clock.instant())) {
      return Optional.empty();
    }
    String material = NewKey.make();
    // Of nodes that start together one makes it; a revoked one leaves its id taken.
    boolean kept =
        !taken.contains(standing.name()) && keep(standing.key(standing.name()), material);
    if (!kept && !inForce.hasStored(standing::isMetBy, clock.instant())) {
      kept = keep(standing.key(ids.get()), material);
    }
    return kept ? Optional.of(new Made(standing.name(), material)) : Optional.empty();
  }

  private boolean keep(VirtualKey key, String material) {
    boolean kept =
        store.add(
            new StoredKey(
                key,
                material.substring(0, SHOWN_CHARACTERS),
                hash(material).bytes(),
                clock.instant(),
                null));
    inForce.reload();
    return kept;
  }

  @Override
  public int revokeAll(String tenant, Instant at) {
    return store.revokeAll(tenant, at);
  }

  @Override
  public boolean standElsewhere(String tenant) {
    return inForce.given().stream().anyMatch(given -> given.key().tenant().equals(tenant));
  }

  @Override
  public void reload() {
    inForce.reload();
    lock.lock();
    try {
      if (unsure) {
        findRepeated();
        give();
      }
    } finally {
      lock.unlock();
    }
  }
}
