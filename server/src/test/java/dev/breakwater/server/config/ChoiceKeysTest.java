package dev.breakwater.server.config;

import static dev.breakwater.server.config.Loads.PROVIDERS;
import static dev.breakwater.server.config.Loads.accepted;
import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.gateway.settings.Answering;
import dev.breakwater.gateway.settings.Answering.BrokenStream;
import dev.breakwater.gateway.settings.Answering.OnContentPolicy;
import dev.breakwater.gateway.settings.Answering.WholeAnswers;
import dev.breakwater.gateway.settings.ChainSettings;
import dev.breakwater.gateway.settings.Choice;
import dev.breakwater.gateway.settings.Choice.Affinity;
import dev.breakwater.gateway.settings.Choice.Strategy;
import dev.breakwater.gateway.settings.Hedging;
import dev.breakwater.gateway.settings.RouteSettings;
import dev.breakwater.gateway.settings.RouteTarget;
import dev.breakwater.gateway.settings.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How equals are chosen and answers come, as chains and routes say it. */
class ChoiceKeysTest {
  private static final Path GUIDE = Path.of("../docs/operations.md");

  private static ChainSettings chain(String keys) {
    return accepted(PROVIDERS + "chains: {production: {" + keys + "}}")
        .gateway()
        .chain("production")
        .orElseThrow();
  }

  private static List<RouteTarget> route(String chainKeys, String routeKeys) {
    return accepted(
            PROVIDERS
                + "chains: {production: {primary: local/x"
                + chainKeys
                + "}}\nroutes: {r: {"
                + routeKeys
                + "}}")
        .gateway()
        .routes()
        .getFirst()
        .targets();
  }

  private static List<String> warnings(String text) {
    Loaded loaded = Loads.load(PROVIDERS + text);
    assertThat(loaded).isInstanceOf(Loaded.Accepted.class);
    return Loads.shown(loaded.warnings());
  }

  private static RouteTarget target(String model, int level, int weight) {
    return new RouteTarget(new Target("local", model), level, weight);
  }

  @Test
  void everyKeyOfAChainIsRead() {
    ChainSettings chain =
        chain(
            """
            primary: {target: local/a, weight: 3},
            fallbacks: [{target: local/b, priority: 0, weight: 7}, {target: local/c}, local/d],
            wholeAnswers: streamed, brokenStream: resume, onContentPolicy: fallback,
            hedge: {after: p95, costShare: 0.125}, strategy: weighted, affinity: session
            """);

    assertThat(chain.targets())
        .containsExactly(
            target("a", 0, 3), target("b", 0, 7), target("c", 2, 1), target("d", 3, 1));
    assertThat(chain.attempts().choice())
        .isEqualTo(new Choice(Strategy.WEIGHTED, Affinity.SESSION));
    assertThat(chain.attempts().answering())
        .isEqualTo(
            new Answering(
                WholeAnswers.STREAMED,
                BrokenStream.RESUME,
                OnContentPolicy.FALLBACK,
                new Hedging.AfterP95(0.125)));
  }

  @Test
  void everyWordIsKnown() {
    for (String word : List.of("fail", "resume", "hold")) {
      assertThat(
              chain("primary: local/a, brokenStream: " + word)
                  .attempts()
                  .answering()
                  .brokenStream())
          .hasToString(word.toUpperCase(java.util.Locale.ROOT));
    }
    for (String word : List.of("priority", "weighted", "latency", "cost")) {
      assertThat(chain("primary: local/a, strategy: " + word).attempts().choice().strategy())
          .hasToString(word.toUpperCase(java.util.Locale.ROOT));
    }
  }

  @Test
  void aHedgeWithoutAShareHasTheUsualOneAndARouteInheritsOrDeclinesIt() {
    assertThat(chain("primary: local/a, hedge: {after: p95}").attempts().answering().hedging())
        .isEqualTo(new Hedging.AfterP95(0.05));
    Configuration configuration =
        accepted(
            PROVIDERS
                + """
                chains: {production: {primary: local/a, hedge: {costShare: 0.5}}}
                routes:
                  inherits: {targets: [local/a]}
                  narrows: {targets: [local/a], hedge: {costShare: 0.1}}
                  takes: {targets: [local/a], hedge: {after: p95}}
                  declines: {targets: [local/a], hedge: off}
                """);

    assertThat(configuration.gateway().routes())
        .extracting(route -> route.attempts().answering().hedging())
        .containsExactly(
            new Hedging.AfterP95(0.5),
            new Hedging.AfterP95(0.1),
            new Hedging.AfterP95(0.5),
            new Hedging.Off());
    assertThat(configuration.origins())
        .containsEntry(
            "routes.inherits.hedge",
            new Setting("{after: p95, costShare: 0.5}", new Origin.Default()));
  }

  @Test
  void theEnvironmentSwitchesAHedgeOffOrChangesItsShare() {
    String file = PROVIDERS + "chains: {production: {primary: local/a, hedge: {costShare: 0.5}}}";

    assertThat(hedging(file, "BREAKWATER_CHAINS_PRODUCTION_HEDGE", "off"))
        .isEqualTo(new Hedging.Off());
    assertThat(hedging(file, "BREAKWATER_CHAINS_PRODUCTION_HEDGE_COST_SHARE", "0.25"))
        .isEqualTo(new Hedging.AfterP95(0.25));
  }

  private static Hedging hedging(String file, String variable, String value) {
    return accepted(file, Map.of(variable, value), LoadOptions.NONE)
        .gateway()
        .chain("production")
        .orElseThrow()
        .attempts()
        .answering()
        .hedging();
  }

  @Test
  void targetsOfARouteAreOneLevelUnlessItTakesThemInOrder() {
    assertThat(route("", "targets: [local/a, local/b]"))
        .containsExactly(target("a", 0, 1), target("b", 1, 1));
    assertThat(route("", "strategy: weighted, targets: [local/a, {target: local/b, weight: 9}]"))
        .containsExactly(target("a", 0, 1), target("b", 0, 9));
    assertThat(
            route(
                "", "strategy: cost, targets: [{target: local/a, priority: 3}, local/b, local/c]"))
        .containsExactly(target("b", 0, 1), target("c", 0, 1), target("a", 3, 1));
    assertThat(route(", strategy: latency", "targets: [local/a, local/b]"))
        .containsExactly(target("a", 0, 1), target("b", 0, 1));
    assertThat(
            route(
                ", strategy: latency",
                "strategy: priority, targets: [local/a, {target: local/b, priority: 0}]"))
        .containsExactly(target("a", 0, 1), target("b", 0, 1));
  }

  @Test
  void aChoiceThatCanNeverBeMadeIsWarnedAboutWithTheWayToMakeIt() {
    assertThat(
            warnings(
                "chains: {production: {primary: local/a, fallbacks: [local/b], strategy: cost}}"))
        .containsExactly(
            "b.yaml:4:63: chains.production.strategy: has nothing to choose from, for no two"
                + " targets have the same priority; list {target: provider/model, priority: 0}"
                + " among the fallbacks to make a target the primary's equal, or give two"
                + " fallbacks the same priority");
    assertThat(warnings("routes: {r: {targets: [local/a], strategy: weighted}}"))
        .singleElement()
        .asString()
        .endsWith("list two targets or more, with the same priority");
    assertThat(warnings("routes: {r: {targets: [local/a, local/b], affinity: session}}"))
        .singleElement()
        .asString()
        .contains("routes.r.affinity: has nothing to choose from");
  }

  @Test
  void aStrategyThatAffinityOverrulesIsWarnedAbout() {
    String route = "routes: {r: {targets: [local/a, local/b], affinity: session, strategy: ";
    assertThat(warnings(route + "latency}}"))
        .singleElement()
        .asString()
        .contains("routes.r.strategy: has no effect beside affinity: session");
    assertThat(warnings(route + "weighted}}")).isEmpty();
  }

  @Test
  void whatARouteInheritsIsNotHeldAgainstIt() {
    assertThat(
            warnings(
                """
                chains:
                  production:
                    primary: local/a
                    fallbacks: [{target: local/b, priority: 0}]
                    strategy: weighted
                    affinity: session
                routes: {r: {targets: [local/a]}}
                """))
        .isEmpty();
  }

  @Test
  void theExampleInTheGuideDoesWhatTheGuideSays() throws IOException {
    String section = Files.readString(GUIDE).split("\n## Choosing among equals\n", -1)[1];
    String example = section.split("```yaml\n", -1)[1].split("```", -1)[0];
    Map<String, String> keys = Map.of("OPENAI_API_KEY", "sk-1", "ANTHROPIC_API_KEY", "sk-2");

    Loaded loaded = Loads.load(example, keys, LoadOptions.NONE);

    assertThat(Loads.shown(loaded.warnings())).isEmpty();
    Configuration configuration = accepted(example, keys, LoadOptions.NONE);
    ChainSettings chain = configuration.gateway().chain("production").orElseThrow();
    assertThat(chain.targets()).extracting(RouteTarget::level).containsExactly(0, 0, 2);
    assertThat(chain.targets()).extracting(RouteTarget::weight).containsExactly(3, 1, 1);
    assertThat(chain.attempts().choice())
        .isEqualTo(new Choice(Strategy.WEIGHTED, Affinity.SESSION));
    List<RouteSettings> routes = configuration.gateway().routes();
    assertThat(routes).extracting(RouteSettings::name).containsExactly("fast", "cheap");
    assertThat(routes)
        .extracting(it -> it.attempts().choice())
        .containsExactly(
            new Choice(Strategy.LATENCY, Affinity.OFF), new Choice(Strategy.COST, Affinity.OFF));
    assertThat(routes.getFirst().targets()).extracting(RouteTarget::level).containsExactly(0, 0);
    assertThat(routes.getLast().targets()).extracting(RouteTarget::level).containsExactly(0, 0, 9);
  }
}
