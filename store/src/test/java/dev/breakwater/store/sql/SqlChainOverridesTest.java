package dev.breakwater.store.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.gateway.settings.Answering;
import dev.breakwater.gateway.settings.Answering.BrokenStream;
import dev.breakwater.gateway.settings.Answering.OnContentPolicy;
import dev.breakwater.gateway.settings.Answering.WholeAnswers;
import dev.breakwater.gateway.settings.AttemptSettings;
import dev.breakwater.gateway.settings.ChainSettings;
import dev.breakwater.gateway.settings.Choice;
import dev.breakwater.gateway.settings.Choice.Affinity;
import dev.breakwater.gateway.settings.Choice.Strategy;
import dev.breakwater.gateway.settings.CircuitSettings;
import dev.breakwater.gateway.settings.Hedging;
import dev.breakwater.gateway.settings.Retries;
import dev.breakwater.gateway.settings.RouteTarget;
import dev.breakwater.gateway.settings.Target;
import dev.breakwater.gateway.settings.Timeouts;
import dev.breakwater.operations.chains.ChainPlace;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SqlChainOverridesTest extends OnEachDatabase {
  private static final Instant NOW = Instant.ofEpochMilli(1_750_000_000_000L);

  SqlChainOverridesTest(TestDatabase.Kind kind) {
    super(kind);
  }

  @Test
  void whatAnOlderProgramKeptReadsAsTheDefaultWhereItIsSilent() {
    ChainSettings chain =
        ChainText.read(
            "production",
            """
            {"primary": "openai/a", "fallbacks": [{"target": "router/b", "priority": 4}],
             "maxRetries": 3, "onContentPolicy": "FAIL"}
            """);

    assertThat(chain)
        .isEqualTo(
            ChainSettings.of(
                "production",
                new Target("openai", "a"),
                List.of(new RouteTarget(new Target("router", "b"), 4)),
                AttemptSettings.DEFAULT,
                ChainSettings.Origin.API));
  }

  @Test
  void chainsComeBackAsTheyWereKept() {
    ChainSettings chain =
        new ChainSettings(
            "staging",
            List.of(
                new RouteTarget(new Target("google", "gemini-1.5-flash"), 0, 3),
                new RouteTarget(new Target("router", "meta/llama"), 2, 999),
                new RouteTarget(new Target("openai", "gpt-4o-mini"), 1)),
            new AttemptSettings(
                new Retries(2, Duration.ofMillis(5), Duration.ofMillis(6)),
                new CircuitSettings(7, Duration.ofSeconds(9)),
                new Timeouts(
                    Duration.ofMillis(1),
                    Duration.ofMillis(2),
                    Duration.ofMillis(3),
                    Duration.ofMillis(4),
                    Duration.ofMillis(5)),
                new Answering(
                    WholeAnswers.STREAMED,
                    BrokenStream.HOLD,
                    OnContentPolicy.FALLBACK,
                    new Hedging.AfterP95(0.25)),
                new Choice(Strategy.COST, Affinity.SESSION)),
            ChainSettings.Origin.API);
    ChainSettings plain =
        ChainSettings.of(
            "staging",
            new Target("openai", "gpt-4o"),
            List.of(),
            AttemptSettings.DEFAULT,
            ChainSettings.Origin.API);
    SqlChainOverrides chains = new SqlChainOverrides(database);
    ChainPlace place = ChainPlace.shared("staging");
    chains.put(place, chain, NOW);
    assertThat(chains.all()).isEqualTo(Map.of(place, chain));
    chains.put(place, plain, NOW);
    ChainPlace own = new ChainPlace("acme", "staging");
    chains.put(own, chain, NOW);
    assertThat(chains.all()).isEqualTo(Map.of(place, plain, own, chain));
    assertThat(chains.delete(place)).isTrue();
    assertThat(chains.delete(place)).isFalse();
    assertThat(chains.all()).isEqualTo(Map.of(own, chain));
  }
}
