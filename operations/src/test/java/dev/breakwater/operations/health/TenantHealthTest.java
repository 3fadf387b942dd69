package dev.breakwater.operations.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.gateway.attempt.CircuitBreaker;
import dev.breakwater.gateway.settings.ProviderId;
import dev.breakwater.gateway.settings.ProviderSettings;
import dev.breakwater.gateway.settings.Settings;
import dev.breakwater.gateway.settings.Target;
import dev.breakwater.gateway.settings.TenantSettings;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Providers of one name that different tenants have are looked at, and judged, apart. */
class TenantHealthTest {
  private static final ProviderId SHARED = ProviderId.shared("p0");
  private static final ProviderId ACMES = new ProviderId("acme", "p0");

  private final HealthWorld world =
      new HealthWorld(7, 2, HealthWorld.every(Duration.ofSeconds(60)));

  private static Settings shared() {
    return HealthWorld.configured(HealthWorld.names(2), List.of(HealthWorld.MODEL));
  }

  private static Settings withAcmes() {
    ProviderSettings own = shared().providers().getFirst().ownedBy("acme");
    return shared()
        .withTenant("acme", TenantSettings.NOTHING.withProviders(List.of(own)))
        .withTenant("hooli", TenantSettings.NOTHING.withWithheld(Set.of("p1")));
  }

  private CircuitBreaker.Status circuit(ProviderId provider) {
    return world.healths().of(new Target(provider, HealthWorld.MODEL)).figures().circuit();
  }

  @Test
  void aTenantsOwnProviderFallsIllAndRecoversAlone() {
    world.configure(withAcmes());
    world.monitor().start();
    world.providers().kill(ACMES.toString(), "401 of acme's key");
    world.run(Duration.ofMinutes(10));
    assertThat(world.told()).containsExactly("acme:p0 unhealthy");
    assertThat(world.monitor().of(ACMES).orElseThrow().healthy()).isFalse();
    assertThat(world.monitor().of(SHARED).orElseThrow().healthy()).isTrue();
    assertThat(circuit(ACMES)).isEqualTo(CircuitBreaker.Status.OPEN);
    assertThat(circuit(SHARED)).isEqualTo(CircuitBreaker.Status.CLOSED);
    world.providers().revive(ACMES.toString());
    world.run(Duration.ofMinutes(10));
    assertThat(world.told()).containsExactly("acme:p0 unhealthy", "acme:p0 recovered");
    world.end();
  }

  @Test
  void everybodySeesTheProvidersThatTheyHave() {
    world.configure(withAcmes());
    assertThat(ids(world.monitor().all())).containsExactly(SHARED, ProviderId.shared("p1"), ACMES);
    assertThat(ids(world.monitor().seenBy("acme"))).containsExactly(ACMES, ProviderId.shared("p1"));
    assertThat(ids(world.monitor().seenBy("hooli"))).containsExactly(SHARED);
    assertThat(ids(world.monitor().seenBy("globex")))
        .containsExactly(SHARED, ProviderId.shared("p1"));
  }

  private static List<ProviderId> ids(List<ProviderHealth> all) {
    return all.stream().map(ProviderHealth::id).toList();
  }

  @Test
  void aForcedCheckAndTrafficCountForTheNamedOneOnly() {
    world.configure(withAcmes());
    for (int call = 0; call < 4; call++) {
      world.call(new Target(ACMES, HealthWorld.MODEL), "reset");
    }
    world.providers().kill(ACMES.toString(), "dead");
    for (int check = 0; check < 3; check++) {
      assertThat(world.monitor().check(ACMES, CheckMethod.LIST)).isPresent();
    }
    assertThat(world.monitor().check(SHARED, CheckMethod.LIST).orElseThrow().now().successRate())
        .isEqualTo(100);
    assertThat(world.monitor().of(ACMES).orElseThrow().successRate()).isZero();
    assertThat(world.told()).containsExactly("acme:p0 unhealthy");
  }

  @Test
  void aTenantsProviderThatGoesIsForgottenAndTheSharedOneStays() {
    world.configure(withAcmes());
    world.monitor().check(ACMES, CheckMethod.LIST);
    world.monitor().check(SHARED, CheckMethod.LIST);
    assertThat(world.store().rows()).containsKeys("acme:p0", "p0");
    world.configure(shared());
    assertThat(world.monitor().of(ACMES)).isEmpty();
    assertThat(world.store().rows()).containsKey("p0").doesNotContainKey("acme:p0");
  }
}
