package dev.breakwater.server.api.providers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.breakwater.gateway.access.Role;
import dev.breakwater.gateway.offers.OfferedList;
import dev.breakwater.gateway.offers.OfferedModel;
import dev.breakwater.gateway.offers.Use;
import dev.breakwater.gateway.settings.AtomicSettings;
import dev.breakwater.gateway.settings.ModelSettings;
import dev.breakwater.gateway.settings.ProviderId;
import dev.breakwater.gateway.settings.ProviderSettings;
import dev.breakwater.gateway.settings.Settings;
import dev.breakwater.gateway.settings.Target;
import dev.breakwater.gateway.settings.TenantSettings;
import dev.breakwater.operations.changes.Actor;
import dev.breakwater.operations.models.FetchedModels;
import dev.breakwater.operations.roles.Principal;
import dev.breakwater.server.api.ApiProblem;
import dev.breakwater.server.api.Calls;
import dev.breakwater.server.api.RecordedChanges;
import dev.breakwater.wire.format.Protocol;
import io.vertx.core.MultiMap;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What people are shown of the models that configuration, catalogue and providers list. */
class ModelsResourceTest {
  private static final ProviderId HOUSE = ProviderId.shared("house");
  private static final ProviderId OWN = new ProviderId("acme", "own");

  private final AtomicSettings live =
      new AtomicSettings(
          new Settings(
                  List.of(
                      provider(
                          "house",
                          new ModelSettings("named", null, 1_000, 0, Set.of("audio")),
                          ModelSettings.named("both"))),
                  Map.of(),
                  List.of())
              .withTenant(
                  "acme",
                  TenantSettings.NOTHING.withProviders(List.of(provider("own").ownedBy("acme")))));
  private final Set<Target> ill = new HashSet<>();
  private Instant now = Instant.parse("2030-01-01T00:00:00Z");
  private final FetchedModels fetched = RecordedChanges.models(() -> now);
  private final ModelsResource resource =
      new ModelsResource(
          live,
          vendor -> vendor.equals("house") ? List.of("known", "retired") : List.of(),
          fetched,
          (target, at) -> Optional.empty(),
          target -> !ill.contains(target),
          () -> now);

  private static ProviderSettings provider(String name, ModelSettings... models) {
    return new ProviderSettings(
        name, name, Protocol.OPENAI, URI.create("http://127.0.0.1:1"), null, List.of(models));
  }

  private static OfferedModel model(String name, Use use, String... capabilities) {
    return new OfferedModel(name, use, 2_000, 500, Set.of(capabilities));
  }

  private void lists(ProviderId provider, OfferedModel... models) {
    fetched.learn(provider, new OfferedList(Arrays.asList(models), true));
  }

  private ObjectNode answer(Actor actor, String... query) {
    MultiMap parameters = MultiMap.caseInsensitiveMultiMap();
    for (int index = 0; index < query.length; index += 2) {
      parameters.add(query[index], query[index + 1]);
    }
    return (ObjectNode)
        resource
            .operations()
            .getFirst()
            .action()
            .perform(Calls.by(actor, Map.of(), parameters, new byte[0]))
            .body();
  }

  private static Actor owner() {
    return new Actor(Principal.ANYBODY, "127.0.0.1");
  }

  private static Actor of(String tenant) {
    return new Actor(
        new Principal(Principal.Kind.KEY, "key_1", "key", Role.VIEWER, Optional.of(tenant)),
        "127.0.0.1");
  }

  private static List<String> ids(JsonNode answer) {
    return answer.get("models").findValuesAsString("id");
  }

  private JsonNode entry(String model) {
    return answer(owner())
        .get("models")
        .valueStream()
        .filter(it -> it.get("model").asString().equals(model))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void beforeAnyListWasFetchedConfigurationAndCatalogueAreShown() {
    assertThat(ids(answer(owner())))
        .containsExactly("house/named", "house/both", "house/known", "house/retired");
    assertThat(entry("known").get("source").asString()).isEqualTo("catalogue");
    assertThat(entry("known").get("checkedAt").isNull()).isTrue();
    assertThat(entry("known").get("isAvailable").booleanValue()).isTrue();
  }

  @Test
  void eachModelIsShownOnceWithWhereItIsListed() {
    lists(HOUSE, model("both", Use.CHAT, "tools"), model("new", Use.EMBEDDINGS));
    assertThat(ids(answer(owner())))
        .containsExactly("house/named", "house/both", "house/known", "house/retired", "house/new");
    assertThat(entry("named").get("source").asString()).isEqualTo("configuration");
    assertThat(entry("new").get("source").asString()).isEqualTo("provider");
    assertThat(entry("new").get("kind").asString()).isEqualTo("embeddings");
    assertThat(entry("new").get("checkedAt").asString()).isEqualTo(now.toString());
    assertThat(entry("named").get("kind").isNull()).isTrue();
  }

  @Test
  void whatTheConfigurationSaysGoesBeforeTheList() {
    lists(HOUSE, model("named", Use.CHAT, "tools"), model("both", Use.CHAT, "tools"));
    JsonNode named = entry("named");
    assertThat(named.get("contextWindow").longValue()).isEqualTo(1_000);
    assertThat(named.get("maxOutput").longValue()).isEqualTo(500);
    assertThat(named.get("capabilities").valueStream().map(JsonNode::asString))
        .containsExactly("audio");
    JsonNode both = entry("both");
    assertThat(both.get("contextWindow").longValue()).isEqualTo(2_000);
    assertThat(both.get("capabilities").valueStream().map(JsonNode::asString))
        .containsExactly("tools");
  }

  @Test
  void whatIsGoneIsShownWithSinceWhen() {
    lists(HOUSE, model("new", Use.CHAT), model("retired", Use.CHAT));
    Instant gone = now.plusSeconds(60);
    now = gone;
    lists(HOUSE);
    now = now.plusSeconds(60);
    lists(HOUSE);
    for (String model : List.of("new", "retired")) {
      JsonNode entry = entry(model);
      assertThat(entry.get("isAvailable").booleanValue()).as(model).isFalse();
      assertThat(entry.get("unavailableSince").asString()).isEqualTo(gone.toString());
      assertThat(entry.get("checkedAt").asString()).isEqualTo(now.toString());
    }
    assertThat(entry("named").get("isAvailable").booleanValue()).isTrue();
  }

  @Test
  void whatIsIllIsNotAvailableNow() {
    lists(HOUSE, model("new", Use.CHAT));
    ill.add(new Target("house", "new"));
    assertThat(entry("new").get("isAvailable").booleanValue()).isFalse();
    assertThat(entry("new").get("unavailableSince").isNull()).isTrue();
  }

  @Test
  void aTenantsListIsForNobodyElse() {
    lists(OWN, model("secret", Use.CHAT));
    assertThat(ids(answer(of("acme")))).contains("own/secret");
    assertThat(ids(answer(of("beta")))).noneMatch(id -> id.contains("secret"));
    assertThat(ids(answer(owner()))).contains("own/secret");
    assertThat(ids(answer(owner(), "tenant", "beta"))).noneMatch(id -> id.contains("secret"));
    assertThat(
            catchThrowableOfType(ApiProblem.class, () -> answer(of("beta"), "tenant", "acme"))
                .status())
        .isEqualTo(403);
  }

  @Test
  void pagesAndFiltersHoldForListedModelsToo() {
    lists(HOUSE, model("new", Use.CHAT));
    lists(OWN, model("secret", Use.CHAT));
    assertThat(ids(answer(owner(), "provider", "own"))).containsExactly("own/secret");
    List<String> seen = new ArrayList<>();
    Optional<String> cursor = Optional.of("0");
    while (cursor.isPresent()) {
      ObjectNode page = answer(owner(), "limit", "2", "cursor", cursor.get());
      seen.addAll(ids(page));
      cursor = Optional.ofNullable(page.get("nextCursor")).map(JsonNode::asString);
    }
    assertThat(seen).isEqualTo(ids(answer(owner())));
  }
}
