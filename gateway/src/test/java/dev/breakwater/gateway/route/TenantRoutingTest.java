package dev.breakwater.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.breakwater.gateway.access.Allowance;
import dev.breakwater.gateway.rejection.Rejection;
import dev.breakwater.gateway.settings.AtomicSettings;
import dev.breakwater.gateway.settings.AttemptSettings;
import dev.breakwater.gateway.settings.ChainSettings;
import dev.breakwater.gateway.settings.ModelSettings;
import dev.breakwater.gateway.settings.ProviderSettings;
import dev.breakwater.gateway.settings.RouteSettings;
import dev.breakwater.gateway.settings.RouteTarget;
import dev.breakwater.gateway.settings.Settings;
import dev.breakwater.gateway.settings.Target;
import dev.breakwater.gateway.settings.TenantSettings;
import dev.breakwater.wire.conversation.Problem;
import dev.breakwater.wire.format.Protocol;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What each tenant's names lead to, and what a key may ask for. */
class TenantRoutingTest {
  private final AtomicSettings live =
      new AtomicSettings(
          new Settings(
                  List.of(provider("a", "cheap", "dear"), provider("b", "cheap", "huge")),
                  Map.of("production", chain(ChainSettings.Origin.FILE, "a/cheap", "b/huge")),
                  List.of(route("smart", "b/huge", "a/dear"), route("fast-*", "a/cheap")))
              .withTenant(
                  "acme",
                  new TenantSettings(
                      List.of(
                          provider("a", "cheap", "acmes").ownedBy("acme"),
                          provider("mine", "m").ownedBy("acme")),
                      Map.of(),
                      List.of(route("smart", "mine/m", "a/cheap")),
                      Set.of()))
              .withTenant("hooli", TenantSettings.NOTHING.withWithheld(Set.of("a")))
              .withTenant("empty", TenantSettings.NOTHING.withWithheld(Set.of("a", "b"))));
  private final CurrentRouting routing = new CurrentRouting(live, vendor -> List.of());

  private static ProviderSettings provider(String name, String... models) {
    return new ProviderSettings(
        name,
        name,
        Protocol.OPENAI,
        URI.create("http://127.0.0.1:1"),
        null,
        Stream.of(models).map(ModelSettings::named).toList());
  }

  private static RouteSettings route(String name, String... targets) {
    return new RouteSettings(name, places(List.of(targets)), AttemptSettings.DEFAULT);
  }

  private static List<RouteTarget> places(List<String> targets) {
    return targets.stream().map(it -> new RouteTarget(Target.parse(it), 1)).toList();
  }

  private static ChainSettings chain(
      ChainSettings.Origin origin, String primary, String... fallbacks) {
    return ChainSettings.of(
        "production",
        Target.parse(primary),
        places(List.of(fallbacks)),
        AttemptSettings.DEFAULT,
        origin);
  }

  private List<String> targets(String tenant, String asked, String... allowed) {
    return routing
        .of(tenant)
        .plan(asked, "production", new Allowance(List.of(allowed)))
        .candidates()
        .stream()
        .map(it -> it.target().providerId() + "/" + it.target().model())
        .toList();
  }

  private Problem refused(String tenant, String asked, String... allowed) {
    return catchThrowableOfType(Rejection.class, () -> targets(tenant, asked, allowed)).problem();
  }

  private List<String> listed(String tenant, String... allowed) {
    return routing.of(tenant).models("production", new Allowance(List.of(allowed))).stream()
        .map(ListedModel::id)
        .toList();
  }

  @Test
  void everyTargetKnowsTheOwnerOfItsProvider() {
    assertThat(targets("default", "auto")).containsExactly("a/cheap", "b/huge");
    assertThat(targets("acme", "auto")).containsExactly("acme:a/cheap", "b/huge");
    assertThat(targets("acme", "a/anything"))
        .containsExactly("acme:a/anything", "acme:a/cheap", "b/huge");
    assertThat(targets("acme", "acmes")).startsWith("acme:a/acmes");
    assertThat(targets("acme", "huge")).startsWith("b/huge");
    assertThat(targets("acme", "smart")).containsExactly("acme:mine/m", "acme:a/cheap");
    assertThat(targets("acme", "fast-1")).containsExactly("acme:a/cheap");
    assertThat(targets("default", "smart")).containsExactly("b/huge", "a/dear");
  }

  @Test
  void tenantsWithNothingOfTheirOwnHaveOneTableTogether() {
    assertThat(routing.of("initech")).isSameAs(routing.of("default"));
    assertThat(routing.of("acme")).isSameAs(routing.of("acme")).isNotSameAs(routing.of("default"));
    RoutingTable before = routing.of("acme");
    live.replace(old -> old.withTenant("acme", TenantSettings.NOTHING));
    assertThat(routing.of("acme")).isNotSameAs(before);
    assertThat(targets("acme", "auto")).containsExactly("a/cheap", "b/huge");
  }

  @Test
  void whatATenantWithholdsIsLeftOutOfItsChainsAndIsNoNameOfIts() {
    assertThat(targets("hooli", "auto")).containsExactly("b/huge");
    assertThat(targets("hooli", "cheap")).containsExactly("b/cheap", "b/huge");
    assertThat(refused("hooli", "a/cheap").status()).isEqualTo(404);
    assertThat(refused("hooli", "fast-1").status()).isEqualTo(503);
    assertThat(refused("hooli", "fast-1").code()).isEqualTo("no_provider");
    assertThat(refused("empty", "auto").code()).isEqualTo("no_provider");
    assertThat(listed("hooli")).noneMatch(it -> it.startsWith("a/"));
  }

  @Test
  void aNameOfAnotherTenantIsAsUnknownAsAnyOther() {
    for (String asked : List.of("mine/m", "m", "acmes")) {
      Problem now = refused("default", asked);
      assertThat(now.status()).isEqualTo(404);
      Settings all = live.current();
      live.replace(old -> old.withTenant("acme", TenantSettings.NOTHING));
      assertThat(refused("default", asked)).isEqualTo(now);
      live.replace(old -> all);
    }
    assertThat(listed("default")).doesNotContain("acmes", "mine/m", "m");
    assertThat(listed("acme")).contains("acmes", "mine/m", "m", "a/cheap", "b/huge");
  }

  @Test
  void whereNobodyHasMadeAChainATenantsOwnProvidersStandInIt() {
    live.replace(old ->
        old.withChains(
            Map.of("production", chain(ChainSettings.Origin.DERIVED, "a/cheap", "b/huge"))));
    assertThat(targets("acme", "auto")).containsExactly("acme:a/cheap", "b/huge", "acme:mine/m");
    live.replace(old -> new Settings(List.of(), Map.of(), List.of(), old.tenants()));
    assertThat(targets("acme", "auto")).containsExactly("acme:a/cheap", "acme:mine/m");
    assertThat(refused("default", "auto").status()).isEqualTo(503);
  }

  @Test
  void aRouteThatIsAllowedByItsNameBringsAllItsTargets() {
    assertThat(targets("default", "smart", "smart")).containsExactly("b/huge", "a/dear");
    assertThat(targets("default", "fast-9", "fast-*")).containsExactly("a/cheap");
    assertThat(targets("default", "auto", "auto")).containsExactly("a/cheap", "b/huge");
    assertThat(targets("default", "auto", "*")).containsExactly("a/cheap", "b/huge");
  }

  @Test
  void ofAnyOtherNameOnlyThoseTargetsAnswerThatAreAllowed() {
    assertThat(targets("default", "auto", "huge")).containsExactly("b/huge");
    assertThat(targets("default", "smart", "a/*")).containsExactly("a/dear");
    assertThat(targets("default", "cheap", "cheap")).containsExactly("a/cheap");
    assertThat(targets("default", "cheap", "b/cheap")).containsExactly("b/cheap");
    assertThat(targets("default", "a/dear", "dear", "b/*")).containsExactly("a/dear", "b/huge");
    assertThat(targets("default", "a/dear", "d*r")).containsExactly("a/dear");
  }

  @Test
  void aModelThatIsNotAllowedIsRefusedThoughItsFallbackIs() {
    Problem problem = refused("default", "a/dear", "huge");
    assertThat(problem.status()).isEqualTo(403);
    assertThat(problem.code()).isEqualTo("model_not_allowed");
    assertThat(problem.message()).contains("'a/dear'", "huge").doesNotContain("cheap");
    assertThat(refused("default", "smart", "cheap").status()).isEqualTo(403);
    assertThat(refused("default", "auto", "nothing").message()).contains("nothing that is");
    assertThat(refused("default", "unheard", "huge").status()).isEqualTo(404);
    assertThat(refused("default", "unheard", "huge").message()).doesNotContain("cheap", "dear");
  }

  @Test
  void theListHasExactlyWhatTheKeyMayAskFor() {
    for (String[] allowed :
        new String[][] {{"huge"}, {"a/*"}, {"smart"}, {"auto"}, {"cheap", "smart"}, {"none"}}) {
      Set<String> listed = Set.copyOf(listed("default", allowed));
      for (String name : listed("default")) {
        boolean may;
        try {
          may = !targets("default", name, allowed).isEmpty();
        } catch (Rejection refused) {
          assertThat(refused.problem().status()).isEqualTo(403);
          may = false;
        }
        assertThat(listed.contains(name)).as(name + " by " + List.of(allowed)).isEqualTo(may);
      }
    }
    assertThat(listed("default", "none")).isEmpty();
  }

  @Test
  void plansAreRememberedForEachAllowance() {
    Allowance narrow = new Allowance(List.of("huge"));
    RoutingTable table = routing.of("default");
    assertThat(table.plan("auto", "production", narrow))
        .isSameAs(table.plan("auto", "production", new Allowance(List.of("huge"))))
        .isNotSameAs(table.plan("auto", "production"));
  }

  @Test
  void namesThatAreMadeUpDoNotKeepRealOnesFromBeingRemembered() {
    RoutingTable table = routing.of("default");
    for (int name = 0; name < 10_000; name++) {
      table.plan("a/made-up-" + name, "production");
    }
    assertThat(table.plan("auto", "production")).isSameAs(table.plan("auto", "production"));
  }

  @Test
  void recordsOfEveryTenantFindWhatItsProvidersList() {
    assertThat(routing.lists("acme", "a", "acmes")).isTrue();
    assertThat(routing.lists("default", "a", "acmes")).isFalse();
    assertThat(routing.lists("system", "acme:a", "acmes")).isTrue();
    assertThat(routing.lists("system", "a", "cheap")).isTrue();
  }
}
