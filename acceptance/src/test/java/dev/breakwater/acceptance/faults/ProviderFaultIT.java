package dev.breakwater.acceptance.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.breakwater.acceptance.ClientPrograms;
import dev.breakwater.acceptance.Feature;
import dev.breakwater.acceptance.LedgerFile.Attempt;
import dev.breakwater.acceptance.Library;
import dev.breakwater.acceptance.Protocol;
import dev.breakwater.acceptance.Simulator.Call;
import dev.breakwater.acceptance.faults.Row.End;
import dev.breakwater.acceptance.faults.Row.Trouble;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Providers that fail in every way: before the first token the next target answers and nobody
 * notices, after it the client's library raises an error. {@link Row} is the table; each row is
 * asked at once by clients of four protocols, whole and streamed, passed through and translated.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProviderFaultIT {
  private static final String QUICK_TO_GIVE_UP =
      "maxRetries: 0, circuitBreakerThreshold: 1000,"
          + " timeouts: {connect: 3s, firstByte: 2s, idle: 2s, attempt: 3s, total: 8s}";

  /** A library, what it speaks here, and whom it asks: speakers of its protocol and of others. */
  private record Front(Library library, Protocol protocol, String vendor) {}

  private static final List<Front> FRONTS =
      List.of(
          new Front(Library.NPM_OPENAI, Protocol.CHAT, "openai"),
          new Front(Library.NPM_ANTHROPIC, Protocol.MESSAGES, "anthropic"),
          new Front(Library.NPM_GOOGLE, Protocol.GEMINI, "openai"),
          new Front(Library.OPENAI_JAVA, Protocol.RESPONSES, "google"),
          new Front(Library.NPM_OPENAI, Protocol.CHAT, "anthropic"));

  private final ExecutorService wire = Executors.newVirtualThreadPerTaskExecutor();
  private Troubles troubles;
  private Scene scene;
  private ClientPrograms programs;
  private Bystander bystander;
  private Promises promises;
  private int row;

  @BeforeAll
  @Timeout(180)
  void start(@TempDir Path directory) {
    troubles = new Troubles(directory);
    scene =
        new Scene(
            directory,
            troubles.environment(),
            simulator ->
                troubles.providers(simulator) + Scene.chain(QUICK_TO_GIVE_UP) + Bystander.ROUTE);
    programs = new ClientPrograms(scene.server().url().toString(), Scene.ACME_KEY);
    bystander = new Bystander(scene.server().url());
    bystander.isServedOn(0, 5);
    // The clients' own start, classes and connections are no part of any row.
    Row.all().stream().limit(3).forEach(it -> assertThat(strike(it)).isNotEmpty());
    promises = new Promises(scene);
  }

  @AfterAll
  void stop() {
    bystander.close();
    programs.close();
    wire.close();
    scene.close();
    troubles.close();
  }

  @TestFactory
  Stream<DynamicContainer> aProviderThat() {
    return Stream.concat(
        Row.all().stream()
            .map(it -> dynamicContainer(it.name(), Stream.of(it).flatMap(this::strike))),
        Stream.of(
            dynamicContainer(
                "has failed in all these ways",
                Stream.of(
                    dynamicTest(
                        "leaves nothing behind", () -> promises.everythingIsBackAtItsBase())))));
  }

  /** Asks everybody at once, and gives the checks of what they were told. */
  private Stream<DynamicTest> strike(Row struck) {
    scene.calm();
    if (promises != null) {
      promises.begin();
    }
    String prefix = "r" + row++ + "-";
    int served = bystander.served();
    long began = System.nanoTime();
    troubles.begin(struck.trouble(), scene.simulator());
    List<Asked> all = new ArrayList<>();
    for (Front front : FRONTS) {
      all.add(ask(struck, front, prefix, false));
      all.add(ask(struck, front, prefix, true));
      all.add(read(struck, front, prefix));
    }
    all.forEach(Asked::awaitAnswer);
    long tookMillis = (System.nanoTime() - began) / 1_000_000;
    int servedMeanwhile = bystander.served() - served;
    int strikes = troubles.end();
    List<Call> calls = scene.calls(prefix);
    return Stream.concat(
        all.stream()
            .map(asked ->
                dynamicTest(
                    asked.title(), () -> asked.isAnsweredAsExpected(of(asked.model(), calls)))),
        Stream.of(
            dynamicTest("has failed", () -> hasStruck(struck, all, calls, strikes)),
            dynamicTest("is told in the fallback log", () -> isLogged(all)),
            dynamicTest(
                "keeps no other tenant waiting",
                () -> {
                  assertThat(servedMeanwhile).isGreaterThanOrEqualTo((int) (tookMillis / 1500));
                  bystander.isServedOn(served, 2);
                }),
            dynamicTest("is recorded, and tells no secret", () -> hold(prefix, all, calls))));
  }

  private Asked ask(Row struck, Front front, String prefix, boolean stream) {
    String provider = struck.trouble().provider(front.vendor());
    String model = prefix + front.vendor() + "-" + front.protocol().key() + (stream ? "-s" : "-w");
    return new Asked.ByLibrary(
        front.library() + (stream ? ", streamed, of " : ", whole, of ") + provider,
        provider,
        model,
        stream ? struck.streamed() : struck.whole(),
        programs
            .of(front.library())
            .ask(
                front.protocol(),
                stream ? Feature.STREAMED : Feature.WHOLE,
                provider + "/" + model,
                prompt(model),
                0)
            .told());
  }

  private Asked read(Row struck, Front front, String prefix) {
    String provider = struck.trouble().provider(front.vendor());
    String model = prefix + front.vendor() + "-" + front.protocol().key() + "-r";
    return new Asked.ByWire(
        provider,
        model,
        struck.streamed(),
        front.protocol(),
        CompletableFuture.supplyAsync(
            () ->
                RawStream.read(
                    scene.server().url(),
                    Scene.GLOBEX_KEY,
                    front.protocol(),
                    provider + "/" + model,
                    prompt(model)),
            wire));
  }

  /** Each asks something of its own, so that an answer that went astray is a wrong answer. */
  private static String prompt(String model) {
    return "What is so calm about harbour " + model + "?";
  }

  private static List<Call> of(String model, List<Call> calls) {
    return calls.stream().filter(it -> it.body().contains("harbour " + model + "?")).toList();
  }

  private void hasStruck(Row struck, List<Asked> all, List<Call> calls, int strikes) {
    List<Call> ofTheTroubled =
        calls.stream().filter(it -> !it.model().equals(Scene.STEADY_MODEL)).toList();
    switch (struck.trouble()) {
      case Trouble.Script script ->
          assertThat(ofTheTroubled)
              .hasSize(all.size())
              .allSatisfy(call -> assertThat(call.fault()).isEqualTo(script.fault()));
      case Trouble.Line line -> {
        long expected =
            all.stream()
                .filter(it -> it.expected() != End.SAME && it.expected() != End.EITHER)
                .count();
        // A call that met a full machine may have run out of time before it met its fault.
        assertThat(strikes).isBetween(expected == 0 ? 0 : 1, (int) expected);
      }
      case Trouble.Address address -> {
        Awaitility.await("recorded")
            .untilAsserted(() ->
                assertThat(errorsOf(address.name()))
                    .hasSizeGreaterThanOrEqualTo(all.size())
                    .contains(address.error())
                    .isSubsetOf(address.error(), "connect_timeout", "first_byte_timeout"));
        assertThat(ofTheTroubled).hasSize(address.error().isEmpty() ? all.size() : 0);
      }
    }
  }

  /** One of those who were answered by the next target, for all are logged the same way. */
  private void isLogged(List<Asked> all) {
    all.stream()
        .filter(it -> it.expected() == End.NEXT)
        .flatMap(it -> it.requestId().stream().map(id -> Map.entry(it, scene.server().log(id))))
        .findFirst()
        .ifPresent(asked -> {
          JsonNode row = asked.getValue();
          assertThat(row.get("success").booleanValue()).isTrue();
          assertThat(row.get("attempts").intValue()).isEqualTo(2);
          assertThat(row.get("primary_provider").asString()).isEqualTo(asked.getKey().provider());
          assertThat(row.get("used_provider").asString()).isEqualTo(Scene.STEADY_PROVIDER);
          assertThat(row.get("error_type").asString()).isNotEmpty();
          assertThat(row.get("error_message").asString()).contains(asked.getKey().model());
        });
  }

  private List<String> errorsOf(String provider) {
    return scene.ledger().attempts().stream()
        .filter(it -> it.provider().equals(provider))
        .map(Attempt::error)
        .toList();
  }

  private void hold(String prefix, List<Asked> all, List<Call> calls) {
    List<String> lost =
        all.stream().filter(it -> !it.isSettled(of(it.model(), calls))).map(Asked::model).toList();
    promises.hold(
        new Promises.Ours(
            row -> row.model().startsWith(prefix) || row.model().equals(Scene.STEADY_MODEL),
            call -> calls.stream().anyMatch(it -> it.body().equals(call.body())),
            call -> !lost.contains(call.model())),
        all.stream().map(Asked::told).toList());
    List<Attempt> rows = scene.ledger().attempts();
    for (Asked asked : all) {
      assertThat(rows)
          .filteredOn(row -> row.model().equals(asked.model()))
          .as(asked.title())
          .singleElement()
          .satisfies(row ->
              assertThat(row.status())
                  .isEqualTo(asked.isSettled(of(asked.model(), calls)) ? "success" : "error"));
    }
  }
}
