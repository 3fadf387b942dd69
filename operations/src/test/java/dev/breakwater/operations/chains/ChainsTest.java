package dev.breakwater.operations.chains;

import static dev.breakwater.operations.chains.ChainChange.NONE;
import static dev.breakwater.operations.chains.ChainPlace.shared;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.gateway.settings.Answering;
import dev.breakwater.gateway.settings.Answering.BrokenStream;
import dev.breakwater.gateway.settings.Answering.OnContentPolicy;
import dev.breakwater.gateway.settings.Answering.WholeAnswers;
import dev.breakwater.gateway.settings.AttemptSettings;
import dev.breakwater.gateway.settings.ChainSettings;
import dev.breakwater.gateway.settings.ChainSettings.Origin;
import dev.breakwater.gateway.settings.Choice;
import dev.breakwater.gateway.settings.Choice.Affinity;
import dev.breakwater.gateway.settings.Choice.Strategy;
import dev.breakwater.gateway.settings.Hedging;
import dev.breakwater.gateway.settings.LiveSettings;
import dev.breakwater.gateway.settings.ProviderSettings;
import dev.breakwater.gateway.settings.RouteTarget;
import dev.breakwater.gateway.settings.Settings;
import dev.breakwater.gateway.settings.Target;
import dev.breakwater.operations.StoreUnavailable;
import dev.breakwater.operations.chains.ChainAnswer.Problem;
import dev.breakwater.operations.changes.Actor;
import dev.breakwater.operations.changes.Change;
import dev.breakwater.operations.changes.RecordedInMemory;
import dev.breakwater.operations.changes.Topic;
import dev.breakwater.operations.roles.Principal;
import dev.breakwater.operations.settings.LayeredSettings;
import dev.breakwater.wire.format.Protocol;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ChainsTest {
  private static final ChainSettings FILE =
      ChainSettings.of(
          "production",
          new Target("google", "gemini-1.5-flash"),
          List.of(
              new RouteTarget(new Target("openai", "gpt-4o-mini"), 1),
              new RouteTarget(new Target("anthropic", "claude-3-haiku"), 2)),
          AttemptSettings.DEFAULT,
          Origin.FILE);
  private static final Actor BOSS = new Actor(Principal.ANYBODY, "192.0.2.1");
  private static final InstantSource CLOCK = InstantSource.fixed(Instant.EPOCH);

  private final RecordedInMemory recorded = new RecordedInMemory();
  private final MemoryOverrides store = new MemoryOverrides();
  private final HeldSettings live = new HeldSettings(settings(Map.of("production", FILE)));
  private final Chains chains =
      Chains.open(store, new LayeredSettings(live), recorded.changes(), CLOCK);

  @Test
  void aChangeOfOneFieldKeepsTheOthersAndHoldsAtOnce() {
    ChainSettings changed = changed("production", threshold(10));
    assertThat(changed.attempts().circuit().threshold()).isEqualTo(10);
    assertThat(changed.attempts().retries().maxRetries()).isEqualTo(3);
    assertThat(changed.fallbacks()).isEqualTo(FILE.fallbacks());
    assertThat(changed.origin()).isEqualTo(Origin.API);
    assertThat(live.current().chain("production")).contains(changed);
    assertThat(store.all()).containsOnlyKeys(shared("production"));
    assertThat(chains.shadowed(settings(Map.of("production", FILE))))
        .containsExactly("chains.production");
  }

  @Test
  void anEmptyListMakesAChainOfOne() {
    assertThat(changed("production", fallbacks(List.of())).fallbacks()).isEmpty();
  }

  @Test
  void lowerPrioritiesComeFirstAndLeftOutOnesFollowTheList() {
    ChainSettings changed =
        changed(
            "production",
            fallbacks(
                List.of(
                    new ChainChange.Fallback("openai", "late", 9L, null),
                    new ChainChange.Fallback("openai", "early", null, null))));
    assertThat(changed.fallbacks())
        .containsExactly(
            new RouteTarget(new Target("openai", "early"), 2),
            new RouteTarget(new Target("openai", "late"), 9));
  }

  @Test
  void howEqualsAreChosenAndAnswersComeIsChangedFieldByField() {
    changed(
        "production",
        NONE.with(new ChainChange.Primary(null, null, 3L))
            .with(List.of(new ChainChange.Fallback("openai", "equal", 0L, 7L)))
            .with(new ChainChange.Order(Strategy.WEIGHTED, null))
            .with(
                new ChainChange.Answers(
                    WholeAnswers.STREAMED, null, null, new ChainChange.Hedge.AfterP95(0.2))));
    changed("production", NONE.with(new ChainChange.Order(null, Affinity.SESSION)));
    ChainSettings changed =
        changed(
            "production",
            NONE.with(
                new ChainChange.Answers(
                    null, BrokenStream.RESUME, null, new ChainChange.Hedge.AfterP95(null))));

    assertThat(changed.targets())
        .containsExactly(
            new RouteTarget(FILE.primary(), 0, 3),
            new RouteTarget(new Target("openai", "equal"), 0, 7));
    assertThat(changed.attempts().choice())
        .isEqualTo(new Choice(Strategy.WEIGHTED, Affinity.SESSION));
    assertThat(changed.attempts().answering())
        .isEqualTo(
            new Answering(
                WholeAnswers.STREAMED,
                BrokenStream.RESUME,
                OnContentPolicy.FAIL,
                new Hedging.AfterP95(0.2)));
    assertThat(changed.attempts().retries()).isEqualTo(FILE.attempts().retries());
  }

  @Test
  void aHedgeWithoutAShareTakesTheUsualOneAndIsTakenBackByOff() {
    assertThat(hedged(new ChainChange.Hedge.AfterP95(null))).isEqualTo(new Hedging.AfterP95(0.05));
    assertThat(hedged(new ChainChange.Hedge.Off())).isEqualTo(new Hedging.Off());
  }

  private Hedging hedged(ChainChange.Hedge hedge) {
    return changed("production", NONE.with(new ChainChange.Answers(null, null, null, hedge)))
        .attempts()
        .answering()
        .hedging();
  }

  @Test
  void everyProblemIsNamedAtOnceAndNothingChanges() {
    ChainChange wrong =
        NONE.with(new ChainChange.Primary("nobody", null, 0L))
            .with(
                List.of(
                    new ChainChange.Fallback("openai", "fine", 1L, 1_000L),
                    new ChainChange.Fallback("opnai", null, -1L, 1_001L)))
            .with(new ChainChange.Repeats(21L, Duration.ofHours(2), null))
            .with(new ChainChange.Circuit(0L, null))
            .with(new ChainChange.Times(null, Duration.ZERO, null, null, null))
            .with(new ChainChange.Answers(null, null, null, new ChainChange.Hedge.AfterP95(1.01)));
    ChainAnswer answer = chains.change(shared("production"), wrong, BOSS);
    assertThat(answer).isInstanceOf(ChainAnswer.Refused.class);
    assertThat(((ChainAnswer.Refused) answer).problems())
        .extracting(Problem::field)
        .containsExactly(
            "primaryWeight",
            "primaryProvider",
            "fallbackProviders[1].provider",
            "fallbackProviders[1].model",
            "fallbackProviders[1].priority",
            "fallbackProviders[1].weight",
            "maxRetries",
            "retryDelay",
            "circuitBreakerThreshold",
            "timeouts.firstByte",
            "hedge.costShare");
    assertThat(((ChainAnswer.Refused) answer).problems().getFirst().message())
        .isEqualTo("must be a whole number from 1 to 1000");
    assertThat(((ChainAnswer.Refused) answer).problems().getLast().message())
        .isEqualTo("must be a number above 0, at most 1");
    assertThat(((ChainAnswer.Refused) answer).problems().get(1).message())
        .contains("nobody")
        .contains("google, openai, anthropic");
    assertThat(chains.get(shared("production"))).contains(FILE);
    assertThat(store.all()).isEmpty();
  }

  @Test
  void aNewEnvironmentBeginsWithProductionsValues() {
    ChainSettings staging = changed("staging", threshold(3));
    assertThat(staging.environment()).isEqualTo("staging");
    assertThat(staging.primary()).isEqualTo(FILE.primary());
    assertThat(chains.get(shared("production"))).contains(FILE);
    assertThat(chains.get(shared("elsewhere")).orElseThrow().environment()).isEqualTo("elsewhere");
  }

  @Test
  void aResetGoesBackToTheFile() {
    changed("production", threshold(10));
    changed("staging", threshold(10));
    assertThat(chains.reset(shared("production"), BOSS)).contains(FILE);
    assertThat(chains.reset(shared("staging"), BOSS).orElseThrow().attempts())
        .isEqualTo(FILE.attempts());
    assertThat(live.current().chains()).containsOnlyKeys("production");
    assertThat(store.all()).isEmpty();
  }

  @Test
  void aChangeThatCannotBeKeptDoesNotHold() {
    store.away = true;
    assertThatThrownBy(() -> chains.change(shared("production"), threshold(10), BOSS))
        .isInstanceOf(StoreUnavailable.class);
    assertThat(chains.get(shared("production"))).contains(FILE);
  }

  @Test
  void whatTheApiChangedOutlivesARestartAndANewFile() {
    ChainSettings changed = changed("production", threshold(10));
    HeldSettings next = new HeldSettings(settings(Map.of("production", FILE)));
    LayeredSettings settings = new LayeredSettings(next);
    Chains reopened = Chains.open(store, settings, recorded.changes(), CLOCK);
    assertThat(next.current().chain("production")).contains(changed);
    ChainSettings newFile =
        ChainSettings.of(
            "production", FILE.primary(), List.of(), AttemptSettings.DEFAULT, Origin.FILE);
    settings.takeUp(settings(Map.of("production", newFile)));
    assertThat(next.current().chain("production")).contains(changed);
    assertThat(reopened.reset(shared("production"), BOSS)).contains(newFile);
  }

  @Test
  void aTenantsOwnChainShadowsTheSharedOneForItAlone() {
    ChainPlace own = new ChainPlace("acme", "production");
    ChainSettings changed = ((ChainAnswer.Changed) chains.change(own, threshold(10), BOSS)).chain();
    assertThat(changed.attempts().circuit().threshold()).isEqualTo(10);
    assertThat(changed.targets()).isEqualTo(FILE.targets());
    assertThat(chains.get(own)).contains(changed);
    assertThat(chains.get(shared("production"))).contains(FILE);
    assertThat(chains.get(new ChainPlace("other", "production"))).contains(FILE);
    assertThat(live.current().seenBy("acme").chain("production")).contains(changed);
    assertThat(chains.reset(own, BOSS)).contains(FILE);
    assertThat(live.current().tenant("acme").chains()).isEmpty();
  }

  @Test
  void aTenantThatIsDeletedTakesItsOwnChainsWithItAndNobodyElses() {
    ChainPlace own = new ChainPlace("acme", "production");
    chains.change(own, threshold(10), BOSS);
    chains.change(new ChainPlace("globex", "production"), threshold(20), BOSS);
    changed("staging", threshold(3));
    assertThat(chains.eraseTenant("acme")).isTrue();
    assertThat(chains.eraseTenant("acme")).isFalse();
    assertThat(store.all())
        .containsOnlyKeys(new ChainPlace("globex", "production"), shared("staging"));
    assertThat(chains.get(own).orElseThrow().attempts().circuit().threshold())
        .isEqualTo(FILE.attempts().circuit().threshold());
  }

  @Test
  void everyChangeIsRecordedWithHowItWasBefore() {
    changed("production", threshold(10));
    chains.reset(shared("production"), BOSS);
    chains.reset(shared("production"), BOSS);
    assertThat(recorded.recorded())
        .extracting(Change::action)
        .containsExactly("chain.change", "chain.reset");
    Change change = recorded.recorded().getFirst();
    assertThat(change.actor()).isEqualTo(BOSS);
    assertThat(change.object()).isEqualTo("production");
    assertThat(change.before()).contains("\"circuitBreakerThreshold\":5");
    assertThat(change.after()).contains("\"circuitBreakerThreshold\":10");
    assertThat(recorded.current()).containsEntry(Topic.CHAINS, 2L);
  }

  @Test
  void whatAnotherNodeChangedIsTakenUp() {
    LayeredSettings elsewhere = new LayeredSettings(new HeldSettings(live.current()));
    Chains other = Chains.open(store, elsewhere, recorded.changes(), CLOCK);
    ChainSettings changed = changed("production", threshold(10));
    assertThat(other.get(shared("production"))).contains(FILE);
    other.reload();
    assertThat(other.get(shared("production"))).contains(changed);
  }

  @Test
  void withoutAnyChainThePrimaryMustBeNamed() {
    Chains empty =
        Chains.open(
            new MemoryOverrides(),
            new LayeredSettings(new HeldSettings(Settings.EMPTY)),
            recorded.changes(),
            CLOCK);
    assertThat(empty.get(shared("production"))).isEmpty();
    assertThat(
            ((ChainAnswer.Refused) empty.change(shared("production"), threshold(5), BOSS))
                .problems())
        .extracting(Problem::field)
        .containsExactly("primaryProvider", "primaryModel");
  }

  private ChainSettings changed(String environment, ChainChange change) {
    return ((ChainAnswer.Changed) chains.change(shared(environment), change, BOSS)).chain();
  }

  private static ChainChange threshold(long threshold) {
    return NONE.with(new ChainChange.Circuit(threshold, null));
  }

  private static ChainChange fallbacks(List<ChainChange.Fallback> fallbacks) {
    return NONE.with(fallbacks);
  }

  private static Settings settings(Map<String, ChainSettings> chains) {
    List<ProviderSettings> providers = new ArrayList<>();
    for (String name : List.of("google", "openai", "anthropic")) {
      providers.add(
          new ProviderSettings(
              name, name, Protocol.OPENAI, URI.create("http://127.0.0.1:1"), null, List.of()));
    }
    return new Settings(providers, chains, List.of());
  }

  private static final class HeldSettings implements LiveSettings {
    private Settings settings;

    HeldSettings(Settings settings) {
      this.settings = settings;
    }

    @Override
    public Settings current() {
      return settings;
    }

    @Override
    public void replace(UnaryOperator<Settings> change) {
      settings = change.apply(settings);
    }
  }

  private static final class MemoryOverrides implements ChainOverrides {
    private final Map<ChainPlace, ChainSettings> kept = new LinkedHashMap<>();
    private boolean away;

    @Override
    public Map<ChainPlace, ChainSettings> all() {
      return Map.copyOf(kept);
    }

    @Override
    public void put(ChainPlace place, ChainSettings chain, @Nullable Instant at) {
      if (away) {
        throw new StoreUnavailable("away", new IllegalStateException("away"));
      }
      kept.put(place, chain);
    }

    @Override
    public boolean delete(ChainPlace place) {
      return kept.remove(place) != null;
    }
  }
}
