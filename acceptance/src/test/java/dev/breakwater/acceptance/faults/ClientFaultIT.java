package dev.breakwater.acceptance.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.acceptance.ClientProgram;
import dev.breakwater.acceptance.ClientPrograms;
import dev.breakwater.acceptance.Feature;
import dev.breakwater.acceptance.LedgerFile.Attempt;
import dev.breakwater.acceptance.Library;
import dev.breakwater.acceptance.Protocol;
import dev.breakwater.acceptance.Simulator.Call;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A client that leaves takes its upstream call with it, and is billed for what it took. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClientFaultIT {
  private static final Duration ONE_SECOND = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private Scene scene;
  private ClientPrograms programs;
  private Promises promises;
  private int number;

  @BeforeAll
  @Timeout(180)
  void start(@TempDir Path directory) {
    scene = new Scene(directory, Map.of(), simulator -> Scene.chain("maxRetries: 0"));
    programs = new ClientPrograms(scene.server().url().toString(), Scene.ACME_KEY);
    for (Front front : Front.ALL) {
      programs
          .of(front.library())
          .ask(front.protocol(), Feature.WHOLE, Scene.STEADY, "Ready?", 0)
          .told()
          .orTimeout(60, TimeUnit.SECONDS)
          .join();
    }
    promises = new Promises(scene);
  }

  @AfterAll
  void stop() {
    promises.everythingIsBackAtItsBase();
    programs.close();
    scene.close();
  }

  @BeforeEach
  void calm() {
    scene.calm();
    promises.begin();
    number++;
  }

  @AfterEach
  void hold() {
    promises.hold(
        new Promises.Ours(row -> row.model().equals(model()), call -> true, call -> true),
        List.of());
  }

  /** Who asks whom. */
  private record Front(Library library, Protocol protocol, String provider) {
    static final List<Front> ALL =
        List.of(
            new Front(Library.NPM_OPENAI, Protocol.CHAT, "openai"),
            new Front(Library.OPENAI_JAVA, Protocol.CHAT, "anthropic"),
            new Front(Library.NPM_OPENAI, Protocol.RESPONSES, "google"),
            new Front(Library.NPM_ANTHROPIC, Protocol.MESSAGES, "anthropic"),
            new Front(Library.NPM_ANTHROPIC, Protocol.MESSAGES, "google"),
            new Front(Library.NPM_GOOGLE, Protocol.GEMINI, "google"),
            new Front(Library.NPM_GOOGLE, Protocol.GEMINI, "openai"));

    @Override
    public String toString() {
      return library + " with " + protocol.title() + " of " + provider;
    }
  }

  private String model() {
    return "left-" + number;
  }

  private static Stream<Arguments> beforeTheAnswer() {
    return Front.ALL.stream()
        .flatMap(front ->
            Stream.of(Feature.WHOLE, Feature.STREAMED)
                .flatMap(feature ->
                    Stream.of("{\"fault\": \"silent\"}", "{\"firstToken\": \"20s\"}")
                        .map(script -> Arguments.of(front, feature, script))));
  }

  @ParameterizedTest(name = "{1} by {0}, {2}")
  @MethodSource("beforeTheAnswer")
  void anUpstreamThatHasNotAnsweredIsLeftWithinASecond(
      Front front, Feature feature, String script) {
    scene.simulator().script(front.provider(), script);
    ClientProgram.Asked asked = ask(front, feature, 0);
    scene.simulator().awaitCall(front.provider(), PATIENCE, call -> true);

    asked.leave().run();

    isAbandonedWithinASecond(front.provider());
    assertThat(asked.told().orTimeout(20, TimeUnit.SECONDS).join().has("error")).isTrue();
    isBilledAsCancelled(0);
  }

  private static Stream<Front> fronts() {
    return Front.ALL.stream();
  }

  @ParameterizedTest(name = "by {0}")
  @MethodSource("fronts")
  void aStreamInItsMiddleIsLeftWithinASecond(Front front) {
    scene.simulator().script(front.provider(), "{\"betweenTokens\": \"300ms\", \"tokens\": 100}");

    ask(front, Feature.STREAMED, 2).told().orTimeout(20, TimeUnit.SECONDS).join();

    Call call = isAbandonedWithinASecond(front.provider());
    assertThat(call.outputTokens()).isBetween(2L, 20L);
    isBilledAsCancelled(2);
  }

  private static Stream<Arguments> rawWays() {
    return Stream.<Map.Entry<String, Consumer<RawClient>>>of(
            Map.entry("closes", RawClient::close),
            Map.entry("resets", RawClient::reset),
            Map.entry("ends its half", RawClient::endItsHalf))
        .flatMap(way ->
            Stream.of("openai", "anthropic", "google")
                .map(provider -> Arguments.of(way.getKey(), way.getValue(), provider)));
  }

  @ParameterizedTest(name = "{0}, asking {2}")
  @MethodSource("rawWays")
  void aConnectionThatBreaksInAStreamIsLeftWithinASecond(
      String name, Consumer<RawClient> way, String provider) {
    scene.simulator().script(provider, "{\"betweenTokens\": \"300ms\", \"tokens\": 100}");
    try (RawClient client = new RawClient(64 * 1024, scene.server().url().getPort())) {
      client.ask(scene.server().url(), provider + "/" + model(), "Never mind", true);
      client.readUntil("\"content\":\"");

      way.accept(client);

      isAbandonedWithinASecond(provider);
      isBilledAsCancelled(1);
    }
  }

  private ClientProgram.Asked ask(Front front, Feature feature, int leaveAfterPieces) {
    return programs
        .of(front.library())
        .ask(
            front.protocol(),
            feature,
            front.provider() + "/" + model(),
            "Never mind",
            leaveAfterPieces);
  }

  private Call isAbandonedWithinASecond(String provider) {
    Call call =
        scene.simulator().awaitCall(provider, ONE_SECOND, it -> it.ended().equals("abandoned"));
    assertThat(scene.simulator().calls(Scene.STEADY_PROVIDER)).as("called on").isEmpty();
    return call;
  }

  /**
   * @param least tokens that the client has surely seen
   */
  private void isBilledAsCancelled(long least) {
    Awaitility.await("recorded")
        .atMost(PATIENCE)
        .untilAsserted(() -> {
          List<Attempt> rows =
              scene.ledger().attempts().stream().filter(it -> it.model().equals(model())).toList();
          assertThat(rows).hasSize(1);
          Attempt row = rows.getFirst();
          assertThat(row.status()).isEqualTo("cancelled");
          assertThat(row.estimated()).isTrue();
          assertThat(row.inputTokens()).isPositive();
          assertThat(row.outputTokens()).isGreaterThanOrEqualTo(least);
        });
  }
}
