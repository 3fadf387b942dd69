package dev.breakwater.store.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.gateway.access.Allowance;
import dev.breakwater.gateway.access.KeyHash;
import dev.breakwater.gateway.access.Role;
import dev.breakwater.gateway.access.VirtualKey;
import dev.breakwater.gateway.access.VirtualKey.Scope;
import dev.breakwater.operations.Refused;
import dev.breakwater.operations.changes.Actor;
import dev.breakwater.operations.changes.Change;
import dev.breakwater.operations.changes.Changes;
import dev.breakwater.operations.keys.KeyChange;
import dev.breakwater.operations.keys.KeyDraft;
import dev.breakwater.operations.keys.KeysInForce;
import dev.breakwater.operations.keys.StoredKey;
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
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Two nodes of one database that do something to one key at the same moment. */
@ParameterizedClass
@EnumSource(TestDatabase.Kind.class)
class TwoNodesOneKeyTest {
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.ofEpochMilli(1_750_000_000_000L));
  private static final Actor BOSS = new Actor(Principal.ANYBODY, "192.0.2.1");

  private final TestDatabase databases;
  private final List<Change> recorded = new ArrayList<>();
  private final AtomicInteger numbers = new AtomicInteger();
  private Database database;
  private Database another;
  private VirtualKeys quick;

  TwoNodesOneKeyTest(TestDatabase.Kind kind) {
    databases = kind.make();
  }

  @BeforeEach
  void open() {
    database = databases.open();
    another = databases.open();
    quick = node(database, CLOCK);
  }

  @AfterEach
  void close() {
    database.close();
    another.close();
    databases.close();
  }

  private String number(String prefix) {
    return prefix + numbers.incrementAndGet();
  }

  private VirtualKeys node(Database its, InstantSource clock) {
    SqlKeys store = new SqlKeys(its);
    Changes changes = new Changes(its, recorded::add, new SqlRevisions(its));
    KeyHash.Hasher hasher = new KeyHash.Hasher(new byte[32]);
    return new VirtualKeys(
        store,
        new KeysInForce(store),
        Tenants.open(new SqlTenants(its), changes, CLOCK),
        changes,
        new VirtualKeys.Maker(() -> number("key_"), () -> number("bw_material_"), hasher::hash),
        clock);
  }

  /** A node that has looked at a key when another does something to it from start to end. */
  private VirtualKeys slow(Runnable meanwhile) {
    AtomicBoolean done = new AtomicBoolean();
    return node(
        another,
        () -> {
          if (done.compareAndSet(false, true)) {
            meanwhile.run();
          }
          return CLOCK.instant();
        });
  }

  private String made() {
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
    return quick.create(BOSS, draft).stored().key().id();
  }

  private static KeyChange named(String name) {
    return new KeyChange(name, null, null, null, null, null, null);
  }

  private void assertRefused(Runnable late, String... actions) {
    assertThatThrownBy(late::run)
        .isInstanceOfSatisfying(
            Refused.class, it -> assertThat(it.why()).isEqualTo(Refused.Why.CONFLICT))
        .hasMessageContaining("meanwhile; look at it and do it again");
    assertThat(recorded).extracting(Change::action).containsExactly(actions);
  }

  @Test
  void twoRotationsMakeOneSuccessor() {
    String id = made();
    List<String> successors = new ArrayList<>();
    VirtualKeys slow =
        slow(() -> successors.add(quick.rotate(BOSS, id, Duration.ofHours(1)).stored().key().id()));
    assertRefused(() -> slow.rotate(BOSS, id, Duration.ofHours(1)), "key.create", "key.rotate");
    assertThat(
            TestDatabase.texts(
                database, "SELECT id FROM virtual_keys WHERE rotated_from = '" + id + "'"))
        .isEqualTo(successors)
        .hasSize(1);
    assertThat(
            TestDatabase.texts(
                database, "SELECT replaced_by FROM virtual_keys WHERE id = '" + id + "'"))
        .isEqualTo(successors);
  }

  @Test
  void aLateChangeUndoesNoRotation() {
    String id = made();
    VirtualKeys slow = slow(() -> quick.rotate(BOSS, id, Duration.ofHours(1)));
    assertRefused(() -> slow.change(BOSS, id, named("late")), "key.create", "key.rotate");
    StoredKey kept = new SqlKeys(database).find(id).orElseThrow();
    assertThat(kept.rotation().replacedBy()).isNotNull();
    assertThat(kept.inForce().expiresMillis())
        .isEqualTo(CLOCK.instant().plus(Duration.ofHours(1)).toEpochMilli());
    assertThat(slow.change(BOSS, id, named("again")).rotation()).isEqualTo(kept.rotation());
  }

  @Test
  void aLateChangeBringsNoRevokedOrDeletedKeyBack() {
    String id = made();
    VirtualKeys slow = slow(() -> quick.revoke(BOSS, id));
    assertRefused(() -> slow.change(BOSS, id, named("late")), "key.create", "key.revoke");
    assertThat(new SqlKeys(database).find(id).orElseThrow().revoked()).isNotNull();

    VirtualKeys slower = slow(() -> quick.delete(BOSS, id));
    assertRefused(
        () -> slower.change(BOSS, id, named("late")), "key.create", "key.revoke", "key.delete");
    assertThat(new SqlKeys(database).find(id)).isEmpty();
  }

  @Test
  void aLateRotationWidensNoKeyThatWasNarrowed() {
    String id = made();
    KeyChange narrower =
        new KeyChange(null, null, null, null, new Allowance(List.of("openai/a")), null, null);
    VirtualKeys slow = slow(() -> quick.change(BOSS, id, narrower));
    assertRefused(() -> slow.rotate(BOSS, id, Duration.ofHours(1)), "key.create", "key.change");
    StoredKey kept = new SqlKeys(database).find(id).orElseThrow();
    assertThat(kept.key().allowance().models()).containsExactly("openai/a");
    assertThat(kept.rotation().replacedBy()).isNull();
    assertThat(slow.rotate(BOSS, id, Duration.ofHours(1)).stored().key().allowance().models())
        .containsExactly("openai/a");
  }
}
