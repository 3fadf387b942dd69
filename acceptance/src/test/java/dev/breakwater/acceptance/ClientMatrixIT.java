package dev.breakwater.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.acceptance.CompatibilityTable.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/**
 * Every official client, in every protocol that it speaks, gets every feature of every provider.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ClientMatrixIT {
  private static final Path PAGE = Path.of("../docs/compatibility.md");

  /** Beside those that are always simulated; moved to the simulator as they are. */
  private static final String MORE_PROVIDERS =
      """
      providers:
      - {name: azure, baseUrl: "https://azure.example.org", apiKey: simulated-key, models: [gpt-4o-mini]}
      - {name: bedrock, region: us-east-1, accessKeyId: simulated, secretAccessKey: simulated,
         models: [anthropic.claude-sonnet-4-5-20250929-v1:0]}
      chains:
        production: {primary: google/gemini-1.5-flash, fallbacks: [openai/gpt-4o-mini, anthropic/claude-3-haiku]}
      """;

  private final CompatibilityTable table = new CompatibilityTable();
  private Server server;
  private Simulator simulator;
  private ClientPrograms programs;

  @BeforeAll
  void start(@TempDir Path directory) throws IOException {
    Path configuration = directory.resolve("breakwater.yaml");
    Files.writeString(configuration, MORE_PROVIDERS);
    server =
        Server.start(
            directory,
            // Every client tries wrong keys, all from this address.
            Map.of("BREAKWATER_ACCESS_WRONGKEYSPERMINUTE", "0"),
            "--simulate",
            "--simulator-port",
            "0",
            "--config",
            configuration.toString());
    simulator = server.simulator();
    programs = new ClientPrograms(server.url().toString(), Server.API_KEY);
  }

  @AfterAll
  void stop() {
    programs.close();
    server.close();
  }

  private static Stream<Arguments> cases() {
    return Arrays.stream(Library.values())
        .flatMap(library ->
            library.protocols().stream()
                .flatMap(protocol ->
                    Arrays.stream(Upstream.values())
                        .flatMap(upstream ->
                            protocol.features().stream()
                                .map(feature ->
                                    Arguments.of(library, protocol, upstream, feature)))));
  }

  @Order(1)
  @ParameterizedTest(name = "{0}: {1} {3} of {2}")
  @MethodSource("cases")
  void aClientIsToldWhatTheProviderHasSaid(
      Library library, Protocol protocol, Upstream upstream, Feature feature) {
    table.add(library, protocol, upstream, feature, verdict(library, protocol, upstream, feature));
  }

  private Verdict verdict(Library library, Protocol protocol, Upstream upstream, Feature feature) {
    if (!library.can(protocol, feature)) {
      JsonNode told = ask(library, protocol, upstream, feature);
      assertThat(told.path("unsupported").asString("")).as(told.toString()).isNotEmpty();
      return new Verdict.Inexpressible(told.get("unsupported").asString());
    }
    if (!Expectations.isAsked(protocol, upstream, feature)) {
      return new Verdict.NotYet();
    }
    simulator.forget(upstream.provider());
    JsonNode told = ask(library, protocol, upstream, feature);
    Optional<String> inexpressible = Expectations.inexpressible(upstream, feature);
    if (inexpressible.isPresent()) {
      assertThat(told.path("error").path("status").asInt(0)).as(told.toString()).isEqualTo(400);
      assertThat(simulator.calls(upstream.provider())).isEmpty();
      return new Verdict.Inexpressible(upstream.provider() + ": " + inexpressible.get());
    }
    Optional<String> quirk = Expectations.quirk(library, protocol, upstream, feature);
    if (quirk.isPresent()) {
      assertThat(told.get("error")).as(told.toString()).isNotNull();
      return new Verdict.Inexpressible(library.title() + ": " + quirk.get());
    }
    try {
      new Check(
              library,
              protocol,
              feature,
              upstream,
              told,
              simulator.calls(upstream.provider()),
              upstream.showsThinking(protocol) && library.readsThinking(protocol))
          .holds();
    } catch (AssertionError e) {
      throw new AssertionError(
          library + ": " + protocol + " " + feature + " of " + upstream + "\ntold: " + told, e);
    }
    return new Verdict.Works();
  }

  private JsonNode ask(Library library, Protocol protocol, Upstream upstream, Feature feature) {
    String model = upstream.model(feature);
    // With its provider named any model is passed on, for who serves it knows best.
    String asked = feature == Feature.UNKNOWN_MODEL ? model : upstream.provider() + "/" + model;
    return programs.of(library).told(protocol, feature, asked, Prompts.of(feature));
  }

  @Order(2)
  @Test
  void theDocumentationShowsThisRun() throws IOException {
    if ("write".equals(System.getProperty("breakwater.compatibility"))) {
      Files.writeString(PAGE, table.text());
    }
    assertThat(PAGE).content().isEqualTo(table.text());
  }
}
