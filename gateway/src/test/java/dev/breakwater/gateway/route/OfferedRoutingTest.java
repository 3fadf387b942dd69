package dev.breakwater.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.breakwater.gateway.access.Allowance;
import dev.breakwater.gateway.offers.Offer;
import dev.breakwater.gateway.offers.OfferedModel;
import dev.breakwater.gateway.offers.Offers;
import dev.breakwater.gateway.offers.Use;
import dev.breakwater.gateway.rejection.Rejection;
import dev.breakwater.gateway.settings.AtomicSettings;
import dev.breakwater.gateway.settings.AttemptSettings;
import dev.breakwater.gateway.settings.ChainSettings;
import dev.breakwater.gateway.settings.ModelSettings;
import dev.breakwater.gateway.settings.ProviderId;
import dev.breakwater.gateway.settings.ProviderSettings;
import dev.breakwater.gateway.settings.RouteSettings;
import dev.breakwater.gateway.settings.RouteTarget;
import dev.breakwater.gateway.settings.Settings;
import dev.breakwater.gateway.settings.Target;
import dev.breakwater.gateway.settings.TenantSettings;
import dev.breakwater.wire.format.Protocol;
import java.net.URI;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Names that only a provider's own list has, and what that list says against other names. */
class OfferedRoutingTest {
  private static final String PRODUCTION = Settings.PRODUCTION;
  private static final VendorModels CATALOGUE =
      vendor -> vendor.equals("b") ? List.of("known", "retired", "vectors") : List.of();

  private static ProviderSettings provider(String name, String... models) {
    return new ProviderSettings(
        name,
        name,
        Protocol.OPENAI,
        URI.create("http://127.0.0.1:1"),
        null,
        Arrays.stream(models).map(ModelSettings::named).toList());
  }

  private static OfferedModel model(String name, Use use, long contextWindow) {
    return new OfferedModel(name, use, contextWindow, 0, Set.of());
  }

  private static Offer offer(OfferedModel... models) {
    Map<String, OfferedModel> all = new LinkedHashMap<>();
    Arrays.stream(models).forEach(it -> all.put(it.name(), it));
    return new Offer(all, Set.of());
  }

  private static Settings settings() {
    return new Settings(
        List.of(provider("a", "first"), provider("b", "house"), provider("c")),
        Map.of(
            PRODUCTION,
            ChainSettings.of(
                PRODUCTION,
                Target.parse("b/house"),
                List.of(),
                AttemptSettings.DEFAULT,
                ChainSettings.Origin.FILE)),
        List.of(
            new RouteSettings(
                "taken",
                List.of(new RouteTarget(Target.parse("a/first"), 0)),
                AttemptSettings.DEFAULT)));
  }

  private static final Offers OFFERS =
      new Offers(
          Map.of(
              ProviderId.shared("a"),
              offer(
                  model("only-listed", Use.UNSAID, 4_096),
                  model("both", Use.CHAT, 0),
                  model("taken", Use.CHAT, 0),
                  model("c/x", Use.CHAT, 0),
                  model("auto", Use.CHAT, 0)),
              ProviderId.shared("b"),
              new Offer(
                  offer(
                          model("both", Use.CHAT, 0),
                          model("vectors", Use.EMBEDDINGS, 0),
                          model("painter", Use.OTHER, 0),
                          model("talker", Use.CHAT, 0),
                          model("house", Use.OTHER, 0))
                      .models(),
                  Set.of("retired", "vanished"))));

  private final RoutingTable table = new RoutingTable(settings(), CATALOGUE, OFFERS);

  private String first(String asked) {
    return table.plan(asked, PRODUCTION).primary().target().toString();
  }

  private Rejection refused(String asked, boolean conversation) {
    Rejection refused =
        catchThrowableOfType(
            Rejection.class, () -> table.plan(asked, PRODUCTION, Allowance.ALL, conversation));
    assertThat(refused.problem().status()).isEqualTo(404);
    return refused;
  }

  @Test
  void aModelThatOnlyItsProviderListsIsServedByItsBareName() {
    assertThat(first("only-listed")).isEqualTo("a/only-listed");
    assertThat(table.plan("only-listed", PRODUCTION).primary().contextWindow()).isEqualTo(4_096);
    assertThat(table.lists("a", "only-listed")).isTrue();
    assertThat(table.lists("nobody", "only-listed")).isTrue();
  }

  @Test
  void ofSeveralThatListItTheChainsOrderDecidesThenTheFiles() {
    assertThat(first("both")).isEqualTo("b/both");
  }

  @Test
  void listedNamesHideNeitherRoutesNorProvidersNorAuto() {
    assertThat(first("taken")).isEqualTo("a/first");
    assertThat(first("c/x")).isEqualTo("c/x");
    assertThat(first("auto")).isEqualTo("b/house");
  }

  @Test
  void theListOfModelsHasThem() {
    List<String> ids =
        table.models(PRODUCTION, Allowance.ALL).stream().map(ListedModel::id).toList();
    assertThat(ids)
        .contains("only-listed", "a/only-listed", "known", "b/known", "vectors", "talker");
    assertThat(ids).doesNotContain("retired", "b/retired", "vanished", "painter", "b/painter");
    assertThat(ids)
        .doesNotHaveDuplicates()
        .as("it would lead to another provider")
        .doesNotContain("c/x");
  }

  @Test
  void aKeyIsShownWhatItMayUseOfThem() {
    Allowance some = new Allowance(List.of("only-*", "vectors", "painter"));
    assertThat(table.models(PRODUCTION, some).stream().map(ListedModel::id))
        .containsExactlyInAnyOrder("a/only-listed", "only-listed", "b/vectors", "vectors");
  }

  @Test
  void whatIsGoneIsNotServedByItsBareName() {
    refused("vanished", true);
    refused("retired", true);
    assertThat(table.lists("b", "retired")).isFalse();
    assertThat(first("b/retired")).as("the provider may be asked").isEqualTo("b/retired");
  }

  @Test
  void whatMakesVectorsOnlyAnswersNoConversations() {
    assertThat(refused("vectors", true).problem().message()).contains("answers no conversations");
    assertThat(
            table.plan("vectors", PRODUCTION, Allowance.ALL, false).primary().target().toString())
        .isEqualTo("b/vectors");
    assertThat(refused("talker", false).problem().message()).contains("makes no vectors");
    assertThat(refused("painter", true).problem().message()).contains("not known");
    refused("painter", false);
  }

  @Test
  void whatTheConfigurationNamesIsNotQuestioned() {
    assertThat(first("house")).isEqualTo("b/house");
  }

  @Test
  void aTenantsListsAreItsOwn() {
    ProviderId own = new ProviderId("acme", "own");
    AtomicSettings live =
        new AtomicSettings(
            settings()
                .withTenant(
                    "acme",
                    TenantSettings.NOTHING.withProviders(
                        List.of(provider("own").ownedBy("acme")))));
    Offers offers = new Offers(Map.of(own, offer(model("secret", Use.CHAT, 0))));
    CurrentRouting routing = new CurrentRouting(live, CATALOGUE, () -> offers);
    assertThat(routing.of("acme").plan("secret", PRODUCTION).primary().target())
        .isEqualTo(new Target(own, "secret"));
    for (String other : List.of("beta", "default")) {
      assertThat(routing.of(other).models(PRODUCTION, Allowance.ALL).stream().map(ListedModel::id))
          .doesNotContain("secret", "own/secret");
      Rejection unknown =
          catchThrowableOfType(Rejection.class, () -> routing.of(other).plan("secret", PRODUCTION));
      assertThat(unknown.problem().message()).doesNotContain("own/secret");
    }
  }

  @Test
  void tablesAreMadeAnewWhenAListChangesAndOnlyThen() {
    AtomicReference<Offers> offers = new AtomicReference<>(Offers.NONE);
    CurrentRouting routing =
        new CurrentRouting(new AtomicSettings(settings()), CATALOGUE, offers::get);
    RoutingTable before = routing.of("default");
    assertThat(routing.of("default")).isSameAs(before);
    offers.set(OFFERS);
    assertThat(routing.of("default")).isNotSameAs(before);
    assertThat(routing.lists("default", "a", "only-listed")).isTrue();
    offers.set(Offers.NONE);
    assertThat(routing.lists("default", "a", "only-listed")).isFalse();
  }

  @Test
  void anUnknownNameAmongThousandsIsToldWithTheNearest() {
    OfferedModel[] many =
        IntStream.range(0, 2_000)
            .mapToObj(it -> model("family-" + it * 7919 + "-instruct", Use.UNSAID, 0))
            .toArray(OfferedModel[]::new);
    RoutingTable crowded =
        new RoutingTable(
            settings(), CATALOGUE, new Offers(Map.of(ProviderId.shared("a"), offer(many))));
    Rejection unknown =
        catchThrowableOfType(
            Rejection.class, () -> crowded.plan("famly-7919-instruct", PRODUCTION));
    assertThat(unknown.problem().message()).contains("family-7919-instruct");
  }
}
