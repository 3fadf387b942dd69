package dev.breakwater.operations.tenants;

import dev.breakwater.gateway.access.VirtualKey;
import dev.breakwater.operations.Refused;
import dev.breakwater.operations.StoreUnavailable;
import dev.breakwater.operations.changes.Actor;
import dev.breakwater.operations.changes.Change;
import dev.breakwater.operations.changes.ChangeText;
import dev.breakwater.operations.changes.Changes;
import dev.breakwater.operations.changes.Topic;
import dev.breakwater.operations.roles.Principal;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whom there is. One that the file names is known by that; those of the API are kept, and the id of
 * one that was deleted is not used again. Methods that change throw {@link Refused} for what may
 * not be, and {@link StoreUnavailable} when nothing was kept.
 */
public final class Tenants {
  /** The server's own: its checks of providers are recorded under it. */
  public static final String SYSTEM = "system";

  private static final Logger LOG = LoggerFactory.getLogger(Tenants.class);
  private static final String ID = "[a-z0-9-]{1,63}";
  private static final int PIECE = 500;

  private final TenantStore store;
  private final Changes changes;
  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final List<TenantErasure> erasures = new CopyOnWriteArrayList<>();
  private volatile Map<String, StoredTenant> stored = Map.of();
  private volatile Map<String, Tenant> declared = Map.of();

  /** What came of a deletion. */
  public record Deleted(int revokedKeys, boolean erased) {}

  private Tenants(TenantStore store, Changes changes, InstantSource clock) {
    this.store = store;
    this.changes = changes;
    this.clock = clock;
  }

  /**
   * @throws StoreUnavailable when the database does not answer
   */
  public static Tenants open(TenantStore store, Changes changes, InstantSource clock) {
    Tenants tenants = new Tenants(store, changes, clock);
    tenants.reload();
    return tenants;
  }

  /** Reads again what is kept. */
  public void reload() {
    stored =
        store.all().stream()
            .collect(Collectors.toUnmodifiableMap(it -> it.tenant().id(), it -> it));
  }

  /** Replaces those that the file names. */
  public void takeUp(Collection<Tenant> file) {
    Map<String, Tenant> next = new TreeMap<>();
    file.forEach(tenant -> next.put(tenant.id(), tenant));
    declared = Map.copyOf(next);
  }

  /** Has something go with a tenant that is deleted. */
  public void erasing(TenantErasure erasure) {
    erasures.add(erasure);
  }

  /** Whether things may belong to it. */
  public boolean exists(String id) {
    return id.equals(VirtualKey.DEFAULT_TENANT)
        || (!id.equals(SYSTEM)
            && !isDeleted(id)
            && (declared.containsKey(id) || stored.containsKey(id)));
  }

  /** Whether there was one that is there no more; whatever names it still is not good. */
  public boolean isDeleted(String id) {
    StoredTenant known = stored.get(id);
    return known != null && known.deleted() != null;
  }

  /** The time zone that one has of its own. */
  public Optional<ZoneId> timezone(String id) {
    return Optional.ofNullable(all().get(id)).flatMap(entry -> entry.tenant().timezone());
  }

  /** Those that a reader may know of, by id. */
  public List<TenantEntry> list(Principal reader) {
    return all().values().stream().filter(it -> reader.reaches(it.tenant().id())).toList();
  }

  /** One of them. */
  public TenantEntry get(Principal reader, String id) {
    return Optional.ofNullable(all().get(id))
        .filter(_ -> reader.reaches(id))
        .orElseThrow(() -> absent(id));
  }

  /** Whether file or environment alone says that there is one. */
  public boolean isDeclared(String id) {
    return declared.containsKey(id);
  }

  private Map<String, TenantEntry> all() {
    Map<String, TenantEntry> all = new TreeMap<>();
    for (String builtIn : List.of(VirtualKey.DEFAULT_TENANT, SYSTEM)) {
      all.put(builtIn, new TenantEntry(plain(builtIn), Optional.empty()));
    }
    declared.forEach((id, tenant) -> all.put(id, new TenantEntry(tenant, Optional.empty())));
    stored.forEach((id, kept) -> {
      if (kept.deleted() == null) {
        Optional<TenantEntry.Times> times =
            Optional.of(new TenantEntry.Times(kept.created(), kept.updated()));
        all.put(id, new TenantEntry(kept.tenant(), times));
      } else {
        all.remove(id);
      }
    });
    return all;
  }

  public TenantEntry create(Actor actor, Tenant tenant) {
    lock.lock();
    try {
      aboveTenants(actor);
      String id = tenant.id();
      if (!id.matches(ID)) {
        throw Refused.wrong(
            "id", "'id' has to be 1 to 63 small letters, digits and '-'; it is never used again.");
      }
      reload();
      if (isDeleted(id)) {
        throw Refused.conflict(
            "There was a tenant '" + id + "'; an id is not used again. Choose another.");
      }
      if (all().containsKey(id)) {
        throw Refused.conflict("There is a tenant '" + id + "' already.");
      }
      make(
          actor,
          "tenant.create",
          "",
          text(tenant),
          id,
          () -> {
            if (!store.add(tenant, clock.instant())) {
              throw Refused.conflict("The id '" + id + "' was used already; choose another.");
            }
          });
      return get(actor.principal(), id);
    } finally {
      lock.unlock();
    }
  }

  /** Gives one another name or time zone. */
  public TenantEntry change(Actor actor, Tenant tenant) {
    lock.lock();
    try {
      Tenant before = get(actor.principal(), tenant.id()).tenant();
      if (tenant.id().equals(SYSTEM)) {
        throw Refused.conflict("The tenant 'system' is the server's own and stays as it is.");
      }
      make(
          actor,
          "tenant.change",
          text(before),
          text(tenant),
          tenant.id(),
          () -> store.put(tenant, clock.instant()));
      return get(actor.principal(), tenant.id());
    } finally {
      lock.unlock();
    }
  }

  /**
   * Ends one: its keys are revoked and what was kept of it is erased; what it used and cost stays.
   */
  public Deleted delete(Actor actor, String id, TenantKeys keys) {
    lock.lock();
    try {
      Tenant tenant = get(actor.principal(), id).tenant();
      aboveTenants(actor);
      if (id.equals(VirtualKey.DEFAULT_TENANT) || id.equals(SYSTEM)) {
        throw Refused.conflict("The tenant '" + id + "' cannot be deleted.");
      }
      if (declared.containsKey(id) || keys.standElsewhere(id)) {
        throw Refused.conflict(
            "The file names the tenant '" + id + "'; take it and its keys out there first.");
      }
      Instant now = clock.instant();
      int[] revoked = new int[1];
      make(
          actor,
          "tenant.delete",
          text(tenant),
          "",
          id,
          () -> {
            store.delete(tenant, now);
            revoked[0] = keys.revokeAll(id, now);
          });
      keys.reload();
      return new Deleted(revoked[0], erase(id));
    } finally {
      lock.unlock();
    }
  }

  /** Goes on with what a stop or a database that was away has left behind. */
  public void finishErasing() {
    stored.values().stream()
        .filter(it -> it.deleted() != null && it.erased() == null)
        .forEach(it -> erase(it.tenant().id()));
  }

  private boolean erase(String id) {
    try {
      for (TenantErasure erasure : erasures) {
        while (erasure.erase(id, PIECE) > 0) {
          // Short pieces, so that others get their turn between two.
        }
      }
      store.erased(id, clock.instant());
      return true;
    } catch (StoreUnavailable e) {
      LOG.warn("what was kept of tenant {} is erased at the next start: {}", id, e.getMessage());
      return false;
    }
  }

  private void make(
      Actor actor, String action, String before, String after, String id, Runnable write) {
    changes.make(
        new Change(actor, action, id, id, before, after),
        Topic.TENANTS,
        () -> {
          write.run();
          return true;
        });
    reload();
  }

  private static void aboveTenants(Actor actor) {
    if (actor.principal().tenant().isPresent()) {
      throw Refused.forbidden("Tenants are made and deleted by those above tenants.");
    }
  }

  private static Refused absent(String id) {
    return Refused.absent("There is no tenant '" + id + "'.");
  }

  private static Tenant plain(String id) {
    return new Tenant(id, id, Optional.empty());
  }

  private static String text(Tenant tenant) {
    return ChangeText.object()
        .put("name", tenant.name())
        .put("timezone", tenant.timezone().map(ZoneId::getId).orElse(null))
        .text();
  }
}
