package dev.breakwater.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/**
 * Agents written for their vendors' official clients walk through twenty tool turns, every turn by
 * what the tool of the turn before has said.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AgentLoopIT {
  private static final int TURNS = 20;
  private static final Duration PATIENCE = Duration.ofSeconds(50);
  private static final Path PROGRAMS = Path.of("node").toAbsolutePath();

  private SimulatorProcess providers;
  private Simulator simulator;

  /** A program and what it is pointed at. */
  record Agent(String program, String provider, String path, String model, boolean thinks) {
    List<String> command(URI server, boolean streamed) {
      List<String> command = new ArrayList<>();
      command.add("node");
      command.add(program);
      command.add(server + path);
      command.add(SimulatorProcess.providerKey(provider));
      command.add(model);
      if (streamed) {
        command.add("streamed");
      }
      return command;
    }

    @Override
    public String toString() {
      return program;
    }
  }

  @BeforeAll
  void start(@TempDir Path directory) {
    providers = new SimulatorProcess(directory);
    simulator = providers.simulator();
  }

  @AfterAll
  void stop() {
    providers.close();
  }

  @BeforeEach
  void heal() {
    simulator.heal();
  }

  private static Stream<Arguments> agents() {
    return Stream.of(
            new Agent("agent-anthropic.mjs", "anthropic", "/anthropic", "claude-haiku-4-5", true),
            new Agent("agent-openai.mjs", "openai", "/openai", "gpt-4o-mini", false))
        .flatMap(agent -> Stream.of(Arguments.of(agent, false), Arguments.of(agent, true)));
  }

  @ParameterizedTest(name = "{0}, streamed: {1}")
  @MethodSource("agents")
  void anAgentGoesTwentyTurnsWithItsOwnVendor(Agent agent, boolean streamed) {
    JsonNode told = told(agent.command(simulator.url(), streamed));

    assertThat(told.get("turns").intValue()).isEqualTo(TURNS);
    assertThat(told.get("calls").size()).isEqualTo(TURNS);
    List<Simulator.Call> calls = simulator.calls(agent.provider());
    assertThat(calls)
        .hasSize(TURNS + 1)
        .allSatisfy(call -> {
          assertThat(call.ended()).isEqualTo("whole");
          assertThat(call.stream()).isEqualTo(streamed);
        });
    assertThat(told.get("text").stringValue())
        .isNotEmpty()
        .satisfies(text -> assertThat(calls.getLast().text()).endsWith(text));
    assertThat(told.at("/tokens/input").longValue())
        .isEqualTo(calls.stream().mapToLong(Simulator.Call::inputTokens).sum());
    assertThat(told.at("/tokens/output").longValue())
        .isEqualTo(calls.stream().mapToLong(Simulator.Call::outputTokens).sum());
    if (agent.thinks()) {
      assertThat(told.get("thoughts").intValue()).isEqualTo(TURNS + 1);
      assertThat(told.get("signatures").intValue()).isEqualTo(TURNS + 1);
    }
  }

  private static Stream<Arguments> abroad() {
    return Stream.of(
            Arguments.of("agent-anthropic.mjs", "openai", "gpt-4o-mini"),
            Arguments.of("agent-anthropic.mjs", "google", "gemini-2.5-flash"),
            Arguments.of("agent-openai.mjs", "anthropic", "claude-haiku-4-5"),
            Arguments.of("agent-openai.mjs", "google", "gemini-2.5-flash"))
        .flatMap(it ->
            Stream.of(false, true)
                .map(streamed -> Arguments.of(it.get()[0], it.get()[1], it.get()[2], streamed)));
  }

  @ParameterizedTest(name = "{0} at {1}, streamed: {3}")
  @MethodSource("abroad")
  void theSameAgentGoesTwentyTurnsWithAnotherVendorThroughBreakwater(
      String program, String provider, String model, boolean streamed, @TempDir Path directory) {
    try (Server server = Server.simulated(directory)) {
      List<String> command = new ArrayList<>();
      command.addAll(List.of("node", program, server.url().toString(), Server.API_KEY));
      command.add(provider + "/" + model);
      if (streamed) {
        command.add("streamed");
      }
      JsonNode told = told(command);

      assertThat(told.get("turns").intValue()).isEqualTo(TURNS);
      assertThat(told.get("calls").size()).isEqualTo(TURNS);
      for (String other : Simulator.PROVIDERS) {
        assertThat(server.simulator().calls(other))
            .as(other)
            .hasSize(other.equals(provider) ? TURNS + 1 : 0);
      }
      List<Simulator.Call> calls = server.simulator().calls(provider);
      assertThat(calls).allSatisfy(call -> assertThat(call.ended()).isEqualTo("whole"));
      assertThat(told.get("text").stringValue())
          .isNotEmpty()
          .satisfies(text -> assertThat(calls.getLast().text()).endsWith(text));
      assertThat(told.at("/tokens/input").longValue())
          .isEqualTo(calls.stream().mapToLong(Simulator.Call::inputTokens).sum());
      assertThat(told.at("/tokens/output").longValue())
          .isEqualTo(calls.stream().mapToLong(Simulator.Call::outputTokens).sum());
    }
  }

  private static JsonNode told(List<String> command) {
    try (Child agent = Child.start(command, PROGRAMS, Map.of())) {
      int code = agent.ended(PATIENCE);
      assertThat(code).as(agent.printed()).isZero();
      return agent
          .printed()
          .lines()
          .filter(line -> line.startsWith("{"))
          .map(Http.JSON::readTree)
          .findFirst()
          .orElseThrow();
    }
  }
}
