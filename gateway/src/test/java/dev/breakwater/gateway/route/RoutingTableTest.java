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
import dev.breakwater.wire.format.Protocol;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which targets a name leads to, in the order in which names are read. */
class RoutingTableTest {
  private static final VendorModels CATALOGUE =
      vendor -> vendor.equals("openai") ? List.of("gpt-4o", "shared") : List.of();

  private final RoutingTable table =
      table(
          route("smart", "b/big", "a/small"),
          route("a/special", "b/big"),
          route("fast-*", "a/small"),
          route("fast-and-*", "b/big"),
          route("*-eu-*-x", "c/deep/er"),
          route("listed", "b/big"));

  private static Settings settings(RouteSettings... routes) {
    return new Settings(
        List.of(
            provider("openai", "shared-file"),
            provider("a", "small", "shared", "smart"),
            provider("b", "big", "shared"),
            provider("c", "deep/er")),
        Map.of(
            "production", chain("production", "b/big", "a/small", "c/deep/er"),
            "staging", chain("staging", "c/deep/er", "a/small")),
        List.of(routes));
  }

  private static RoutingTable table(RouteSettings... routes) {
    return new RoutingTable(settings(routes), CATALOGUE);
  }

  private static ProviderSettings provider(String name, String... models) {
    return new ProviderSettings(
        name,
        name,
        Protocol.OPENAI,
        URI.create("http://127.0.0.1:1"),
        null,
        Arrays.stream(models)
            .map(model -> new ModelSettings(model, null, model.length() * 100L, 0, Set.of()))
            .toList());
  }

  private static RouteSettings route(String name, String... targets) {
    return new RouteSettings(
        name,
        Stream.of(targets).map(it -> new RouteTarget(Target.parse(it), 1)).toList(),
        AttemptSettings.DEFAULT);
  }

  private static ChainSettings chain(String environment, String primary, String... fallbacks) {
    return ChainSettings.of(
        environment,
        Target.parse(primary),
        Stream.of(fallbacks).map(target -> new RouteTarget(Target.parse(target), 1)).toList(),
        AttemptSettings.DEFAULT,
        ChainSettings.Origin.FILE);
  }

  private static List<String> targets(RoutePlan plan) {
    return plan.candidates().stream().map(it -> it.target().toString()).toList();
  }

  private List<String> production(String asked) {
    return targets(table.plan(asked, "production"));
  }

  @Test
  void whatAProviderAChainOrARouteNamesIsListed() {
    RoutingTable its = table(route("smart", "b/in-a-route-only"));
    assertThat(its.lists("openai", "gpt-4o")).isTrue();
    assertThat(its.lists("openai", "shared-file")).isTrue();
    assertThat(its.lists("b", "in-a-route-only")).isTrue();
    assertThat(its.lists("a", "gpt-4o")).isFalse();
    assertThat(its.lists("openai", "made-up")).isFalse();
    assertThat(its.lists("none", "gpt-4o")).as("at any provider").isTrue();
    assertThat(its.lists("none", "auto")).isTrue();
    assertThat(its.lists("none", "smart")).isTrue();
    assertThat(its.lists("none", "made-up")).isFalse();
  }

  @Test
  void aRoutesExactNameIsReadFirst() {
    assertThat(production("smart")).containsExactly("b/big", "a/small");
    assertThat(production("a/special")).containsExactly("b/big");
  }

  @Test
  void aPatternIsReadNextTheLongestFirst() {
    assertThat(production("fast-one")).containsExactly("a/small");
    assertThat(production("fast-and-good")).containsExactly("b/big");
    assertThat(production("one-eu-two-x")).containsExactly("c/deep/er");
    assertThat(production("fast-")).containsExactly("a/small");
  }

  @Test
  void anExactNameGoesBeforeAPatternThatItFits() {
    RoutingTable both = table(route("fast-*", "a/small"), route("fast-one", "b/big"));
    assertThat(targets(both.plan("fast-one", "production"))).containsExactly("b/big");
  }

  @Test
  void patternsMatchAnythingForEachStarAndNothingElse() {
    assertThat(Patterns.matches("a*", "a")).isTrue();
    assertThat(Patterns.matches("a*a", "a")).isFalse();
    assertThat(Patterns.matches("a*a", "aa")).isTrue();
    assertThat(Patterns.matches("*", "")).isTrue();
    assertThat(Patterns.matches("*b*", "abc")).isTrue();
    assertThat(Patterns.matches("*b*b*", "abc")).isFalse();
    assertThat(Patterns.matches("a.c*", "abcd")).isFalse();
    assertThat(Patterns.matches("ab*ba", "aba")).isFalse();
    assertThat(Patterns.matches("**", "anything")).isTrue();
  }

  @Test
  void aHostileNameCostsAPatternNoMoreThanItsLength() {
    String stars = "a*".repeat(40) + "b";
    String name = "a".repeat(100_000);
    long began = System.nanoTime();
    assertThat(Patterns.matches(stars, name)).isFalse();
    assertThat(System.nanoTime() - began).isLessThan(1_000_000_000L);
  }

  @Test
  void aConfiguredProviderWithAnyModelIsATargetThoughNobodyListsIt() {
    assertThat(production("a/unlisted"))
        .containsExactly("a/unlisted", "b/big", "a/small", "c/deep/er");
    assertThat(production("c/deep/er")).containsExactly("c/deep/er", "b/big", "a/small");
    assertThat(production("a/very/deep/one").getFirst()).isEqualTo("a/very/deep/one");
  }

  @Test
  void aNamedTargetComesFirstAndTheChainFollowsWithoutIt() {
    RoutePlan plan = table.plan("a/small", "production");
    assertThat(targets(plan)).containsExactly("a/small", "b/big", "c/deep/er");
    assertThat(plan.candidates().stream().map(Candidate::named))
        .containsExactly(true, false, false);
  }

  @Test
  void withoutFallbacksOnlyTheFirstIsLeft() {
    assertThat(targets(table.plan("a/small", "production").withoutFallbacks()))
        .containsExactly("a/small");
    assertThat(targets(table.plan("auto", "production").withoutFallbacks()))
        .containsExactly("b/big");
    assertThat(table.plan("a/small", "production").candidates()).hasSize(3);
  }

  @Test
  void aBareModelThatSeveralListGoesToTheChainsFirstThenToTheFiles() {
    assertThat(production("shared").getFirst()).isEqualTo("b/shared");
    assertThat(targets(table.plan("shared", "staging")).getFirst()).isEqualTo("a/shared");
    assertThat(production("gpt-4o").getFirst()).isEqualTo("openai/gpt-4o");
    assertThat(production("shared-file").getFirst()).isEqualTo("openai/shared-file");
  }

  @Test
  void aBareModelMayHoldASlashWhenItsFirstPartIsNoProvider() {
    assertThat(production("deep/er")).containsExactly("c/deep/er", "b/big", "a/small");
  }

  @Test
  void autoAMissingAndAnEmptyModelTakeTheChainOfTheEnvironment() {
    for (String asked : new String[] {"auto", "", null}) {
      assertThat(production(asked)).containsExactly("b/big", "a/small", "c/deep/er");
      assertThat(targets(table.plan(asked, "staging"))).containsExactly("c/deep/er", "a/small");
      assertThat(targets(table.plan(asked, "nowhere"))).isEqualTo(production("auto"));
      assertThat(table.plan(asked, "production").asked()).isEqualTo("auto");
    }
  }

  @Test
  void aChainThatNamesATargetTwiceTriesItOnce() {
    RoutingTable twice =
        new RoutingTable(
            settings()
                .withChains(
                    Map.of("production", chain("production", "a/small", "b/big", "a/small"))),
            CATALOGUE);
    assertThat(targets(twice.plan("auto", "production"))).containsExactly("a/small", "b/big");
  }

  @Test
  void aCandidateKnowsTheWindowOfItsModelAndZeroOfAnUnlistedOne() {
    List<Candidate> candidates = table.plan("a/unlisted", "production").candidates();
    assertThat(candidates.stream().map(Candidate::contextWindow))
        .containsExactly(0L, 300L, 500L, 700L);
  }

  @Test
  void anUnknownNameIsA404WithTheNearestNames() {
    for (String asked : List.of("smrt", "nobody/model", "a/", "/a", "Auto")) {
      Rejection rejection =
          catchThrowableOfType(Rejection.class, () -> table.plan(asked, "production"));
      assertThat(rejection.problem().status()).as(asked).isEqualTo(404);
      assertThat(rejection.problem().code()).isEqualTo("model_not_found");
      assertThat(rejection.problem().param()).isEqualTo("model");
      assertThat(rejection.problem().message()).contains("'" + asked + "'");
    }
    assertThat(
            catchThrowableOfType(Rejection.class, () -> table.plan("smrt", "production"))
                .problem()
                .message())
        .contains("nearest names are: smart");
  }

  @Test
  void aVeryLongUnknownNameIsShortenedInTheAnswerAndCostsNoTime() {
    String asked = "x".repeat(1_000_000);
    long began = System.nanoTime();
    Rejection rejection =
        catchThrowableOfType(Rejection.class, () -> table.plan(asked, "production"));
    assertThat(rejection.problem().message()).hasSizeLessThan(400);
    assertThat(System.nanoTime() - began).isLessThan(1_000_000_000L);
  }

  @Test
  void aPlanIsRememberedButNotThatOfANameLongerThanAnyRealOne() {
    assertThat(table.plan("a/unlisted", "production"))
        .isSameAs(table.plan("a/unlisted", "production"));
    String made = "a/" + "x".repeat(10_000);
    assertThat(table.plan(made, "production")).isNotSameAs(table.plan(made, "production"));
  }

  @Test
  void withoutProvidersEverythingIsRefusedForNow() {
    RoutingTable empty = new RoutingTable(Settings.EMPTY, CATALOGUE);
    Rejection rejection =
        catchThrowableOfType(Rejection.class, () -> empty.plan("auto", "production"));
    assertThat(rejection.problem().status()).isEqualTo(503);
    assertThat(rejection.retryAfter()).isPresent();
  }

  @Test
  void theListHasAutoTheRoutesAndEveryModelWithAndWithoutItsProviderOnce() {
    List<ListedModel> models = table.models("production", Allowance.ALL);
    assertThat(models.stream().map(ListedModel::id))
        .doesNotHaveDuplicates()
        .startsWith("auto", "smart", "a/special", "listed")
        .contains(
            "a/shared", "b/shared", "shared", "openai/gpt-4o", "gpt-4o", "c/deep/er", "deep/er");
    assertThat(models)
        .contains(ListedModel.named("gpt-4o", "openai"), ListedModel.named("auto", "breakwater"));
    assertThat(models.stream().map(ListedModel::id)).noneMatch(id -> id.contains("*"));
  }

  @Test
  void theCurrentTableChangesWithTheSnapshotAndOnlyWithIt() {
    AtomicSettings live = new AtomicSettings(settings());
    CurrentRouting routing = new CurrentRouting(live, CATALOGUE);
    RoutingTable first = routing.of("default");
    assertThat(routing.of("default")).isSameAs(first);
    live.replace(old -> settings(route("smart", "a/small")));
    RoutingTable second = routing.of("default");
    assertThat(second).isNotSameAs(first).isSameAs(routing.of("default"));
    assertThat(targets(second.plan("smart", "production"))).containsExactly("a/small");
  }
}
