package dev.breakwater.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.breakwater.server.config.Configuration;
import dev.breakwater.server.config.LastGood;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class CommandsTest {

  private static final String GOOD = "providers: [{name: openai, models: [gpt-4o]}]\n";

  private static final OfflineApi NOT_OFFLINE =
      (_, call) -> {
        throw new IllegalStateException(call.path());
      };

  @TempDir private Path directory;

  private final Map<String, String> environment = new TreeMap<>();
  private final List<Configuration> served = new ArrayList<>();
  private final List<Integer> simulated = new ArrayList<>();
  private long trained = 1;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    Commands commands =
        new Commands(
            environment,
            (_, configuration) -> {
              served.add(configuration);
              return 0;
            },
            port -> {
              simulated.add(port);
              return 0;
            },
            _ -> trained,
            NOT_OFFLINE,
            new Typed());
    return commands.run(new PrintWriter(out), new PrintWriter(err), arguments);
  }

  /** Commands that reach no server of their own. */
  static Commands commands(Map<String, String> environment, String... typed) {
    return new Commands(environment, (_, _) -> 0, _ -> 0, _ -> 1, NOT_OFFLINE, new Typed(typed));
  }

  private String file(String text) throws IOException {
    return Files.writeString(directory.resolve("b.yaml"), text).toString();
  }

  private String data() {
    return directory.resolve("data").toString();
  }

  @Test
  void serveHandsTheConfigurationToTheServer() throws IOException {
    assertThat(run("serve", "--config", file(GOOD), "--port", "23010", "--data", data(), "--open"))
        .isZero();

    assertThat(served)
        .singleElement()
        .satisfies(configuration -> {
          assertThat(configuration.server().port()).isEqualTo(23_010);
          assertThat(configuration.server().openAccess()).isTrue();
          assertThat(configuration.data()).hasToString(data());
        });
  }

  @Test
  void serveRefusesABrokenFileAndListsEverything() throws IOException {
    String file = file("server: {port: x}\ncolour: red\n");

    assertThat(run("serve", "--config", file)).isEqualTo(2);
    assertThat(served).isEmpty();
    assertThat(err.toString())
        .contains(file + ":1:16: server.port: 'x' is not a whole number")
        .contains(file + ":2:1: colour: unknown key")
        .contains("2 problems");
  }

  @Test
  void serveStartsWithTheLastGoodConfigurationWhenAskedTo() throws IOException {
    assertThat(run("serve", "--config", file(GOOD), "--data", data())).isZero();
    assertThat(LastGood.read(Path.of(data()))).contains(GOOD);
    String broken = file("server: [");

    assertThat(run("serve", "--config", broken, "--data", data())).isEqualTo(2);
    assertThat(run("serve", "--config", broken, "--data", data(), "--last-good")).isZero();
    assertThat(served).hasSize(2);
    assertThat(served.getLast().gateway().provider("openai")).isPresent();
  }

  @Test
  void withoutALastGoodConfigurationItIsStillRefused() throws IOException {
    assertThat(run("serve", "--config", file("server: ["), "--data", data(), "--last-good"))
        .isEqualTo(2);
    assertThat(err.toString()).contains("no last good configuration at");
  }

  @Test
  void openRefusesAHostThatOthersReach() {
    assertThat(run("serve", "--open", "--host", "0.0.0.0")).isEqualTo(2);
    assertThat(err.toString()).contains("--open switches authentication off");
  }

  @Test
  void checkTellsGoodFromBad() throws IOException {
    assertThat(run("check", "--config", file(GOOD + "locale: ja"))).isZero();
    assertThat(out.toString()).contains("b.yaml: good, with 1 warning");
    assertThat(err.toString()).contains("warning: ").contains(":2:1: locale: has no effect");

    assertThat(run("check", "--config", file("colour: red"))).isEqualTo(2);
    assertThat(run("check", "--config", directory.resolve("gone").toString())).isEqualTo(2);
    assertThat(err.toString()).contains("gone does not exist");
  }

  @Test
  void theSimulatorHasAPortOfItsOwn() {
    assertThat(run("simulator")).isZero();
    assertThat(run("simulator", "--port", "0")).isZero();
    assertThat(run("simulator", "--port", "70000")).isEqualTo(2);
    assertThat(simulated).containsExactly(8081, 0);
  }

  @Test
  void aWrongCommandLineEndsWithTwo() {
    assertThat(run()).isEqualTo(2);
    assertThat(run("sreve")).isEqualTo(2);
    assertThat(run("serve", "--prot", "1")).isEqualTo(2);
    assertThat(err.toString()).contains("sreve").contains("--port");
  }

  @Test
  void statusShowsOneScreen() throws IOException {
    Map<String, String> answers =
        Map.of(
            "/api/llm/config",
            "{\"version\": \"0.1.0\", \"simulator\": {\"url\": \"http://127.0.0.1:8081\"}}",
            "/api/admin/llm-fallback?environment=production",
            """
            {"config": {"primaryProvider": "google", "primaryModel": "gemini-1.5-flash",
             "fallbackProviders": [{"provider": "openai", "model": "gpt-4o-mini", "priority": 1}]}}
            """,
            "/api/admin/llm-fallback?action=health",
            """
            {"providers": [{"provider": "google", "model": "gemini-1.5-flash", "isHealthy": false,
             "circuitState": "open", "successRate": 12.5, "avgResponseTime": 40.4}]}
            """,
            "/api/admin/llm-usage?hours=24",
            "{\"stats\": {\"requestCount\": 42, \"successRate\": 97.6, \"totalCost\": 0.1234}}");
    HttpServer server = server(answers);
    try {
      environment.put("BREAKWATER_ADMIN_KEY", "the admin's own key");
      String url = "http://127.0.0.1:" + server.getAddress().getPort();

      assertThat(run("status", "--url", url + "/")).as(err.toString()).isZero();
      assertThat(out.toString().lines())
          .containsExactly(
              "connected to " + url + ", version 0.1.0",
              "providers simulated at http://127.0.0.1:8081",
              "current provider (production): openai/gpt-4o-mini",
              "",
              "  target                                   circuit    healthy       success   "
                  + "  response",
              "  google/gemini-1.5-flash                  open       no             12.5 %    "
                  + "    40 ms",
              "",
              "last 24 hours: 42 requests, 97.6 % succeeded, 0.1234 US dollars");

      environment.put("BREAKWATER_ADMIN_KEY", "another one");
      environment.put("BREAKWATER_URL", url);
      assertThat(run("status")).isEqualTo(1);
      assertThat(err.toString()).contains("answered 401; put the admin key");
    } finally {
      server.stop(0);
    }
  }

  @Test
  void aDrillSimulatesDaysAndTellsWhatTheyShowed() {
    assertThat(run("drill", "simulate", "--days", "2", "--requests", "50", "--json"))
        .as(err.toString())
        .isZero();
    JsonNode report = JsonMapper.shared().readTree(out.toString());
    assertThat(report.path("holds").asBoolean()).isTrue();
    assertThat(report.path("requests").asInt()).isEqualTo(100);
    assertThat(report.path("daysRunTwice").asInt()).isEqualTo(1);
    assertThat(report.path("ends").path("Answered").asInt()).isPositive();

    assertThat(run("drill", "simulate", "--days", "0")).isEqualTo(2);
  }

  @Test
  void aDrillComparesAMonthWithAndWithoutTheGateway() throws IOException {
    String mark = "<!-- ./breakwater drill availability --docs docs -->\n\n";
    Path page =
        Files.writeString(directory.resolve("availability.md"), mark + "| old |\n\nafter\n");
    assertThat(run("drill", "availability", "--requests", "20", "--json", "--docs", directory + ""))
        .as(err.toString())
        .isLessThan(2);
    JsonNode report = JsonMapper.shared().readTree(out.toString());
    assertThat(report.path("policies")).hasSize(7);
    assertThat(report.path("policies"))
        .allSatisfy(policy -> assertThat(policy.path("requests").asInt()).isEqualTo(600));
    assertThat(page).content().startsWith(mark + "|  | answered of all |").endsWith("\n\nafter\n");
    assertThat(directory.resolve("availability.svg")).content().endsWith("</svg>\n");
  }

  private static HttpServer server(Map<String, String> answers) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          boolean known =
              "Bearer the admin's own key"
                  .equals(exchange.getRequestHeaders().getFirst("Authorization"));
          byte[] body =
              String.valueOf(answers.get(exchange.getRequestURI().toString()))
                  .getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(known ? 200 : 401, known ? body.length : -1);
          if (known) {
            exchange.getResponseBody().write(body);
          }
          exchange.close();
        });
    server.start();
    return server;
  }

  @Test
  void statusSaysInWordsThatNoServerAnswers() throws IOException {
    int free;
    try (java.net.ServerSocket socket =
        new java.net.ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }

    assertThat(run("status", "--url", "http://127.0.0.1:" + free)).isEqualTo(1);
    assertThat(err.toString())
        .contains("no server answers at http://127.0.0.1:" + free)
        .contains("start one with `breakwater serve`");
  }

  @Test
  void trainingIsTheLaunchersAndFailsWhenNothingWasAnswered() {
    assertThat(run("--help")).isZero();
    assertThat(out.toString()).contains("serve").doesNotContain("train");
    assertThat(run("train", "--seconds", "0")).isZero();
    assertThat(out.toString()).contains("1 answer");
    trained = 0;
    assertThat(run("train")).isEqualTo(1);
  }

  @Test
  void aMistypedCommandIsAnsweredWithTheNearestOfAll() {
    assertThat(run("serv")).isEqualTo(2);
    assertThat(err.toString()).contains("Did you mean", "serve", "user");
  }
}
