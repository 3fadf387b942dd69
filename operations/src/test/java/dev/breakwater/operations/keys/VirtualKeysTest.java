package dev.breakwater.operations.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.breakwater.gateway.access.Allowance;
import dev.breakwater.gateway.access.KeyHash;
import dev.breakwater.gateway.access.Role;
import dev.breakwater.gateway.access.VirtualKey;
import dev.breakwater.gateway.access.VirtualKey.Scope;
import dev.breakwater.operations.Refused;
import dev.breakwater.operations.StoreUnavailable;
import dev.breakwater.operations.changes.Actor;
import dev.breakwater.operations.changes.Change;
import dev.breakwater.operations.roles.Principal;
import dev.breakwater.operations.roles.Rights;
import dev.breakwater.operations.tenants.Tenant;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who may make, change and end which keys, and what that means for those who use them. */
class VirtualKeysTest {
  private static final Actor OWNER = KeysWorld.actor(Role.OWNER, "default");
  private static final Actor ACMES = KeysWorld.actor(Role.TENANT_ADMIN, "acme");

  private final KeysWorld world = new KeysWorld();
  private final VirtualKeys keys = world.virtualKeys;

  @BeforeEach
  void tenants() {
    world.tenants.create(OWNER, new Tenant("acme", "Acme", Optional.empty()));
    world.tenants.create(OWNER, new Tenant("globex", "Globex", Optional.empty()));
    world.recorded.clear();
  }

  private static KeyDraft draft(@Nullable String tenant, @Nullable Role role, Scope... scopes) {
    return new KeyDraft(
        "app",
        Optional.ofNullable(tenant),
        "production",
        Set.of(scopes),
        Optional.ofNullable(role),
        Allowance.ALL,
        VirtualKey.NEVER,
        Map.of("team", "search"));
  }

  private static KeyChange nothing() {
    return new KeyChange(null, null, null, null, null, null, null);
  }

  private static void assertRefused(Refused.Why why, ThrowingCallable call) {
    assertThatExceptionOfType(Refused.class)
        .isThrownBy(call)
        .satisfies(refused -> assertThat(refused.why()).isEqualTo(why));
  }

  @Test
  void aKeyIsGoodOnceItIsMadeAndItsMaterialIsKeptNowhere() {
    VirtualKeys.Made made = keys.create(OWNER, draft("acme", null, Scope.INFERENCE));
    assertThat(world.isGood(made.material())).isTrue();
    assertThat(made.stored().key().tenant()).isEqualTo("acme");
    assertThat(made.stored().key().role()).isEqualTo(Role.INFERENCE);
    assertThat(made.stored().createdBy()).isEqualTo("key_of_OWNER");
    assertThat(made.toString()).doesNotContain(made.material());
    Change change = world.recorded.getFirst();
    assertThat(change.action()).isEqualTo("key.create");
    assertThat(change.tenant()).isEqualTo("acme");
    assertThat(change.before()).isEmpty();
    assertThat(change.after())
        .contains("\"tags\":{\"team\":\"search\"}")
        .doesNotContain(made.material());
  }

  @Test
  void whatCannotBeRecordedHasNotHappened() {
    String good = keys.create(OWNER, draft("acme", null, Scope.INFERENCE)).material();
    world.auditFailure = new StoreUnavailable("full", new IllegalStateException());
    assertThatExceptionOfType(StoreUnavailable.class)
        .isThrownBy(() -> keys.create(OWNER, draft("acme", null, Scope.INFERENCE)));
    String id = world.page(KeyFilter.ALL, "", 10).getFirst().key().id();
    assertThatExceptionOfType(StoreUnavailable.class).isThrownBy(() -> keys.revoke(OWNER, id));
    world.inForce.reload();
    assertThat(world.isGood(good)).isTrue();
    assertThat(world.page(KeyFilter.ALL, "", 10)).hasSize(1);
  }

  @Test
  void aTenantsAdministratorMakesKeysOfItsOwnTenantOnly() {
    assertThat(keys.create(ACMES, draft(null, null, Scope.INFERENCE)).stored().key().tenant())
        .isEqualTo("acme");
    assertRefused(
        Refused.Why.FORBIDDEN, () -> keys.create(ACMES, draft("globex", null, Scope.INFERENCE)));
    assertRefused(
        Refused.Why.FORBIDDEN, () -> keys.create(ACMES, draft("nowhere", null, Scope.INFERENCE)));
    assertRefused(
        Refused.Why.WRONG, () -> keys.create(OWNER, draft("nowhere", null, Scope.INFERENCE)));
    assertRefused(
        Refused.Why.WRONG, () -> keys.create(OWNER, draft("system", null, Scope.INFERENCE)));
  }

  @ParameterizedTest
  @EnumSource(Role.class)
  void nobodyGrantsMoreThanTheyHave(Role actorsRole) {
    for (String actorsTenant : List.of("default", "acme")) {
      if (!actorsTenant.equals("default")
          && EnumSet.of(Role.OWNER, Role.ADMIN, Role.OPERATOR).contains(actorsRole)) {
        continue;
      }
      Actor actor = KeysWorld.actor(actorsRole, actorsTenant);
      for (Role asked : Role.values()) {
        for (String tenant : List.of("default", "acme")) {
          KeyDraft draft =
              asked == Role.INFERENCE
                  ? draft(tenant, asked, Scope.INFERENCE)
                  : draft(tenant, asked, Scope.ADMIN, Scope.READ);
          try {
            VirtualKey made = keys.create(actor, draft).stored().key();
            assertThat(Rights.of(actorsRole).containsAll(Rights.of(made.role())))
                .as("%s of %s made %s of %s", actorsRole, actorsTenant, asked, tenant)
                .isTrue();
            assertThat(actor.principal().tenant().orElse(made.tenant())).isEqualTo(made.tenant());
            if (actor.principal().tenant().isPresent()) {
              assertThat(Principal.of(made).tenant().isPresent() || made.role() == Role.INFERENCE)
                  .isTrue();
            }
          } catch (Refused refused) {
            assertThat(refused.why()).isIn(Refused.Why.FORBIDDEN, Refused.Why.WRONG);
          }
        }
      }
    }
  }

  @Test
  void anAdministratorCannotTouchTheOwnersKey() {
    Actor admin = KeysWorld.actor(Role.ADMIN, "default");
    String id =
        keys.create(OWNER, draft(null, Role.OWNER, Scope.ADMIN, Scope.READ)).stored().key().id();
    assertRefused(Refused.Why.FORBIDDEN, () -> keys.rotate(admin, id, Duration.ofHours(1)));
    assertRefused(Refused.Why.FORBIDDEN, () -> keys.change(admin, id, nothing()));
    assertRefused(Refused.Why.FORBIDDEN, () -> keys.revoke(admin, id));
    assertRefused(Refused.Why.FORBIDDEN, () -> keys.delete(admin, id));
  }

  @Test
  void anotherTenantsKeyIsAbsent() {
    String id = keys.create(OWNER, draft("globex", null, Scope.INFERENCE)).stored().key().id();
    assertRefused(Refused.Why.ABSENT, () -> keys.get(ACMES.principal(), id));
    assertRefused(Refused.Why.ABSENT, () -> keys.change(ACMES, id, nothing()));
    assertRefused(Refused.Why.ABSENT, () -> keys.rotate(ACMES, id, Duration.ZERO));
    assertRefused(Refused.Why.ABSENT, () -> keys.revoke(ACMES, id));
    assertRefused(Refused.Why.ABSENT, () -> keys.delete(ACMES, id));
    assertThat(keys.list(ACMES.principal(), KeyFilter.ALL, Optional.empty(), 10)).isEmpty();
    assertThat(keys.list(OWNER.principal(), KeyFilter.ALL, Optional.empty(), 10)).hasSize(1);
  }

  @Test
  void aRotatedKeyGoesOnUntilTheOverlapEnds() {
    VirtualKeys.Made old = keys.create(OWNER, draft("acme", null, Scope.INFERENCE));
    String id = old.stored().key().id();
    VirtualKeys.Made next = keys.rotate(OWNER, id, Duration.ofHours(24));
    assertThat(next.stored().key().id()).isNotEqualTo(id);
    assertThat(next.stored().rotation().from()).isEqualTo(id);
    assertThat(next.stored().tags()).isEqualTo(old.stored().tags());
    assertThat(world.isGood(old.material())).isTrue();
    assertThat(world.isGood(next.material())).isTrue();
    world.pass(Duration.ofHours(24));
    assertThat(world.isGood(old.material())).isFalse();
    assertThat(world.isGood(next.material())).isTrue();
    assertRefused(Refused.Why.CONFLICT, () -> keys.rotate(OWNER, id, Duration.ofHours(1)));
  }

  @Test
  void aRotationWithoutOverlapEndsTheOldKeyAtOnce() {
    VirtualKeys.Made old = keys.create(OWNER, draft("acme", null, Scope.INFERENCE));
    keys.rotate(OWNER, old.stored().key().id(), Duration.ZERO);
    assertThat(world.isGood(old.material())).isFalse();
  }

  @Test
  void aRevokedKeyIsGoodForNothingAtOnce() {
    VirtualKeys.Made made = keys.create(OWNER, draft("acme", null, Scope.INFERENCE));
    String id = made.stored().key().id();
    assertThat(keys.revoke(OWNER, id).revoked()).isEqualTo(world.now);
    assertThat(world.isGood(made.material())).isFalse();
    world.pass(Duration.ofHours(1));
    int entries = world.recorded.size();
    assertThat(keys.revoke(OWNER, id).revoked()).isBefore(world.now);
    assertThat(world.recorded).hasSize(entries);
    assertRefused(Refused.Why.CONFLICT, () -> keys.rotate(OWNER, id, Duration.ofHours(1)));
  }

  @Test
  void aChangeLeavesWhatItDoesNotName() {
    VirtualKeys.Made made = keys.create(OWNER, draft("acme", null, Scope.INFERENCE));
    long tomorrow = world.now.plus(Duration.ofDays(1)).toEpochMilli();
    StoredKey changed =
        keys.change(
            OWNER,
            made.stored().key().id(),
            new KeyChange(
                null,
                null,
                Set.of(Scope.READ),
                null,
                new Allowance(List.of("fast-*")),
                tomorrow,
                null));
    assertThat(changed.key().name()).isEqualTo("app");
    assertThat(changed.key().role()).isEqualTo(Role.VIEWER);
    assertThat(changed.tags()).containsEntry("team", "search");
    assertThat(world.isGood(made.material())).isTrue();
    world.pass(Duration.ofDays(1));
    assertThat(world.isGood(made.material())).isFalse();
    assertRefused(
        Refused.Why.WRONG,
        () ->
            keys.change(
                OWNER,
                made.stored().key().id(),
                new KeyChange(null, null, null, null, null, tomorrow - 1, null)));
  }

  @Test
  void scopesAndRoleHaveToGoTogether() {
    assertRefused(
        Refused.Why.WRONG, () -> keys.create(OWNER, draft("acme", Role.VIEWER, Scope.INFERENCE)));
    assertRefused(Refused.Why.WRONG, () -> keys.create(OWNER, draft(null, Role.ADMIN, Scope.READ)));
    assertRefused(
        Refused.Why.WRONG, () -> keys.create(OWNER, draft("acme", Role.ADMIN, Scope.ADMIN)));
    assertThat(keys.create(OWNER, draft("acme", null, Scope.ADMIN)).stored().key().role())
        .isEqualTo(Role.TENANT_ADMIN);
  }

  @Test
  void aKeyOfTheFileIsShownAndChangedThere() {
    VirtualKey app =
        new VirtualKey("key_file", "app", "acme", "production", Set.of(Scope.INFERENCE));
    world.inForce.give(
        List.of(new GivenKey(KeyHash.of(new byte[32]), app, Map.of(), KeyOrigin.FILE)));
    assertThat(world.inForce.name("key_file")).isEqualTo("app");
    assertThat(keys.get(ACMES.principal(), "key_file").origin()).isEqualTo(KeyOrigin.FILE);
    assertRefused(Refused.Why.CONFLICT, () -> keys.revoke(OWNER, "key_file"));
    assertRefused(
        Refused.Why.ABSENT,
        () -> keys.revoke(KeysWorld.actor(Role.TENANT_ADMIN, "globex"), "key_file"));
  }

  @Test
  void pagesFollowOneAnotherWithoutGapOrOverlap() {
    world.inForce.give(
        List.of(
            given("b", KeyOrigin.FILE, 1),
            given("a", KeyOrigin.FILE, 2),
            given("c", KeyOrigin.ENVIRONMENT, 3)));
    for (int i = 0; i < 4; i++) {
      keys.create(OWNER, draft("acme", null, Scope.INFERENCE));
    }
    List<String> whole = ids(keys.list(OWNER.principal(), KeyFilter.ALL, Optional.empty(), 100));
    assertThat(whole).hasSize(7).startsWith("c", "a", "b");
    for (int size = 1; size < 8; size++) {
      List<String> paged = new ArrayList<>();
      Optional<VirtualKeys.Place> after = Optional.empty();
      while (true) {
        List<KeyEntry> page = keys.list(OWNER.principal(), KeyFilter.ALL, after, size);
        if (page.isEmpty()) {
          break;
        }
        paged.addAll(ids(page));
        KeyEntry last = page.getLast();
        after = Optional.of(new VirtualKeys.Place(last.origin(), last.key().id()));
      }
      assertThat(paged).as("in pages of %d", size).isEqualTo(whole);
    }
  }

  private static GivenKey given(String id, KeyOrigin origin, int number) {
    byte[] hash = new byte[32];
    hash[0] = (byte) number;
    return new GivenKey(
        KeyHash.of(hash),
        new VirtualKey(id, id, "acme", "production", Set.of(Scope.INFERENCE)),
        Map.of(),
        origin);
  }

  private static List<String> ids(List<KeyEntry> page) {
    return page.stream().map(entry -> entry.key().id()).toList();
  }

  @Test
  void anExpiryInThePastIsRefused() {
    KeyDraft past =
        new KeyDraft(
            "app",
            Optional.empty(),
            "production",
            Set.of(Scope.INFERENCE),
            Optional.empty(),
            Allowance.ALL,
            Instant.EPOCH.toEpochMilli(),
            Map.of());
    assertRefused(Refused.Why.WRONG, () -> keys.create(OWNER, past));
  }
}
