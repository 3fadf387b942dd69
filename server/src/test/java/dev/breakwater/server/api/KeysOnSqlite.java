package dev.breakwater.server.api;

import dev.breakwater.gateway.access.KeyHash;
import dev.breakwater.gateway.access.Role;
import dev.breakwater.gateway.access.VirtualKey;
import dev.breakwater.operations.changes.Actor;
import dev.breakwater.operations.keys.GivenKey;
import dev.breakwater.operations.keys.KeyOrigin;
import dev.breakwater.operations.keys.KeysInForce;
import dev.breakwater.operations.keys.VirtualKeys;
import dev.breakwater.operations.roles.Principal;
import dev.breakwater.operations.tenants.Tenant;
import dev.breakwater.operations.tenants.Tenants;
import dev.breakwater.server.keys.Keys;
import dev.breakwater.store.sql.SqlKeys;
import dev.breakwater.store.sql.SqlTenants;
import dev.breakwater.store.sqlite.SqliteDatabase;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** Keys and tenants in a database of their own, a key and a tenant of a file beside them. */
public final class KeysOnSqlite implements AutoCloseable {
  public static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  public static final InstantSource CLOCK = InstantSource.fixed(NOW);

  private final AtomicInteger numbers = new AtomicInteger();
  private final SqliteDatabase database;

  public final RecordedChanges recorded = new RecordedChanges();
  public final Tenants tenants;
  public final Keys keys;
  public final VirtualKeys virtualKeys;

  public KeysOnSqlite(Path directory) {
    database = SqliteDatabase.open(directory.resolve("breakwater.db"));
    SqlKeys store = new SqlKeys(database);
    tenants = Tenants.open(new SqlTenants(database), recorded.changes(), CLOCK);
    tenants.takeUp(List.of(new Tenant("filed", "Filed", Optional.empty())));
    keys = new Keys(new byte[32], store, tenants::isDeleted, () -> number("key_"), CLOCK);
    KeysInForce inForce = keys.inForce();
    inForce.give(
        List.of(
            new GivenKey(
                new KeyHash.Hasher(new byte[32]).hash("of-the-file"),
                new VirtualKey(
                    "key_f", "filed", "default", "production", Set.of(VirtualKey.Scope.READ)),
                Map.of(),
                KeyOrigin.FILE)));
    virtualKeys =
        new VirtualKeys(
            store,
            inForce,
            tenants,
            recorded.changes(),
            new VirtualKeys.Maker(() -> number("key_"), () -> number("bw_material_"), keys::hash),
            CLOCK);
  }

  private String number(String prefix) {
    return prefix + numbers.incrementAndGet();
  }

  /** Somebody who administers: all, or one tenant's. */
  public static Actor admin(Optional<String> tenant) {
    Role role = tenant.isPresent() ? Role.TENANT_ADMIN : Role.ADMIN;
    return new Actor(new Principal(Principal.Kind.KEY, "k", "boss", role, tenant), "192.0.2.1");
  }

  /** A tenant to be made. */
  public static Tenant tenant(String id) {
    return new Tenant(id, id, Optional.empty());
  }

  @Override
  public void close() {
    database.close();
  }
}
