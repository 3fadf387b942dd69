package dev.breakwater.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Keys from their making to their end, by the command line and by the API. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(180)
class KeysIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration EVERYWHERE = Duration.ofSeconds(5);
  private static final int FREE_MISTAKES = 20;
  private static final Pattern MATERIAL = Pattern.compile("(?m)^bw_\\S+$");
  private static final String MASTER_KEY = "4b".repeat(32);

  private Path home = Path.of("unset");

  /** For those that count no mistakes, stop nothing and change nobody else's keys. */
  private Server shared;

  @BeforeAll
  void start(@TempDir Path directory) {
    home = directory;
    shared = Server.simulated(directory);
  }

  @AfterAll
  void stop() {
    shared.close();
  }

  @Test
  void aKeyIsGoodFromItsMakingUntilItsEnd() {
    Cli cli = Cli.at(shared, home);
    JsonNode made = cli.run("key", "create", "--name", "app", "--json").json();
    String key = made.get("key").asString();
    everyCarrierCounts(shared, key);

    JsonNode next =
        cli.run("key", "rotate", made.get("id").asString(), "--overlap", "1h", "--json").json();
    String second = next.get("key").asString();
    assertThat(List.of(chat(shared, key), chat(shared, second))).containsOnly(200);
    Http.Answer last =
        shared.admin(
            "POST", "/keys/" + next.get("id").asString() + "/rotate", "{\"overlap\": \"0s\"}");
    assertThat(last.status()).as(last.body()).isEqualTo(201);
    String third = last.json().get("key").asString();
    assertThat(List.of(chat(shared, second), chat(shared, third))).containsExactly(401, 200);

    Cli.Said revoked = cli.run("key", "revoke", last.json().get("id").asString());
    assertThat(revoked.text()).contains("is revoked since");
    assertThat(List.of(chat(shared, third), chat(shared, key))).containsExactly(401, 200);

    Cli.Said listed = cli.run("key", "list");
    assertThat(listed.text().lines().filter(line -> line.contains(" app ")))
        .hasSize(3)
        .anyMatch(line -> line.contains("overlapping"))
        .anyMatch(line -> line.contains("revoked"));
    for (String secret : List.of(key, second, third)) {
      assertThat(listed.text()).doesNotContain(secret);
      assertThat(shared.child().printed()).doesNotContain(secret);
    }
    assertThat(cli.run("key", "revoke", "key_of_nobody"))
        .satisfies(said -> assertThat(said.code()).isEqualTo(1))
        .satisfies(said -> assertThat(said.text()).contains("404: There is no key"));
  }

  private static void everyCarrierCounts(Server server, String key) {
    for (String wrong : List.of("", "x")) {
      int status = wrong.isEmpty() ? 200 : 401;
      String sent = key + wrong;
      for (List<String> header :
          List.of(
              List.of("Authorization", "Bearer " + sent),
              List.of("x-api-key", sent),
              List.of("x-goog-api-key", sent))) {
        assertThat(ask(server, "", header.toArray(String[]::new)).status())
            .as(header.getFirst())
            .isEqualTo(status);
      }
      assertThat(ask(server, "?key=" + sent).status()).as("in the address").isEqualTo(status);
    }
  }

  @Test
  void aKeyOpensItsModelsAndUntilItsTimeOnly() {
    String narrow = create(shared, "{\"name\": \"narrow\", \"models\": [\"openai/gpt-4o-mini\"]}");
    String[] headers = {"Authorization", "Bearer " + narrow};
    String question =
        "{\"model\": \"%s\", \"messages\": [{\"role\": \"user\", \"content\": \"hi\"}]}";
    String path = "/v1/chat/completions";
    assertThat(
            shared
                .http()
                .call("POST", path, question.formatted("openai/gpt-4o-mini"), headers)
                .status())
        .isEqualTo(200);
    Http.Answer refused =
        shared.http().call("POST", path, question.formatted("anthropic/claude-3-haiku"), headers);
    assertThat(refused.status()).as(refused.body()).isEqualTo(403);
    assertThat(refused.body()).contains("anthropic/claude-3-haiku");
    assertThat(shared.admin("POST", "/keys", "{\"name\": \"a\", \"budget\": {}}").status())
        .as("what is not kept is not promised")
        .isEqualTo(422);

    Instant soon = Instant.now().plusSeconds(5).truncatedTo(ChronoUnit.SECONDS);
    String brief = create(shared, "{\"name\": \"brief\", \"expiresAt\": \"%s\"}".formatted(soon));
    Http.Answer expired =
        Awaitility.await("the end of " + soon)
            .atMost(PATIENCE)
            .pollInterval(Duration.ofMillis(50))
            .until(
                () -> ask(shared, "", "Authorization", "Bearer " + brief),
                answer -> answer.status() != 200);
    assertThat(Instant.now()).isAfterOrEqualTo(soon);
    assertThat(expired.status()).isEqualTo(401);
    assertThat(expired.body()).contains("expired_api_key", soon.toString());
  }

  @Test
  void wrongKeysAreSlowedByTheirAddressAndGoodOnesGoOn(@TempDir Path directory) throws IOException {
    String shared = Secrets.MARK + "key-with-a-prefix-of-forty-char-";
    assertThat(shared).hasSizeGreaterThanOrEqualTo(40);
    Files.writeString(
        directory.resolve("breakwater.yaml"),
        "keys:\n  - {name: first, key: %sA}\n  - {name: second, key: %sB}\n"
            .formatted(shared, shared));
    try (Server server =
        Server.start(
            directory,
            Map.of(),
            "--simulate",
            "--simulator-port",
            "0",
            "--config",
            "breakwater.yaml")) {
      assertThat(List.of(name(server, shared + "A"), name(server, shared + "B")))
          .containsExactly("first", "second");
      for (int number = 0; number < FREE_MISTAKES; number++) {
        assertThat(mistake(server, shared, number).status())
            .as("mistake %d", number)
            .isEqualTo(401);
      }
      Http.Answer slowed = mistake(server, shared, FREE_MISTAKES);
      assertThat(slowed.status()).isEqualTo(429);
      assertThat(Long.parseLong(slowed.header("retry-after"))).isBetween(1L, 60L);
      assertThat(chat(server, shared + "A")).isEqualTo(200);
      assertThat(server.admin("GET", "/keys", "").status()).isEqualTo(200);
    }
  }

  /** A wrong key, each said to come from elsewhere, which nobody has to believe. */
  private static Http.Answer mistake(Server server, String shared, int number) {
    return ask(
        server,
        "",
        "Authorization",
        "Bearer " + shared + "-" + number,
        "X-Forwarded-For",
        "192.0.2." + number,
        "Forwarded",
        "for=192.0.2." + number);
  }

  @Test
  void aKeyMadeAtOneNodeIsGoodAtTheOtherAndEndsThereToo(@TempDir Path directory)
      throws IOException {
    try (Postgres postgres = new Postgres()) {
      Path one = Files.createDirectory(directory.resolve("one"));
      Path two = Files.createDirectory(directory.resolve("two"));
      try (Server first = node(one, postgres);
          Server second = node(two, postgres)) {
        Http.Answer made = first.admin("POST", "/keys", "{\"name\": \"shared\"}");
        long from = System.nanoTime();
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        String key = made.json().get("key").asString();
        awaitStatus(second, key, 200);
        long known = System.nanoTime();
        assertThat(chat(first, key)).isEqualTo(200);

        String id = made.json().get("id").asString();
        long ending = System.nanoTime();
        assertThat(second.admin("POST", "/keys/" + id + "/revoke", "").status()).isEqualTo(200);
        long ended = System.nanoTime();
        assertThat(chat(second, key)).as("at once where it was revoked").isEqualTo(401);
        awaitStatus(first, key, 401);
        Duration left = Duration.ofNanos(System.nanoTime() - ended);
        System.out.printf(
            "a key made at one node: good at the other after %d ms; revoked there in %d ms, out at"
                + " the first after %d ms%n",
            Duration.ofNanos(known - from).toMillis(),
            Duration.ofNanos(ended - ending).toMillis(),
            left.toMillis());
        assertThat(left).isLessThan(EVERYWHERE);
      }
    }
  }

  private static Server node(Path directory, Postgres postgres) throws IOException {
    Files.writeString(directory.resolve("breakwater.yaml"), postgres.configuration());
    return Server.start(
        directory,
        Map.of("BREAKWATER_MASTER_KEY", MASTER_KEY),
        "--simulate",
        "--simulator-port",
        "0",
        "--config",
        "breakwater.yaml");
  }

  /** Seldom enough to stay below what wrong keys are slowed for. */
  private static void awaitStatus(Server server, String key, int status) {
    Awaitility.await("status " + status)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(300))
        .until(() -> chat(server, key) == status);
  }

  @Test
  void aKeyMadeWhileNoServerRanIsGoodAtTheNextStart(@TempDir Path directory) {
    try (Server server = Server.simulated(directory)) {
      server.stop();
    }
    Cli cli = Cli.alone(directory);
    Cli.Said made = cli.run("key", "create", "--name", "offline");
    Matcher found = MATERIAL.matcher(made.text());
    assertThat(found.find()).as(made.text()).isTrue();
    String key = found.group();
    try (Server server = Server.simulated(directory)) {
      assertThat(name(server, key)).isEqualTo("offline");
      JsonNode entry = server.admin("GET", "/audit?action=key.create", "").json().at("/entries/0");
      assertThat(entry.get("actor").asString()).isEqualTo("system");
      assertThat(cli.run("key", "list").text()).contains("no server answers at");
    }
  }

  private static String create(Server server, String wish) {
    Http.Answer made = server.admin("POST", "/keys", wish);
    assertThat(made.status()).as(made.body()).isEqualTo(201);
    return made.json().get("key").asString();
  }

  private static Http.Answer ask(Server server, String query, String... headers) {
    return server
        .http()
        .call(
            "POST",
            "/v1/chat/completions" + query,
            "{\"messages\": [{\"role\": \"user\", \"content\": \"hi\"}]}",
            headers);
  }

  private static int chat(Server server, String key) {
    return ask(server, "", "Authorization", "Bearer " + key).status();
  }

  private static String name(Server server, String key) {
    Http.Answer me = server.http().get("/api/auth/me", "Authorization", "Bearer " + key);
    assertThat(me.status()).as(me.body()).isEqualTo(200);
    return me.json().get("name").asString();
  }
}
