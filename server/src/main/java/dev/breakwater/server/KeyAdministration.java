package dev.breakwater.server;

import dev.breakwater.gateway.exchange.RequestIds;
import dev.breakwater.operations.changes.Changes;
import dev.breakwater.operations.changes.News;
import dev.breakwater.operations.changes.Topic;
import dev.breakwater.operations.keys.VirtualKeys;
import dev.breakwater.operations.tenants.Tenant;
import dev.breakwater.operations.tenants.Tenants;
import dev.breakwater.server.api.Operation;
import dev.breakwater.server.api.keys.KeysResource;
import dev.breakwater.server.api.tenants.TenantsResource;
import dev.breakwater.server.config.Configuration;
import dev.breakwater.server.config.DeclaredTenant;
import dev.breakwater.server.keys.Keys;
import dev.breakwater.server.keys.NewKey;
import dev.breakwater.server.keys.Pepper;
import dev.breakwater.store.sql.SqlGeneratedSecrets;
import dev.breakwater.store.sql.SqlKeys;
import dev.breakwater.store.sql.SqlTenants;
import dev.breakwater.store.sql.TenantRows;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Who may call, and who manages that: the keys in force, and keys and tenants as people change
 * them.
 *
 * @param pepper under which keys are hashed
 * @param made the keys that this start has made
 */
record KeyAdministration(
    Ground ground,
    byte[] pepper,
    Keys keys,
    Tenants tenants,
    VirtualKeys virtualKeys,
    List<Keys.Made> made)
    implements Area {

  /**
   * @param environment for keys that it names
   * @throws IOException with a sentence for the operator when the pepper cannot be opened
   */
  static KeyAdministration open(Ground ground, Map<String, String> environment) throws IOException {
    return open(ground, keys -> keys.open(environment, ground.current().keys()));
  }

  /**
   * For whoever manages keys while no server runs: none is made beside those that they make.
   *
   * @throws IOException as above
   */
  static KeyAdministration openAsIs(Ground ground) throws IOException {
    return open(
        ground,
        keys -> {
          keys.reload();
          keys.takeUp(ground.current().keys());
          return List.of();
        });
  }

  private static KeyAdministration open(Ground ground, Function<Keys, List<Keys.Made>> begin)
      throws IOException {
    Storage storage = ground.storage();
    Changes changes = ground.control().changes();
    Clock clock = ground.clock();
    byte[] pepper =
        Pepper.open(
            new SqlGeneratedSecrets(storage.administration()),
            storage.data().vault(),
            storage.data()::formerPepper,
            clock);
    Tenants tenants = Tenants.open(new SqlTenants(storage.administration()), changes, clock);
    tenants.takeUp(declared(ground.current()));
    tenants.erasing(new TenantRows(storage.administration()));
    Supplier<String> ids = ids(clock);
    SqlKeys store = new SqlKeys(storage.administration());
    Keys keys = new Keys(pepper, store, tenants::isDeleted, ids, clock);
    List<Keys.Made> made = begin.apply(keys);
    VirtualKeys virtualKeys =
        new VirtualKeys(
            store,
            keys.inForce(),
            tenants,
            changes,
            new VirtualKeys.Maker(ids, NewKey::make, keys::hash),
            clock);
    return new KeyAdministration(ground, pepper, keys, tenants, virtualKeys, made);
  }

  /** Ids that sort by the time of their making; from any thread. */
  private static Supplier<String> ids(Clock clock) {
    RequestIds ids = new RequestIds("key_", new SplittableRandom());
    ReentrantLock lock = new ReentrantLock();
    return () -> {
      lock.lock();
      try {
        return ids.next(clock.millis());
      } finally {
        lock.unlock();
      }
    };
  }

  /** Goes on, too, with what a stop has left behind. */
  @Override
  public void listen(News news) {
    news.on(Topic.KEYS, keys::reload);
    news.on(
        Topic.TENANTS,
        () -> {
          tenants.reload();
          keys.tenantsChanged();
        });
    news.whenReached(
        () -> Thread.ofPlatform().daemon().name("tenant-erasure").start(tenants::finishErasing));
  }

  /** Takes up a changed file. */
  void takeUp(Configuration changed) {
    tenants.takeUp(declared(changed));
    keys.takeUp(changed.keys());
  }

  @Override
  public List<Operation> operations() {
    List<Operation> operations = new ArrayList<>();
    operations.addAll(new KeysResource(virtualKeys, ground.clock(), ground::zone).operations());
    operations.addAll(new TenantsResource(tenants, keys).operations());
    return operations;
  }

  private static List<Tenant> declared(Configuration given) {
    return given.tenants().stream()
        .filter(tenant -> !tenant.equals(DeclaredTenant.DEFAULT))
        .map(tenant -> new Tenant(tenant.id(), tenant.name(), tenant.timezone()))
        .toList();
  }
}
