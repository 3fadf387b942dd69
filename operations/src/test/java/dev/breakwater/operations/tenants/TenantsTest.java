package dev.breakwater.operations.tenants;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.breakwater.gateway.access.Role;
import dev.breakwater.operations.Refused;
import dev.breakwater.operations.StoreUnavailable;
import dev.breakwater.operations.changes.Actor;
import dev.breakwater.operations.changes.Change;
import dev.breakwater.operations.keys.KeysWorld;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Who makes and ends tenants, and what is left of one. */
class TenantsTest {
  private static final Actor OWNER = KeysWorld.actor(Role.OWNER, "default");
  private static final Actor ACMES = KeysWorld.actor(Role.TENANT_ADMIN, "acme");

  private final KeysWorld world = new KeysWorld();
  private final Tenants tenants = world.tenants;
  private final Ended ended = new Ended();

  private static Tenant tenant(String id) {
    return new Tenant(id, id, Optional.empty());
  }

  private static void assertRefused(Refused.Why why, ThrowingCallable call) {
    assertThatExceptionOfType(Refused.class)
        .isThrownBy(call)
        .satisfies(refused -> assertThat(refused.why()).isEqualTo(why));
  }

  @Test
  void whoIsThereFromTheBeginningStays() {
    assertThat(tenants.exists("default")).isTrue();
    assertThat(tenants.exists("system")).isFalse();
    assertThat(tenants.list(OWNER.principal()).stream().map(it -> it.tenant().id()))
        .containsExactly("default", "system");
    for (String id : List.of("default", "system")) {
      assertRefused(Refused.Why.CONFLICT, () -> tenants.delete(OWNER, id, ended));
      assertRefused(Refused.Why.CONFLICT, () -> tenants.create(OWNER, tenant(id)));
    }
  }

  @Test
  void anIdIsPlainAndUsedOnce() {
    for (String id : List.of("", "Acme", "a b", "../x", "a_b", "x".repeat(64))) {
      assertRefused(Refused.Why.WRONG, () -> tenants.create(OWNER, tenant(id)));
    }
    tenants.create(OWNER, tenant("acme"));
    assertRefused(Refused.Why.CONFLICT, () -> tenants.create(OWNER, tenant("acme")));
    tenants.delete(OWNER, "acme", ended);
    assertThat(tenants.exists("acme")).isFalse();
    assertThat(tenants.isDeleted("acme")).isTrue();
    assertRefused(Refused.Why.CONFLICT, () -> tenants.create(OWNER, tenant("acme")));
    assertThat(world.recorded.stream().map(Change::action))
        .containsExactly("tenant.create", "tenant.delete");
  }

  @Test
  void aTenantsAdministratorSeesAndChangesItsOwnOnly() {
    tenants.create(OWNER, tenant("acme"));
    tenants.create(OWNER, tenant("globex"));
    assertThat(tenants.list(ACMES.principal()).stream().map(it -> it.tenant().id()))
        .containsExactly("acme");
    ZoneId berlin = ZoneId.of("Europe/Berlin");
    tenants.change(ACMES, new Tenant("acme", "Acme Ltd", Optional.of(berlin)));
    assertThat(tenants.timezone("acme")).contains(berlin);
    assertRefused(Refused.Why.ABSENT, () -> tenants.get(ACMES.principal(), "globex"));
    assertRefused(Refused.Why.ABSENT, () -> tenants.change(ACMES, tenant("globex")));
    assertRefused(Refused.Why.ABSENT, () -> tenants.delete(ACMES, "globex", ended));
    assertRefused(Refused.Why.FORBIDDEN, () -> tenants.delete(ACMES, "acme", ended));
    assertRefused(Refused.Why.FORBIDDEN, () -> tenants.create(ACMES, tenant("mine")));
  }

  @Test
  void aDeletedTenantsKeysAreRevokedAndWhatWasKeptOfItIsErased() {
    tenants.create(OWNER, tenant("acme"));
    AtomicInteger rows = new AtomicInteger(1_200);
    List<Integer> pieces = new ArrayList<>();
    tenants.erasing((id, most) -> {
      assertThat(id).isEqualTo("acme");
      int piece = Math.min(most, rows.get());
      rows.addAndGet(-piece);
      pieces.add(piece);
      return piece;
    });
    ended.keys = 3;
    assertThat(tenants.delete(OWNER, "acme", ended)).isEqualTo(new Tenants.Deleted(3, true));
    assertThat(rows).hasValue(0);
    assertThat(pieces).hasSizeGreaterThan(2);
    assertThat(world.all().getFirst().erased()).isNotNull();
  }

  @Test
  void whatCouldNotBeErasedIsErasedLater() {
    tenants.create(OWNER, tenant("acme"));
    AtomicInteger calls = new AtomicInteger();
    tenants.erasing((_, _) -> {
      if (calls.incrementAndGet() == 1) {
        throw new StoreUnavailable("away", new IllegalStateException());
      }
      return 0;
    });
    assertThat(tenants.delete(OWNER, "acme", ended).erased()).isFalse();
    assertThat(tenants.exists("acme")).isFalse();
    tenants.finishErasing();
    assertThat(calls).hasValue(2);
    tenants.reload();
    tenants.finishErasing();
    assertThat(calls).hasValue(2);
  }

  @Test
  void whatTheFileNamesIsKnownAndCannotBeDeletedHere() {
    tenants.takeUp(List.of(tenant("of-file")));
    assertThat(tenants.exists("of-file")).isTrue();
    assertRefused(Refused.Why.CONFLICT, () -> tenants.create(OWNER, tenant("of-file")));
    assertRefused(Refused.Why.CONFLICT, () -> tenants.delete(OWNER, "of-file", ended));
    tenants.takeUp(List.of());
    assertThat(tenants.exists("of-file")).isFalse();
    tenants.create(OWNER, tenant("acme"));
    ended.elsewhere = true;
    assertRefused(Refused.Why.CONFLICT, () -> tenants.delete(OWNER, "acme", ended));
  }

  /** Keys that count what is asked of them. */
  private static final class Ended implements TenantKeys {
    private int keys;
    private boolean elsewhere;

    @Override
    public int revokeAll(String tenant, Instant at) {
      return keys;
    }

    @Override
    public boolean standElsewhere(String tenant) {
      return elsewhere;
    }

    @Override
    public void reload() {
      // nobody uses keys here
    }
  }
}
