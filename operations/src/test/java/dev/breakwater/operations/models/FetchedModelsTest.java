package dev.breakwater.operations.models;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.gateway.offers.Offer;
import dev.breakwater.gateway.offers.OfferedList;
import dev.breakwater.gateway.offers.OfferedModel;
import dev.breakwater.gateway.offers.Offers;
import dev.breakwater.gateway.offers.Use;
import dev.breakwater.gateway.settings.ProviderId;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is remembered of providers' lists, and when it is written down. */
class FetchedModelsTest {
  private static final ProviderId HOUSE = ProviderId.shared("house");
  private static final ProviderId OWN = new ProviderId("acme", "own");

  private final MemoryModels store = new MemoryModels();
  private Instant now = Instant.parse("2030-01-01T00:00:00Z");
  private final FetchedModels models = open();

  private FetchedModels open() {
    return store.open(() -> now);
  }

  private static OfferedList list(boolean whole, String... names) {
    return new OfferedList(Arrays.stream(names).map(FetchedModelsTest::model).toList(), whole);
  }

  private static OfferedModel model(String name) {
    return new OfferedModel(name, Use.CHAT, 100, 10, Set.of("tools"));
  }

  private void pass(Duration time) {
    now = now.plus(time);
  }

  private static List<String> shown(FetchedModels models, ProviderId provider) {
    return models.of(provider).orElseThrow().models().stream()
        .map(it -> it.isAvailable() ? it.name() : "(" + it.name() + ")")
        .toList();
  }

  @Test
  void aListIsPublishedWrittenAndTold() {
    models.learn(HOUSE, list(true, "a", "b"));
    assertThat(models.offers().of(HOUSE).models()).containsOnlyKeys("a", "b");
    assertThat(store.writes()).containsExactly("put house", "news of MODELS");
  }

  @Test
  void aListThatSaysTheSameIsNeitherPublishedNorWritten() {
    models.learn(HOUSE, list(true, "a"));
    Offers published = models.offers();
    store.writes().clear();
    pass(Duration.ofMinutes(1));
    models.learn(HOUSE, list(true, "a"));
    assertThat(models.offers()).isSameAs(published);
    assertThat(store.writes()).isEmpty();
    assertThat(models.of(HOUSE).orElseThrow().checkedAt()).isEqualTo(now.toEpochMilli());
  }

  @Test
  void itsTimeIsWrittenOnceAnHour() {
    models.learn(HOUSE, list(true, "a"));
    store.writes().clear();
    for (int minute = 0; minute < 130; minute++) {
      pass(Duration.ofMinutes(1));
      models.learn(HOUSE, list(true, "a"));
    }
    assertThat(store.writes()).containsExactly("checked house", "checked house");
  }

  @Test
  void whatVanishesIsKeptAsUnavailableAndMayComeBack() {
    models.learn(HOUSE, list(true, "a", "b"));
    long first = now.toEpochMilli();
    pass(Duration.ofMinutes(1));
    models.learn(HOUSE, list(true, "b"));
    long since = now.toEpochMilli();
    pass(Duration.ofMinutes(1));
    models.learn(HOUSE, list(true, "b"));
    assertThat(shown(models, HOUSE)).containsExactly("b", "(a)");
    assertThat(models.of(HOUSE).orElseThrow().models().getLast())
        .isEqualTo(new KnownModel(model("a"), first, since));
    assertThat(models.offers().of(HOUSE))
        .isEqualTo(new Offer(Map.of("b", model("b")), Set.of("a")));
    models.learn(HOUSE, list(true, "a", "b"));
    assertThat(shown(models, HOUSE)).containsExactly("a", "b");
    assertThat(models.of(HOUSE).orElseThrow().models().getFirst().firstSeen()).isEqualTo(first);
  }

  @Test
  void aPartOfAListSaysNothingOfTheRest() {
    models.learn(HOUSE, list(true, "a", "b"));
    models.learn(HOUSE, list(false, "c"));
    assertThat(shown(models, HOUSE)).containsExactly("c", "a", "b");
  }

  @Test
  void aChangedLimitIsAChange() {
    models.learn(HOUSE, list(true, "a"));
    OfferedModel larger = new OfferedModel("a", Use.CHAT, 200, 10, Set.of("tools"));
    models.learn(HOUSE, new OfferedList(List.of(larger), true));
    assertThat(models.offers().of(HOUSE).model("a")).isEqualTo(larger);
  }

  @Test
  void aProviderThatListsOtherNamesEachTimeFillsNothing() {
    for (int round = 0; round < 5; round++) {
      String prefix = "r" + round + "-";
      pass(Duration.ofMinutes(1));
      models.learn(
          HOUSE,
          list(
              round % 2 == 0,
              IntStream.range(0, OfferedList.MOST)
                  .mapToObj(it -> prefix + it)
                  .toArray(String[]::new)));
      assertThat(shown(models, HOUSE))
          .hasSizeLessThanOrEqualTo(OfferedList.MOST + ProviderList.MOST_GONE)
          .startsWith(prefix + "0");
    }
    assertThat(shown(models, HOUSE).getLast()).as("the latest to go").startsWith("(r3-");
  }

  @Test
  void anotherLifeGoesOnFromWhatWasKept() {
    models.learn(HOUSE, list(true, "a", "b"));
    models.learn(HOUSE, list(true, "b"));
    FetchedModels next = open();
    assertThat(shown(next, HOUSE)).containsExactly("b", "(a)");
    assertThat(next.offers()).isEqualTo(models.offers());
  }

  @Test
  void withoutADatabaseListsLiveInMemoryAndAreWrittenLater() {
    store.away(true);
    FetchedModels alone = open();
    alone.learn(HOUSE, list(true, "a"));
    assertThat(alone.offers().of(HOUSE).models()).containsOnlyKeys("a");
    store.away(false);
    alone.reload();
    assertThat(shown(alone, HOUSE)).as("not lost by what was not written").containsExactly("a");
    alone.learn(HOUSE, list(true, "a"));
    assertThat(store.writes()).containsExactly("put house", "news of MODELS");
  }

  @Test
  void anotherNodesListIsTakenUp() {
    FetchedModels other = open();
    other.learn(OWN, list(true, "x"));
    other.learn(HOUSE, list(true, "a"));
    models.reload();
    assertThat(models.offers()).isEqualTo(other.offers());
    Offers published = models.offers();
    models.reload();
    assertThat(models.offers()).as("nothing new").isSameAs(published);
    other.forget(OWN);
    models.reload();
    assertThat(models.of(OWN)).isEmpty();
    assertThat(models.offers().of(OWN)).isEqualTo(Offer.NONE);
  }

  @Test
  void aProviderIsForgottenWithEverythingOfIt() {
    models.learn(HOUSE, list(true, "a"));
    models.learn(OWN, list(true, "x"));
    store.writes().clear();
    models.keepOnly(HOUSE::equals);
    assertThat(store.writes()).containsExactly("removed acme:own", "news of MODELS");
    assertThat(models.offers().byProvider()).containsOnlyKeys(HOUSE);
    models.forget(OWN);
    assertThat(store.writes()).as("it was not there").hasSize(2);
  }
}
