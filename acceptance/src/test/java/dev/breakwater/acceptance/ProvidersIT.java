package dev.breakwater.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Providers that tenants configure for themselves by the API, with credentials of their own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProvidersIT {
  private static final String PATH = "/api/v1/llm/providers";
  private static final String MODELS = "/api/v1/llm/models?limit=1000";
  private static final String TUNED = "ft-acmes-secret-project";
  private static final String ACME = "planted-acme-application-key";
  private static final String ACME_ADMIN = "planted-acme-administrators-key";
  private static final String ZETA = "planted-zeta-application-key";
  private static final String ZETA_ADMIN = "planted-zeta-administrators-key";
  private static final String ACME_SECRET = "sk-acme-planted-credential-1";
  private static final String ZETA_SECRET = "sk-zeta-planted-credential-2";
  private static final String ANSWER =
      """
      {"id":"c","object":"chat.completion","created":1,"model":"gpt-4o-mini","choices":[{"index":0,
      "message":{"role":"assistant","content":"Hello"},"finish_reason":"stop"}],
      "usage":{"prompt_tokens":3,"completion_tokens":1,"total_tokens":4}}
      """;

  private final Queue<String> credentials = new ConcurrentLinkedQueue<>();
  private HttpServer upstream;
  private Server server;
  private Path directory;

  @BeforeAll
  void start(@TempDir Path temporary) throws IOException {
    directory = temporary;
    upstream = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    upstream.createContext("/", this::answer);
    upstream.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    upstream.start();
    Path config = directory.resolve("breakwater.yaml");
    Files.writeString(
        config,
        """
        providers:
          - {name: house, protocol: openai, baseUrl: "%s", apiKey: sk-house-planted, models: [house-model]}
        egress: {allow: [127.0.0.1]}
        keys:
          - {name: acme, key: %s, tenant: acme}
          - {name: acme-admin, key: %s, tenant: acme, scopes: [admin]}
          - {name: zeta, key: %s, tenant: zeta}
          - {name: zeta-admin, key: %s, tenant: zeta, scopes: [admin]}
        """
            .formatted(base(), ACME, ACME_ADMIN, ZETA, ZETA_ADMIN));
    server = Server.start(directory, Map.of(), "--config", config.toString());
    configure(ACME_ADMIN, ACME_SECRET);
    configure(ZETA_ADMIN, ZETA_SECRET);
  }

  @AfterAll
  void stop() {
    server.close();
    upstream.stop(0);
  }

  private String base() {
    return "http://127.0.0.1:" + upstream.getAddress().getPort() + "/v1";
  }

  private void answer(HttpExchange exchange) throws IOException {
    exchange.getRequestBody().readAllBytes();
    String credential = String.valueOf(exchange.getRequestHeaders().getFirst("authorization"));
    credentials.add(credential);
    boolean lists = exchange.getRequestURI().getPath().endsWith("/models");
    byte[] body =
        (lists ? list(credential.contains(ACME_SECRET)) : ANSWER).getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("content-type", "application/json");
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  /** What an account may use is for itself to know. */
  private static String list(boolean acmes) {
    return "{\"data\": [{\"id\": \"" + (acmes ? TUNED : "common") + "\"}]}";
  }

  private Http.Answer as(String key, String method, String path, String body) {
    return server.http().call(method, path, body, "authorization", "Bearer " + key);
  }

  private void configure(String key, String secret) {
    Http.Answer made =
        as(
            key,
            "POST",
            PATH,
            """
            {"name": "openai", "baseUrl": "%s", "apiKey": "%s", "models": ["gpt-4o-mini"]}
            """
                .formatted(base(), secret));
    assertThat(made.status()).as(made.body()).isEqualTo(201);
    assertThat(made.body()).doesNotContain(secret);
    assertThat(made.json().get("hasCredential").booleanValue()).isTrue();
    assertThat(made.json().get("credentialFingerprint").stringValue()).startsWith("fp_");
  }

  private Http.Answer ask(String key) {
    return ask(key, "openai/gpt-4o-mini");
  }

  private Http.Answer ask(String key, String model) {
    return as(
        key,
        "POST",
        "/v1/chat/completions",
        """
        {"model": "%s", "messages": [{"role": "user", "content": "Hello"}]}
        """
            .formatted(model));
  }

  private String idOf(String key) {
    for (JsonNode provider : as(key, "GET", PATH, "").json().get("providers")) {
      if (provider.get("name").stringValue().equals("openai")) {
        return provider.get("id").stringValue();
      }
    }
    throw new AssertionError("no provider named openai");
  }

  @Test
  void eachTenantsCallsCarryItsOwnCredential() {
    credentials.clear();
    assertThat(ask(ACME).status()).isEqualTo(200);
    assertThat(credentials).containsExactly("Bearer " + ACME_SECRET);
    credentials.clear();
    assertThat(ask(ZETA).status()).isEqualTo(200);
    assertThat(credentials).containsExactly("Bearer " + ZETA_SECRET);
  }

  @Test
  void aModelThatOneTenantsProviderListsIsForThatTenant() {
    for (String admin : List.of(ACME_ADMIN, ZETA_ADMIN)) {
      Http.Answer checked = as(admin, "POST", PATH + "/" + idOf(admin) + "/check?method=list", "");
      assertThat(checked.status()).as(checked.body()).isEqualTo(200);
    }
    assertThat(ask(ACME, TUNED).status()).isEqualTo(200);
    assertThat(as(ACME, "GET", "/v1/models", "").body()).contains(TUNED);
    assertThat(as(ACME_ADMIN, "GET", MODELS, "").body()).contains(TUNED);

    Http.Answer unknown = ask(ZETA, TUNED.substring(1));
    assertThat(unknown.status()).isEqualTo(404);
    assertThat(unknown.body()).doesNotContain(TUNED);
    assertThat(ask(ZETA, TUNED).status()).isEqualTo(404);
    assertThat(ask(ZETA, "common").status()).isEqualTo(200);
    assertThat(as(ZETA, "GET", "/v1/models", "").body()).doesNotContain(TUNED);
    assertThat(as(ZETA_ADMIN, "GET", MODELS, "").body()).doesNotContain(TUNED);
  }

  @Test
  void anotherTenantsProviderIsAbsent() {
    String acmes = idOf(ACME_ADMIN);
    for (String path : List.of("", "/activate", "/undelete", "/check", "/test")) {
      String method = path.isEmpty() ? "GET" : "POST";
      Http.Answer answer = as(ZETA_ADMIN, method, PATH + "/" + acmes + path, "{\"active\": false}");
      assertThat(answer.status()).as(path).isEqualTo(404);
    }
    assertThat(as(ZETA_ADMIN, "PUT", PATH + "/" + acmes, "{\"vendor\": \"x\"}").status())
        .isEqualTo(404);
    assertThat(as(ZETA_ADMIN, "DELETE", PATH + "/" + acmes, "").status()).isEqualTo(404);
    assertThat(as(ZETA_ADMIN, "GET", PATH, "").body()).doesNotContain(acmes);
  }

  @Test
  void aSharedProviderIsLentAndNotShown() {
    JsonNode house = as(ACME_ADMIN, "GET", PATH + "/house", "").json();
    assertThat(house.has("baseUrl")).isFalse();
    assertThat(as(ACME_ADMIN, "PUT", PATH + "/house", "{\"vendor\": \"x\"}").status())
        .isEqualTo(403);
    assertThat(as(ACME_ADMIN, "POST", PATH + "/house/activate", "{\"active\": false}").status())
        .isEqualTo(200);
    assertThat(as(ACME_ADMIN, "GET", PATH + "/house", "").json().get("isActive").booleanValue())
        .isFalse();
    assertThat(as(ZETA_ADMIN, "GET", PATH + "/house", "").json().get("isActive").booleanValue())
        .isTrue();
    as(ACME_ADMIN, "POST", PATH + "/house/activate", "{\"active\": true}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://localhost:9/v1",
        "http://10.0.0.1/v1",
        "http://169.254.169.254/latest",
        "http://2130706433/",
        "http://[::1]/v1",
        "http://127.0.0.2/v1",
        "ftp://example.com",
        "http://user@example.com/v1"
      })
  void anAddressWithinIsRefused(String url) {
    Http.Answer answer =
        as(
            ACME_ADMIN,
            "POST",
            PATH,
            "{\"name\": \"sneaky\", \"protocol\": \"openai\", \"baseUrl\": \"" + url + "\"}");
    assertThat(answer.status()).as(answer.body()).isEqualTo(422);
    assertThat(answer.json().get("field").stringValue()).isEqualTo("baseUrl");
  }

  @Test
  void anotherAddressAsksForTheSecretAgain() {
    Http.Answer answer =
        as(ACME_ADMIN, "PUT", PATH + "/openai", "{\"baseUrl\": \"https://thief.example/v1\"}");
    assertThat(answer.status()).as(answer.body()).isEqualTo(422);
    assertThat(answer.json().get("field").stringValue()).isEqualTo("apiKey");
  }

  @Test
  void callsGoOnWhileTheMasterKeyIsExchanged() throws Exception {
    AtomicBoolean over = new AtomicBoolean();
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Integer> failures =
          callers.submit(() -> {
            int failed = 0;
            do {
              failed += ask(ACME).status() == 200 ? 0 : 1;
            } while (!over.get());
            return failed;
          });
      String before = Files.readString(directory.resolve("data").resolve("master.key"));
      Http.Answer rotated =
          server
              .http()
              .call(
                  "POST",
                  "/api/admin/secrets/rotate",
                  "",
                  "authorization",
                  "Bearer " + Server.ADMIN_KEY);
      over.set(true);
      assertThat(rotated.status()).as(rotated.body()).isEqualTo(200);
      assertThat(rotated.json().get("resealed").intValue()).isGreaterThanOrEqualTo(2);
      assertThat(Files.readString(directory.resolve("data").resolve("master.key")))
          .isNotEqualTo(before);
      assertThat(failures.get()).isZero();
    }
    assertThat(as(ACME_ADMIN, "POST", "/api/admin/secrets/rotate", "").status())
        .as("what all share is not one tenant's to exchange")
        .isEqualTo(403);
  }

  @Test
  void noCredentialStandsInAnyAnswerOrLog() {
    for (String path : List.of(PATH, PATH + "/openai", "/api/llm/config", "/api/v1/llm/health")) {
      for (String key : List.of(Server.ADMIN_KEY, ACME_ADMIN)) {
        assertThat(as(key, "GET", path, "").body())
            .doesNotContain(ACME_SECRET, ZETA_SECRET, "sk-house-planted");
      }
    }
    assertThat(server.child().printed())
        .doesNotContain(ACME_SECRET, ZETA_SECRET, "sk-house-planted");
  }
}
