package dev.breakwater.store.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.breakwater.gateway.access.Allowance;
import dev.breakwater.gateway.access.KeyHash;
import dev.breakwater.gateway.access.Role;
import dev.breakwater.gateway.access.VirtualKey;
import dev.breakwater.gateway.access.VirtualKey.Scope;
import dev.breakwater.operations.Refused;
import dev.breakwater.operations.changes.Actor;
import dev.breakwater.operations.changes.Change;
import dev.breakwater.operations.changes.Changes;
import dev.breakwater.operations.keys.KeyDraft;
import dev.breakwater.operations.keys.KeysInForce;
import dev.breakwater.operations.keys.VirtualKeys;
import dev.breakwater.operations.roles.Principal;
import dev.breakwater.operations.tenants.Tenants;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Two nodes of one database that rotate one key at the same moment. */
@ParameterizedClass
@EnumSource(TestDatabase.Kind.class)
class TwoNodesRotateTest {
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.ofEpochMilli(1_750_000_000_000L));
  private static final Actor BOSS = new Actor(Principal.ANYBODY, "192.0.2.1");

  private final TestDatabase databases;
  private final List<Change> recorded = new ArrayList<>();
  private final AtomicInteger numbers = new AtomicInteger();
  private Database database;

  TwoNodesRotateTest(TestDatabase.Kind kind) {
    databases = kind.make();
  }

  @BeforeEach
  void open() {
    database = databases.open();
  }

  @AfterEach
  void close() {
    database.close();
    databases.close();
  }

  private String number(String prefix) {
    return prefix + numbers.incrementAndGet();
  }

  private VirtualKeys node(Supplier<String> material) {
    SqlKeys store = new SqlKeys(database);
    Changes changes = new Changes(database, recorded::add, new SqlRevisions(database));
    KeyHash.Hasher hasher = new KeyHash.Hasher(new byte[32]);
    return new VirtualKeys(
        store,
        new KeysInForce(store),
        Tenants.open(new SqlTenants(database), changes, CLOCK),
        changes,
        new VirtualKeys.Maker(() -> number("key_"), material, hasher::hash),
        CLOCK);
  }

  @Test
  void theyMakeOneSuccessor() {
    VirtualKeys quick = node(() -> number("bw_material_"));
    KeyDraft draft =
        new KeyDraft(
            "app",
            Optional.empty(),
            "production",
            Set.of(Scope.INFERENCE),
            Optional.of(Role.INFERENCE),
            Allowance.ALL,
            VirtualKey.NEVER,
            Map.of());
    String id = quick.create(BOSS, draft).stored().key().id();
    List<String> successors = new ArrayList<>();
    // The slow node has looked at the key when the quick one rotates it from start to end.
    VirtualKeys slow =
        node(() -> {
          successors.add(quick.rotate(BOSS, id, Duration.ofHours(1)).stored().key().id());
          return number("bw_material_");
        });
    Refused refused =
        catchThrowableOfType(Refused.class, () -> slow.rotate(BOSS, id, Duration.ofHours(1)));
    assertThat(refused.why()).isEqualTo(Refused.Why.CONFLICT);
    assertThat(
            TestDatabase.texts(
                database, "SELECT id FROM virtual_keys WHERE rotated_from = '" + id + "'"))
        .isEqualTo(successors)
        .hasSize(1);
    assertThat(
            TestDatabase.texts(
                database, "SELECT replaced_by FROM virtual_keys WHERE id = '" + id + "'"))
        .isEqualTo(successors);
    assertThat(recorded).extracting(Change::action).containsExactly("key.create", "key.rotate");
  }
}
