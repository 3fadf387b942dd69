package dev.breakwater.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.server.config.ConfigurationLoader;
import dev.breakwater.server.config.LoadOptions;
import dev.breakwater.server.config.Loaded;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * People at a server as it is put together: made where nobody has to say who they are, signed in as
 * a browser does it.
 */
class PeopleTest {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String PASSWORD = "correct horse battery";
  private static final String[] TYPED = {"content-type", "application/json"};

  @TempDir Path directory;
  private Breakwater server;
  private HttpClient client;

  /** What a browser keeps of a sign-in. */
  private record Browser(String cookie, String csrf) {
    String[] headers() {
      return new String[] {
        "cookie", cookie, "x-csrf-token", csrf, "content-type", "application/json"
      };
    }
  }

  @BeforeEach
  void start() throws IOException {
    LoadOptions options =
        new LoadOptions(
            Optional.empty(),
            OptionalInt.of(0),
            Optional.of(directory.resolve("data").toString()),
            true,
            OptionalInt.of(0),
            true);
    Loaded loaded = new ConfigurationLoader(Map.of(), options).loadDefaults();
    server = Breakwater.start(((Loaded.Accepted) loaded).configuration(), Map.of());
    client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  private HttpResponse<String> call(String method, String path, String body, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + server.started().port() + "/api" + path))
            .timeout(Duration.ofSeconds(60))
            .method(method, HttpRequest.BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private JsonNode done(HttpResponse<String> answer, int status) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    return JSON.readTree(answer.body());
  }

  private JsonNode made(String login, String role) throws Exception {
    String body =
        "{\"login\": \"%s\", \"role\": \"%s\", \"password\": \"%s\"}"
            .formatted(login, role, PASSWORD);
    return done(call("POST", "/admin/users", body), 201);
  }

  private static String credentials(String login, String password) {
    return "{\"login\": \"" + login + "\", \"password\": \"" + password + "\"}";
  }

  private Browser in(String login) throws Exception {
    HttpResponse<String> answer =
        call("POST", "/auth/sign-in", credentials(login, PASSWORD), TYPED);
    JsonNode told = done(answer, 200);
    String cookie = answer.headers().firstValue("set-cookie").orElseThrow();
    assertThat(cookie)
        .startsWith("bw_session=")
        .contains("; HttpOnly", "; SameSite=Strict", "; Path=/", "; Max-Age=604800")
        .doesNotContain("Secure");
    return new Browser(cookie.split(";", 2)[0], told.get("csrfToken").stringValue());
  }

  private String me(String... headers) throws Exception {
    return done(call("GET", "/auth/me", "", headers), 200).get("name").stringValue();
  }

  @Test
  void aSessionIsWhoeverSignedInUntilTheySignOut() throws Exception {
    made("Ann@Example.com", "owner");
    Browser ann = in("ann@example.com");
    assertThat(me("cookie", ann.cookie())).isEqualTo("ann@example.com");
    JsonNode session = done(call("GET", "/auth/session", "", "cookie", ann.cookie()), 200);
    assertThat(session.get("authenticated").booleanValue()).isTrue();
    assertThat(session.get("csrfToken").stringValue()).isEqualTo(ann.csrf());
    done(call("POST", "/auth/sign-out", "", ann.headers()), 200);
    assertThat(
            done(call("GET", "/auth/session", "", "cookie", ann.cookie()), 200)
                .get("authenticated")
                .booleanValue())
        .isFalse();
    assertThat(me("cookie", ann.cookie())).isEqualTo("open");
  }

  @Test
  void theCookieAloneReadsAndChangesNothing() throws Exception {
    made("ann", "owner");
    Browser ann = in("ann");
    String wish = "{\"login\": \"bob\", \"role\": \"viewer\"}";
    List<Integer> statuses = new ArrayList<>();
    statuses.add(call("GET", "/admin/users", "", "cookie", ann.cookie()).statusCode());
    statuses.add(call("POST", "/admin/users", wish, "cookie", ann.cookie()).statusCode());
    statuses.add(
        call("POST", "/admin/users", wish, "cookie", ann.cookie(), TYPED[0], TYPED[1])
            .statusCode());
    statuses.add(
        call(
                "POST",
                "/admin/users",
                wish,
                "cookie",
                ann.cookie(),
                TYPED[0],
                TYPED[1],
                "x-csrf-token",
                "A".repeat(43))
            .statusCode());
    statuses.add(
        call("GET", "/admin/users", "", "cookie", ann.cookie(), "sec-fetch-site", "cross-site")
            .statusCode());
    assertThat(statuses).containsExactly(200, 415, 403, 403, 403);
    assertThat(call("GET", "/admin/users", "").body()).doesNotContain("bob");
    done(call("POST", "/admin/users", wish, ann.headers()), 201);
  }

  @Test
  void aRoleIsWhatASessionMay() throws Exception {
    made("root", "owner");
    JsonNode viewer = made("val", "viewer");
    Browser val = in("val");
    assertThat(call("GET", "/admin/users", "", "cookie", val.cookie()).statusCode()).isEqualTo(403);
    assertThat(call("GET", "/admin/llm-fallback", "", "cookie", val.cookie()).statusCode())
        .isEqualTo(200);
    String one = "/admin/users/" + viewer.get("id").stringValue();
    done(call("PUT", one, "{\"disabled\": true}"), 200);
    assertThat(me("cookie", val.cookie())).isEqualTo("open");
    assertThat(call("POST", "/auth/sign-in", credentials("val", PASSWORD), TYPED).statusCode())
        .isEqualTo(401);
    done(call("DELETE", one, ""), 200);
    assertThat(call("GET", one, "").statusCode()).isEqualTo(404);
  }

  @Test
  void theLastOwnerStays() throws Exception {
    String one = "/admin/users/" + made("root", "owner").get("id").stringValue();
    assertThat(call("DELETE", one, "").statusCode()).isEqualTo(409);
    assertThat(call("PUT", one, "{\"role\": \"viewer\"}").statusCode()).isEqualTo(409);
    assertThat(call("PUT", one, "{\"rolle\": \"viewer\"}").body()).contains("rolle", "role");
  }

  @Test
  void onesOwnPasswordTakesTheOldOne() throws Exception {
    made("ann", "owner");
    Browser ann = in("ann");
    Browser elsewhere = in("ann");
    String wrong = "{\"oldPassword\": \"no\", \"newPassword\": \"another long password\"}";
    assertThat(call("PUT", "/auth/password", wrong, ann.headers()).statusCode()).isEqualTo(403);
    String right =
        "{\"oldPassword\": \"" + PASSWORD + "\", \"newPassword\": \"another long password\"}";
    HttpResponse<String> changed = call("PUT", "/auth/password", right, ann.headers());
    done(changed, 200);
    assertThat(changed.body()).doesNotContain("argon2", "another long password");
    assertThat(me("cookie", ann.cookie())).isEqualTo("ann");
    assertThat(me("cookie", elsewhere.cookie())).isEqualTo("open");
  }

  @Test
  void whoeverGuessesIsAskedToComeAgainLater() throws Exception {
    made("ann", "owner");
    String wrong = credentials("ann", "not the password");
    for (int i = 0; i < 5; i++) {
      assertThat(call("POST", "/auth/sign-in", wrong, TYPED).statusCode()).isEqualTo(401);
    }
    HttpResponse<String> later = call("POST", "/auth/sign-in", wrong, TYPED);
    // Waits double, so that a slow machine falls behind them.
    for (int i = 0; i < 20 && later.statusCode() != 429; i++) {
      later = call("POST", "/auth/sign-in", wrong, TYPED);
    }
    assertThat(later.statusCode()).isEqualTo(429);
    assertThat(later.headers().firstValueAsLong("retry-after").orElse(0)).isPositive();
    assertThat(later.headers().allValues("retry-after")).hasSize(1);
  }

  @Test
  void everyAnswerTellsBrowsersToRunNothing() throws Exception {
    HttpResponse<String> answer = call("GET", "/auth/session", "");
    assertThat(answer.headers().firstValue("content-security-policy"))
        .contains("default-src 'none'; frame-ancestors 'none'");
    assertThat(answer.headers().firstValue("x-content-type-options")).contains("nosniff");
    assertThat(answer.headers().firstValue("referrer-policy")).contains("no-referrer");
    assertThat(answer.headers().firstValue("access-control-allow-origin")).isEmpty();
    assertThat(call("GET", "/auth/oidc/begin", "").statusCode()).isEqualTo(404);
  }
}
