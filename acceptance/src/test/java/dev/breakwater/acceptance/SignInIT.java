package dev.breakwater.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** People, made on the command line, sign in with a browser's means. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(180)
class SignInIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration EVERYWHERE = Duration.ofSeconds(5);
  private static final String PASSWORD = Secrets.MARK + "password-of-some-words";
  private static final String PRICE =
      "{\"provider\": \"openai\", \"model\": \"gpt-4o-mini\", \"input\": 1, \"output\": 2}";

  private Path directory;
  private Server server;

  @BeforeAll
  void start(@TempDir Path root) {
    directory = root;
    server = Server.simulated(root);
  }

  @AfterAll
  void stop() {
    server.close();
  }

  private void made(String login, String role) {
    Cli.Said said =
        Cli.at(server, directory)
            .given(
                PASSWORD + "\n",
                "user",
                "create",
                "--login",
                login,
                "--role",
                role,
                "--password-stdin",
                "--json");
    assertThat(said.json().get("hasPassword").booleanValue()).isTrue();
    assertThat(said.text()).doesNotContain(PASSWORD);
  }

  private Browser signedIn(String login) {
    Browser browser = new Browser(server.url());
    Browser.Page page = browser.signIn(login, PASSWORD);
    assertThat(page.status()).as(page.body()).isEqualTo(200);
    return browser;
  }

  @Test
  void aSessionReadsByItsCookieAndChangesWithItsTokenOnly() {
    made("owner@example.com", "owner");
    Browser browser = signedIn("Owner@example.com");
    JsonNode session = browser.get("/api/auth/session").json();
    assertThat(session.get("authenticated").booleanValue()).isTrue();
    assertThat(session.at("/user/login").asString()).isEqualTo("owner@example.com");
    assertThat(browser.get("/api/admin/users").status()).isEqualTo(200);

    String token = session.get("csrfToken").asString();
    assertThat(browser.put("/api/admin/prices", PRICE).status()).as("no token").isEqualTo(403);
    assertThat(
            browser
                .send("PUT", "/api/admin/prices", PRICE, "application/json", token + "x")
                .status())
        .isEqualTo(403);
    assertThat(
            browser
                .send(
                    "POST",
                    "/api/admin/users",
                    "login=a",
                    "application/x-www-form-urlencoded",
                    token)
                .status())
        .isEqualTo(415);
    assertThat(browser.send("PUT", "/api/admin/prices", PRICE, "application/json", token).status())
        .isEqualTo(200);

    assertThat(browser.send("POST", "/api/auth/sign-out", "{}", "application/json", token).status())
        .isEqualTo(200);
    assertThat(browser.get("/api/admin/users").status()).isEqualTo(401);
    assertThat(actions("usr_", "owner@example.com"))
        .contains("session.begin", "price.set", "session.end");
  }

  @Test
  void aViewerLooksOnlyAndIsOutOnceDisabled() {
    made("viewer@example.com", "viewer");
    Browser browser = signedIn("viewer@example.com");
    String token = browser.get("/api/auth/session").json().get("csrfToken").asString();
    assertThat(browser.get("/api/admin/llm-fallback").status()).isEqualTo(200);
    Browser.Page refused =
        browser.send("PUT", "/api/admin/prices", PRICE, "application/json", token);
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.body()).contains("viewer");

    Cli.Said said = Cli.at(server, directory).run("user", "disable", "viewer@example.com");
    long since = System.nanoTime();
    assertThat(said.text()).contains("is disabled");
    Awaitility.await("out")
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> browser.get("/api/admin/llm-fallback").status() == 401);
    Duration left = Duration.ofNanos(System.nanoTime() - since);
    System.out.printf("somebody disabled: out after %d ms%n", left.toMillis());
    assertThat(left).isLessThan(EVERYWHERE);
    assertThat(browser.signIn("viewer@example.com", PASSWORD).status()).isIn(401, 429);
  }

  @Test
  void whoeverGuessesHasToWait() {
    made("guessed@example.com", "billing");
    Browser browser = new Browser(server.url());
    List<Integer> statuses = new ArrayList<>();
    Browser.Page page;
    // A slow machine may be slower than the first waits are long.
    do {
      page = browser.signIn("guessed@example.com", PASSWORD + statuses.size());
      statuses.add(page.status());
    } while (page.status() == 401 && statuses.size() < 12);
    assertThat(statuses).startsWith(401, 401, 401, 401, 401).endsWith(429);
    assertThat(Long.parseLong(page.retryAfter())).isBetween(1L, 60L);
    assertThat(actions("nobody", "nobody")).contains("session.refused");
  }

  /** What somebody is said to have done. */
  private List<String> actions(String idBegins, String name) {
    JsonNode entries = server.admin("GET", "/audit?limit=1000", "").json().get("entries");
    return entries
        .valueStream()
        .filter(entry -> entry.get("actor").asString().startsWith(idBegins))
        .filter(entry -> entry.get("actorName").asString().equals(name))
        .map(entry -> entry.get("action").asString())
        .toList();
  }
}
