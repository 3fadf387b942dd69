package dev.breakwater.server.api.prices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.breakwater.gateway.price.Cost;
import dev.breakwater.gateway.price.Price;
import dev.breakwater.gateway.price.PriceCatalogue;
import dev.breakwater.gateway.price.PriceOverride;
import dev.breakwater.gateway.settings.Hosting;
import dev.breakwater.gateway.settings.ModelSettings;
import dev.breakwater.gateway.settings.ProviderSettings;
import dev.breakwater.gateway.settings.Secret;
import dev.breakwater.gateway.settings.Settings;
import dev.breakwater.gateway.settings.Target;
import dev.breakwater.operations.StoreUnavailable;
import dev.breakwater.operations.changes.Change;
import dev.breakwater.operations.prices.PriceOverrides;
import dev.breakwater.operations.prices.Prices;
import dev.breakwater.server.api.ApiProblem;
import dev.breakwater.server.api.Calls;
import dev.breakwater.server.api.Operation;
import dev.breakwater.server.api.RecordedChanges;
import dev.breakwater.wire.conversation.Tokens;
import dev.breakwater.wire.format.Protocol;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class PricesResourceTest {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  private static final Target MINI = new Target("openai", "gpt-4o-mini");

  private final Kept kept = new Kept();
  private final RecordedChanges recorded = new RecordedChanges();
  private final Prices prices = open();
  private final List<Operation> operations = new PricesResource(prices).operations();

  private Prices open() {
    return Prices.open(
        kept,
        recorded.changes(),
        PricesResourceTest::settings,
        PriceCatalogue.shipped(),
        InstantSource.fixed(NOW));
  }

  @Test
  void aPriceIsRecordedAsItWasAndAsItIs() {
    put(
        """
        {"provider": "openai", "model": "gpt-4o-mini", "validFrom": "2026-11-01", "input": 0.2,
         "output": 0.8, "tiers": [{"above": 1000, "input": 4e-9, "output": 10, "mode": "whole"}]}
        """);
    put(
        "{\"provider\":\"openai\",\"model\":\"gpt-4o-mini\",\"validFrom\":\"2026-11-01\",\"input\":1,\"output\":2}");
    delete("provider", "openai", "model", "gpt-4o-mini", "validFrom", "2026-11-01");
    String first =
        "{\"validFrom\":\"2026-11-01\",\"input\":0.2,\"output\":0.8,\"tiers\":[{\"above\":1000,"
            + "\"mode\":\"whole\",\"input\":0.000000004,\"output\":10}]}";
    String second = "{\"validFrom\":\"2026-11-01\",\"input\":1,\"output\":2}";
    assertThat(recorded.all())
        .extracting(Change::action, Change::object, Change::before, Change::after)
        .containsExactly(
            tuple("price.set", "openai/gpt-4o-mini", "", first),
            tuple("price.set", "openai/gpt-4o-mini", first, second),
            tuple("price.delete", "openai/gpt-4o-mini", second, ""));
    assertThat(recorded.all())
        .extracting(change -> change.actor().principal().id())
        .containsOnly("open");
  }

  @Test
  void whatCannotBeRecordedIsNotPublished() {
    recorded.goAway();
    assertThatThrownBy(() ->
            put("{\"provider\":\"openai\",\"model\":\"gpt-4o-mini\",\"input\":1,\"output\":2}"))
        .isInstanceOf(StoreUnavailable.class);
    assertThat(prices.overridden().all()).isEmpty();
  }

  @Test
  void aListPriceIsShownWithItsSourceAndItsDates() {
    JsonNode price = list("provider", "openai", "model", "gpt-4o-mini").get("prices").get(0);
    assertThat(price.get("origin").stringValue()).isEqualTo("catalogue");
    assertThat(price.get("version").stringValue()).isEqualTo("catalogue:2024-07-18");
    assertThat(price.get("validFrom").stringValue()).isEqualTo("2024-07-18");
    assertThat(price.get("source").stringValue()).startsWith("https://");
    assertThat(price.get("checked").stringValue()).isNotBlank();
    assertThat(price.at("/price/input").decimalValue()).isEqualByComparingTo("0.15");
    assertThat(price.at("/price/cachedInput").decimalValue()).isEqualByComparingTo("0.075");
    assertThat(price.at("/price/reasoning").isMissingNode()).isTrue();
    assertThat(price.at("/price/batch/input").decimalValue()).isEqualByComparingTo("0.075");
    assertThat(price.get("inForce").booleanValue()).isTrue();
  }

  @Test
  void theFilesPriceGoesBeforeTheListAndAnUnknownOneIsShownAsSuch() {
    JsonNode house = list("provider", "house").get("prices");
    assertThat(house.get(0).get("model").stringValue()).isEqualTo("own");
    assertThat(house.get(0).get("origin").stringValue()).isEqualTo("file");
    assertThat(house.get(0).get("version").stringValue()).isEqualTo("file");
    assertThat(house.get(1).get("model").stringValue()).isEqualTo("unpriced");
    assertThat(house.get(1).get("origin").stringValue()).isEqualTo("unknown");
    assertThat(house.get(1).get("price").isNull()).isTrue();
  }

  @Test
  void pagesAreWholeAndDoNotOverlap() {
    List<String> all = names(list("limit", "1000").get("prices"));
    assertThat(all).hasSizeGreaterThan(60).doesNotHaveDuplicates().isSorted();
    List<String> paged = new ArrayList<>();
    String cursor = "";
    do {
      JsonNode page = list("limit", "17", "cursor", cursor);
      paged.addAll(names(page.get("prices")));
      cursor = page.get("nextCursor").asString("");
    } while (!cursor.isEmpty());
    assertThat(paged).isEqualTo(all);
    assertThatThrownBy(() -> list("cursor", "x!")).hasMessageContaining("'cursor' has to be");
    assertThatThrownBy(() -> list("limit", "0")).hasMessageContaining("from 1 to 1000");
  }

  @Test
  void aPriceThatIsSetHoldsForTheNextCallAndNamesItsVersion() {
    JsonNode answer =
        put(
            """
            {"provider": "openai", "model": "gpt-4o-mini", "validFrom": "2026-11-01", "input": 0.2,
             "output": 0.8, "tiers": [{"above": 1000, "input": 0.4, "output": 1.6, "mode": "whole"}]}
            """);
    assertThat(answer.get("success").booleanValue()).isTrue();
    assertThat(answer.get("note").stringValue()).contains("booked keep their cost");
    assertThat(answer.at("/price/origin").stringValue()).isEqualTo("api");
    assertThat(answer.at("/price/version").stringValue()).isEqualTo("api:2026-11-01");
    assertThat(answer.at("/price/price/tiers/0/input").decimalValue())
        .isEqualByComparingTo(new BigDecimal("0.4"));
    Price price = prices.book().price(MINI, NOW.toEpochMilli()).orElseThrow();
    assertThat(Cost.of(Tokens.reported(1_000, 0), price)).isEqualTo(1_000 * 200);
    assertThat(Cost.of(Tokens.reported(1_001, 0), price)).isEqualTo(1_001 * 400);
    assertThat(kept.all).hasSize(1);
  }

  @Test
  void aPriceOfALaterDayIsListedAndHoldsFromThen() {
    put(
        "{\"provider\":\"openai\",\"model\":\"gpt-4o-mini\",\"validFrom\":\"2026-12-01\",\"input\":1,\"output\":2}");
    JsonNode listed = list("provider", "openai", "model", "gpt-4o-mini").get("prices");
    assertThat(listed).hasSize(2);
    assertThat(listed.get(0).get("origin").stringValue()).isEqualTo("catalogue");
    assertThat(listed.get(1).get("origin").stringValue()).isEqualTo("api");
    assertThat(listed.get(1).get("inForce").booleanValue()).isFalse();
    long later = Instant.parse("2026-12-01T00:00:00Z").toEpochMilli();
    assertThat(prices.book().price(MINI, later - 1).orElseThrow().version())
        .isEqualTo("catalogue:2024-07-18");
    assertThat(prices.book().price(MINI, later).orElseThrow().version())
        .isEqualTo("api:2026-12-01");
  }

  @Test
  void whatWasSetComesBackAfterARestartAndCanBeTakenBack() {
    put("{\"provider\":\"openai\",\"model\":\"gpt-4o-mini\",\"input\":1,\"output\":2}");
    Prices restarted = open();
    assertThat(restarted.book().price(MINI, NOW.toEpochMilli()).orElseThrow().version())
        .isEqualTo("api:2026-11-21");
    JsonNode answer =
        delete("provider", "openai", "model", "gpt-4o-mini", "validFrom", "2026-11-21");
    assertThat(answer.at("/price/origin").stringValue()).isEqualTo("catalogue");
    assertThatThrownBy(
            () -> delete("provider", "openai", "model", "gpt-4o-mini", "validFrom", "2026-11-21"))
        .isInstanceOfSatisfying(
            ApiProblem.class, problem -> assertThat(problem.status()).isEqualTo(404));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "provider":"opnai","model":"m","input":1,"output":1 | provider: 'opnai' is not configured; the nearest is 'openai'
          "model":"m","input":1,"output":1 | provider: is missing
          "provider":"openai","input":1,"output":1 | model: is missing
          "provider":"openai","model":" ","input":1,"output":1 | model: has to be a name
          "provider":"openai","model":"a\\nb","input":1,"output":1 | model: has to be a name
          "provider":"openai","model":"m","output":1 | input: is missing
          "provider":"openai","model":"m","input":-1,"output":1 | input: has to be US dollars a million tokens, from 0 to 10000
          "provider":"openai","model":"m","input":10001,"output":1 | input: has to be US dollars a million tokens, from 0 to 10000
          "provider":"openai","model":"m","input":1e-10,"output":1 | input: has to be US dollars
          "provider":"openai","model":"m","input":1e999,"output":1 | input: has to be a number
          "provider":"openai","model":"m","input":"1","output":1 | input: has to be a number
          "provider":"openai","model":"m","input":1,"output":1,"validFrom":"soon" | validFrom: has to be a day
          "provider":"openai","model":"m","input":1,"output":1,"validFrom":"1990-01-01" | validFrom: has to be a day such as 2026-01-31, from 2020-01-01
          "provider":"openai","model":"m","input":1,"output":1,"tiers":[{"above":0,"input":1,"output":1,"mode":"whole"}] | tiers[0].above: has to be a number of tokens from 1 to
          "provider":"openai","model":"m","input":1,"output":1,"tiers":[{"above":5,"input":1,"output":1}] | tiers[0].mode: is missing
          "provider":"openai","model":"m","input":1,"output":1,"tiers":[{"above":5,"input":1,"output":1,"mode":"whole"},{"above":5,"input":1,"output":1,"mode":"whole"}] | tiers[1].above: has to be above the tier before it, 5
          "provider":"openai","model":"m","input":1,"output":1,"tiers":[{"above":5,"input":1,"output":1,"mode":"whole"},{"above":6,"input":1,"output":1,"mode":"marginal"}] | tiers: has to be of one mode
          "provider":"openai","model":"m","input":1,"output":1,"cached":1 | cached: is not a known field; the nearest is 'cacheWrite'
          """)
  void whatIsWrongIsToldByFieldAndRangeAndChangesNothing(String fields, String message) {
    assertThatThrownBy(() -> put("{" + fields + "}"))
        .isInstanceOfSatisfying(
            ApiProblem.class, problem -> assertThat(problem.status()).isEqualTo(422))
        .hasMessageContaining(message);
    assertThat(kept.all).isEmpty();
  }

  @Test
  void everythingThatIsWrongIsToldAtOnce() {
    assertThatThrownBy(() -> put("{\"provider\": \"x\", \"input\": -1}"))
        .hasMessageContaining("provider:")
        .hasMessageContaining("model:")
        .hasMessageContaining("input:")
        .hasMessageContaining("output:");
  }

  private static List<String> names(JsonNode listed) {
    List<String> names = new ArrayList<>();
    listed.forEach(price ->
        names.add(price.get("provider").stringValue() + " " + price.get("model").stringValue()));
    return names;
  }

  private JsonNode list(String... query) {
    return perform(HttpMethod.GET, "", query);
  }

  private JsonNode put(String body) {
    return perform(HttpMethod.PUT, body);
  }

  private JsonNode delete(String... query) {
    return perform(HttpMethod.DELETE, "", query);
  }

  private JsonNode perform(HttpMethod method, String body, String... query) {
    MultiMap parameters = MultiMap.caseInsensitiveMultiMap();
    for (int index = 0; index < query.length; index += 2) {
      parameters.add(query[index], query[index + 1]);
    }
    Operation operation =
        operations.stream().filter(it -> it.method().equals(method)).findFirst().orElseThrow();
    Operation.Reply reply =
        operation
            .action()
            .perform(Calls.byOwner(Map.of(), parameters, body.getBytes(StandardCharsets.UTF_8)));
    return JSON.valueToTree(reply.body());
  }

  private static Settings settings() {
    ModelSettings own =
        new ModelSettings(
            "own", Price.perMillion(BigDecimal.ONE, BigDecimal.TEN, "file"), 0, 0, Set.of());
    return new Settings(
        List.of(
            provider("openai", List.of(ModelSettings.named("gpt-4o-mini"))),
            provider("house", List.of(own, ModelSettings.named("unpriced")))),
        Map.of(),
        List.of());
  }

  private static ProviderSettings provider(String name, List<ModelSettings> models) {
    return new ProviderSettings(
        name,
        name,
        Protocol.OPENAI,
        URI.create("http://127.0.0.1:1"),
        new Secret("secret"),
        Hosting.Direct.PLAIN,
        models);
  }

  /** A store in memory. */
  private static final class Kept implements PriceOverrides {
    final List<PriceOverride> all = new ArrayList<>();

    @Override
    public List<PriceOverride> all() {
      return List.copyOf(all);
    }

    @Override
    public void put(PriceOverride override, Instant at) {
      delete(override.provider(), override.model(), override.validFrom());
      all.add(override);
    }

    @Override
    public boolean delete(String provider, String model, LocalDate validFrom) {
      return all.removeIf(it ->
          it.provider().equals(provider)
              && it.model().equals(model)
              && it.validFrom().equals(validFrom));
    }
  }
}
