package dev.breakwater.operations.keys;

import dev.breakwater.gateway.access.KeyHash;
import dev.breakwater.gateway.access.Role;
import dev.breakwater.gateway.access.VirtualKey;
import dev.breakwater.operations.changes.Actor;
import dev.breakwater.operations.changes.AuditLog;
import dev.breakwater.operations.changes.Change;
import dev.breakwater.operations.changes.Changes;
import dev.breakwater.operations.changes.Revisions;
import dev.breakwater.operations.changes.Topic;
import dev.breakwater.operations.roles.Principal;
import dev.breakwater.operations.tenants.StoredTenant;
import dev.breakwater.operations.tenants.Tenant;
import dev.breakwater.operations.tenants.TenantStore;
import dev.breakwater.operations.tenants.Tenants;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Keys and tenants in memory, on a clock that the test moves. */
public final class KeysWorld implements KeyStore, TenantStore {
  private final Map<String, StoredKey> keys = new LinkedHashMap<>();
  private final Map<String, StoredTenant> tenantRows = new LinkedHashMap<>();
  private final AtomicInteger numbers = new AtomicInteger();
  private final KeyHash.Hasher hasher = new KeyHash.Hasher(new byte[32]);

  /** All that was recorded. */
  public final List<Change> recorded = new ArrayList<>();

  /** When it is now. */
  public Instant now = Instant.parse("2026-01-31T09:00:00Z");

  /** Thrown by the audit, while there is one. */
  public @Nullable RuntimeException auditFailure;

  private final InstantSource clock = () -> now;
  private final AuditLog audit =
      change -> {
        if (auditFailure != null) {
          throw auditFailure;
        }
        recorded.add(change);
      };
  public final Changes changes = new Changes(this::inOne, audit, new NoRevisions());
  public final Tenants tenants = Tenants.open(this, changes, clock);
  public final KeysInForce inForce = new KeysInForce(this);
  public final VirtualKeys virtualKeys =
      new VirtualKeys(
          this,
          inForce,
          tenants,
          changes,
          new VirtualKeys.Maker(
              () -> "key_" + numbers.incrementAndGet(),
              () -> "bw_material_" + numbers.incrementAndGet(),
              hasher::hash),
          clock);

  /** Nobody counts here. */
  private static final class NoRevisions implements Revisions {
    @Override
    public void raise(Topic topic) {
      // one node only
    }

    @Override
    public Map<Topic, Long> current() {
      return Map.of();
    }
  }

  private <T extends @Nullable Object> T inOne(Supplier<T> work) {
    Map<String, StoredKey> keysBefore = new LinkedHashMap<>(keys);
    Map<String, StoredTenant> tenantsBefore = new LinkedHashMap<>(tenantRows);
    try {
      return work.get();
    } catch (RuntimeException e) {
      keys.clear();
      keys.putAll(keysBefore);
      tenantRows.clear();
      tenantRows.putAll(tenantsBefore);
      throw e;
    }
  }

  /** Somebody with a key of that role; of the default tenant, one above tenants. */
  public static Actor actor(Role role, String tenant) {
    boolean confined = role == Role.TENANT_ADMIN || !tenant.equals(VirtualKey.DEFAULT_TENANT);
    return new Actor(
        new Principal(
            Principal.Kind.KEY,
            "key_of_" + role,
            "test",
            role,
            confined ? Optional.of(tenant) : Optional.empty()),
        "127.0.0.1");
  }

  /** Whether clients may use a key now. */
  public boolean isGood(String material) {
    KeyHash hash = new KeyHash.Hasher(new byte[32]).hash(material);
    VirtualKey key = inForce.ring().stored().get(hash);
    return key != null && now.toEpochMilli() < key.expiresMillis();
  }

  /** Lets time go by. */
  public void pass(Duration time) {
    now = now.plus(time);
  }

  @Override
  public long read(long since, Reader reader) {
    keys.values()
        .forEach(key -> reader.take(KeyHash.of(key.hash()), key.inForce(), key.revoked() == null));
    return 0;
  }

  @Override
  public Optional<StoredKey> find(String id) {
    return Optional.ofNullable(keys.get(id));
  }

  @Override
  public Set<String> known(Collection<String> ids) {
    return ids.stream().filter(keys::containsKey).collect(Collectors.toSet());
  }

  @Override
  public List<StoredKey> page(KeyFilter filter, String after, int most) {
    List<String> ids = List.copyOf(keys.keySet());
    return ids.stream()
        .skip(after.isEmpty() ? 0 : ids.indexOf(after) + 1)
        .map(keys::get)
        .filter(key -> filter.tenant().map(key.key().tenant()::equals).orElse(true))
        .filter(key -> filter.environment().map(key.key().environment()::equals).orElse(true))
        .filter(key -> filter.revoked().map(it -> it == (key.revoked() != null)).orElse(true))
        .limit(most)
        .toList();
  }

  @Override
  public boolean add(StoredKey key) {
    return keys.putIfAbsent(key.key().id(), key) == null;
  }

  @Override
  public boolean put(StoredKey key) {
    return keys.replace(key.key().id(), key) != null;
  }

  @Override
  public boolean revoke(String id, Instant at) {
    StoredKey key = keys.get(id);
    if (key == null || key.revoked() != null) {
      return false;
    }
    keys.put(id, key.ended(at));
    return true;
  }

  @Override
  public int revokeAll(String tenant, Instant at) {
    return (int)
        List.copyOf(keys.values()).stream()
            .filter(key -> key.key().tenant().equals(tenant) && revoke(key.key().id(), at))
            .count();
  }

  @Override
  public boolean delete(String id, Instant at) {
    revoke(id, at);
    inForce.reload();
    return keys.remove(id) != null;
  }

  @Override
  public List<StoredTenant> all() {
    return List.copyOf(tenantRows.values());
  }

  @Override
  public boolean add(Tenant tenant, Instant at) {
    return tenantRows.putIfAbsent(tenant.id(), new StoredTenant(tenant, at, at, null, null))
        == null;
  }

  @Override
  public void put(Tenant tenant, Instant at) {
    tenantRows.put(tenant.id(), new StoredTenant(tenant, at, at, null, null));
  }

  @Override
  public void delete(Tenant tenant, Instant at) {
    tenantRows.put(tenant.id(), new StoredTenant(tenant, at, at, at, null));
  }

  @Override
  public void erased(String id, Instant at) {
    tenantRows.computeIfPresent(
        id, (_, row) -> new StoredTenant(row.tenant(), row.created(), at, row.deleted(), at));
  }
}
