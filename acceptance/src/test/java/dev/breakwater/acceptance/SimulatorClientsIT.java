package dev.breakwater.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** The simulated providers satisfy their vendors' clients, or they would prove nothing. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SimulatorClientsIT {
  private SimulatorProcess providers;
  private Simulator simulator;
  private final Map<Upstream, ClientPrograms> programs = new EnumMap<>(Upstream.class);

  @BeforeAll
  void start(@TempDir Path directory) {
    providers = new SimulatorProcess(directory);
    simulator = providers.simulator();
  }

  private ClientProgram program(Library library, Upstream vendor) {
    return programs
        .computeIfAbsent(
            vendor, it -> new ClientPrograms(simulator.url() + it.path(), "a-key-of-the-vendor"))
        .of(library);
  }

  @AfterAll
  void stop() {
    programs.values().forEach(ClientPrograms::close);
    providers.close();
  }

  private static Stream<Arguments> cases() {
    return Arrays.stream(Library.values())
        .flatMap(library ->
            library.protocols().stream()
                .flatMap(protocol ->
                    protocol.features().stream()
                        .filter(SimulatorClientsIT::isTheVendors)
                        .map(feature -> Arguments.of(library, protocol, feature))));
  }

  /** The simulator takes any key and serves any model. */
  private static boolean isTheVendors(Feature feature) {
    return feature != Feature.BAD_KEY && feature != Feature.UNKNOWN_MODEL;
  }

  @ParameterizedTest(name = "{0}: {1} {2}")
  @MethodSource("cases")
  void aVendorsClientGetsFromItsVendorWhatItAsksFor(
      Library library, Protocol protocol, Feature feature) {
    Upstream vendor = library.vendor(protocol);
    simulator.forget(vendor.provider());

    JsonNode told =
        program(library, vendor)
            .told(protocol, feature, vendor.model(feature), Prompts.of(feature));

    if (library.can(protocol, feature)) {
      new Check(
              library,
              protocol,
              feature,
              vendor,
              told,
              simulator.calls(vendor.provider()),
              vendor.showsThinking(protocol))
          .holds();
    } else {
      assertThat(told.path("unsupported").asString("")).as(told.toString()).isNotEmpty();
    }
  }
}
