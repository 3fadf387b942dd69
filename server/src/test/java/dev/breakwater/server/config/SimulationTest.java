package dev.breakwater.server.config;

import static dev.breakwater.server.config.Loads.PROVIDERS;
import static dev.breakwater.server.config.Loads.accepted;
import static dev.breakwater.server.config.Loads.problems;
import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.gateway.settings.ChainSettings;
import dev.breakwater.gateway.settings.ProviderSettings;
import dev.breakwater.gateway.settings.RouteTarget;
import dev.breakwater.gateway.settings.Target;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class SimulationTest {

  private static final LoadOptions SIMULATE = simulate(OptionalInt.empty(), OptionalInt.empty());

  private static LoadOptions simulate(OptionalInt port, OptionalInt simulatorPort) {
    return new LoadOptions(Optional.empty(), port, Optional.empty(), true, simulatorPort, false);
  }

  @Test
  void withoutAnyProviderTheReferenceChainIsSimulated() {
    Configuration configuration = accepted("");

    assertThat(configuration.simulator()).contains(new SimulatorSettings(8081, false));
    assertThat(configuration.gateway().providers())
        .extracting(
            provider -> provider.name() + " " + provider.protocol() + " " + provider.baseUrl())
        .containsExactly(
            "openai OPENAI http://127.0.0.1:8081/openai/v1",
            "anthropic ANTHROPIC http://127.0.0.1:8081/anthropic",
            "google GEMINI http://127.0.0.1:8081/gemini");
    ChainSettings chain = configuration.gateway().chain("production").orElseThrow();
    assertThat(chain.primary()).isEqualTo(new Target("google", "gemini-1.5-flash"));
    assertThat(chain.fallbacks())
        .extracting(RouteTarget::target)
        .containsExactly(
            new Target("openai", "gpt-4o-mini"), new Target("anthropic", "claude-3-haiku"));
  }

  @Test
  void aConfiguredProviderSwitchesTheSimulationOff() {
    assertThat(accepted(PROVIDERS).simulator()).isEmpty();
    assertThat(accepted("", Map.of("GROQ_API_KEY", "k"), LoadOptions.NONE).simulator()).isEmpty();
  }

  @Test
  void aBrokenProviderIsNoReasonToSimulate() {
    assertThat(problems("providers: [{name: x, protocol: azure}]")).hasSize(1);
  }

  @Test
  void askedForItReplacesProvidersOfTheSameNameAndKeepsTheOthers() {
    Configuration configuration = accepted(PROVIDERS, Map.of(), SIMULATE);
    ProviderSettings openai = configuration.gateway().provider("openai").orElseThrow();

    assertThat(openai.baseUrl()).hasToString("http://127.0.0.1:8081/openai/v1");
    assertThat(openai.models()).hasSize(2);
    assertThat(String.valueOf(openai.apiKey() == null ? null : openai.apiKey().reveal()))
        .as("real keys stay at home")
        .isEqualTo("simulated-key");
    assertThat(configuration.gateway().provider("local").orElseThrow().baseUrl())
        .hasToString("http://127.0.0.1:9001/v1");
    assertThat(configuration.gateway().chain("production").orElseThrow().primary())
        .isEqualTo(new Target("google", "gemini-1.5-flash"));
  }

  @Test
  void theFilesChainMayNameSimulatedProvidersAndIsKept() {
    Configuration configuration =
        accepted("chains: {production: {primary: anthropic/claude-sonnet-4}}");

    assertThat(configuration.gateway().chain("production").orElseThrow().primary())
        .isEqualTo(new Target("anthropic", "claude-sonnet-4"));
  }

  @Test
  void theSimulatorTakesTheNextPortUnlessToldAnother() {
    assertThat(port(simulate(OptionalInt.of(23_100), OptionalInt.empty()))).isEqualTo(23_101);
    assertThat(port(simulate(OptionalInt.of(0), OptionalInt.empty()))).isZero();
    assertThat(port(simulate(OptionalInt.of(1), OptionalInt.of(99)))).isEqualTo(99);
    assertThat(problems("", Map.of(), simulate(OptionalInt.of(99), OptionalInt.of(99))))
        .containsExactly(
            "command line --simulator-port: 99 is out of range or the server's own; from 0 to"
                + " 65535");
  }

  private static int port(LoadOptions options) {
    return accepted("", Map.of(), options).simulator().orElseThrow().port();
  }

  @Test
  void onceItsPortIsKnownItsProvidersMoveThere() {
    Configuration moved =
        accepted(PROVIDERS, Map.of(), simulate(OptionalInt.of(0), OptionalInt.empty()))
            .withSimulatorOn(23_200);

    assertThat(moved.simulator()).contains(new SimulatorSettings(23_200, true));
    assertThat(moved.gateway().providers().stream().map(it -> it.baseUrl().toString()).toList())
        .isEqualTo(
            List.of(
                "http://127.0.0.1:23200/openai/v1",
                "http://127.0.0.1:9001/v1",
                "http://127.0.0.1:23200/anthropic",
                "http://127.0.0.1:23200/gemini"));
  }
}
