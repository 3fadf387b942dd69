package dev.breakwater.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.breakwater.gateway.access.Access;
import dev.breakwater.gateway.access.Allowance;
import dev.breakwater.gateway.access.KeyHash;
import dev.breakwater.gateway.access.KeyRing;
import dev.breakwater.gateway.access.Role;
import dev.breakwater.gateway.access.VirtualKey;
import dev.breakwater.gateway.access.WrongKeys;
import dev.breakwater.gateway.attempt.Attempts;
import dev.breakwater.gateway.attempt.TargetHealth;
import dev.breakwater.gateway.attempt.TargetHealths;
import dev.breakwater.gateway.choice.Chooser;
import dev.breakwater.gateway.choice.ExpectedCosts;
import dev.breakwater.gateway.choice.Speed;
import dev.breakwater.gateway.concurrent.HeavyWork;
import dev.breakwater.gateway.count.TokenCounter;
import dev.breakwater.gateway.egress.Egress;
import dev.breakwater.gateway.egress.EgressRules;
import dev.breakwater.gateway.exchange.ConfiguredProviders;
import dev.breakwater.gateway.exchange.Meter;
import dev.breakwater.gateway.exchange.Recording;
import dev.breakwater.gateway.exchange.RequestIds;
import dev.breakwater.gateway.exchange.Services;
import dev.breakwater.gateway.provider.Accounting;
import dev.breakwater.gateway.provider.Chat;
import dev.breakwater.gateway.provider.HttpProvider;
import dev.breakwater.gateway.provider.TestLoop;
import dev.breakwater.gateway.route.CurrentRouting;
import dev.breakwater.gateway.settings.AtomicSettings;
import dev.breakwater.gateway.settings.AttemptSettings;
import dev.breakwater.gateway.settings.BaseUrl;
import dev.breakwater.gateway.settings.ChainSettings;
import dev.breakwater.gateway.settings.Hosting;
import dev.breakwater.gateway.settings.ModelSettings;
import dev.breakwater.gateway.settings.ProviderId;
import dev.breakwater.gateway.settings.ProviderSettings;
import dev.breakwater.gateway.settings.Secret;
import dev.breakwater.gateway.settings.Settings;
import dev.breakwater.gateway.settings.Target;
import dev.breakwater.gateway.settings.TenantSettings;
import dev.breakwater.gateway.usage.AttemptBegan;
import dev.breakwater.gateway.usage.AttemptEnded;
import dev.breakwater.gateway.usage.Progress;
import dev.breakwater.gateway.usage.RequestEnded;
import dev.breakwater.gateway.usage.UsageLog;
import dev.breakwater.wire.bridge.Bridges;
import dev.breakwater.wire.format.Protocol;
import io.vertx.core.Future;
import io.vertx.core.http.HttpClientAgent;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Tenants of one gateway, each with a provider {@code openai} of its own, as their clients and the
 * provider see them over HTTP.
 */
class TwoTenantsTest {
  private static final Egress NO_EGRESS =
      new Egress(() -> EgressRules.PUBLIC_ONLY, host -> List.of(), Runnable::run);
  private static final ProviderId ACMES = new ProviderId("acme", "openai");
  private static final ProviderId GLOBEXS = new ProviderId("globex", "openai");
  private static final String QUESTION =
      "\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}";

  /** Where an SDK puts its key; the query's in the path. */
  private static final List<String> CARRIERS =
      List.of("authorization", "x-api-key", "x-goog-api-key", "");

  private final Queue<String> seen = new ConcurrentLinkedQueue<>();
  private final Set<String> declined = ConcurrentHashMap.newKeySet();
  private final HttpServer upstream;
  private final TestLoop loop = TestLoop.carrying();
  private final HttpClient client = HttpClient.newHttpClient();
  private final TargetHealths healths = new TargetHealths(loop.time());
  private final AtomicSettings live;
  private final int port;
  private volatile boolean generation = true;

  TwoTenantsTest() throws IOException {
    upstream = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    upstream.createContext("/", this::answer);
    upstream.start();
    live = new AtomicSettings(settings());
    port = loop.call(this::listen).toCompletionStage().toCompletableFuture().join();
  }

  @AfterEach
  void close() {
    client.close();
    loop.close();
    upstream.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String credential = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
      seen.add(credential);
      exchange.getRequestBody().readAllBytes();
      boolean good = !declined.contains(credential);
      byte[] body =
          (good ? Chat.ANSWER : "{\"error\":{\"message\":\"bad key\",\"code\":\"bad_key\"}}")
              .getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().add("content-type", "application/json");
      exchange.sendResponseHeaders(good ? 200 : 401, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private ProviderSettings openai(ProviderId id, String secret, String... models) {
    return new ProviderSettings(
        id,
        "openai",
        Protocol.OPENAI,
        new BaseUrl(URI.create("http://localhost:" + upstream.getAddress().getPort()), true),
        new Secret(secret),
        Hosting.Direct.PLAIN,
        List.of(models).stream().map(ModelSettings::named).toList());
  }

  private Settings settings() {
    return new Settings(
            List.of(openai(ProviderId.shared("openai"), "secret-of-all", "small")),
            Map.of(
                Settings.PRODUCTION,
                ChainSettings.of(
                    Settings.PRODUCTION,
                    Target.parse("openai/small"),
                    List.of(),
                    AttemptSettings.DEFAULT,
                    ChainSettings.Origin.FILE)),
            List.of())
        .withTenant("acme", own(openai(ACMES, "secret-of-acme", "small", "acmes-model")))
        .withTenant("globex", own(openai(GLOBEXS, "secret-of-globex", "small")))
        .withTenant("hooli", TenantSettings.NOTHING.withWithheld(Set.of("openai")));
  }

  private static TenantSettings own(ProviderSettings provider) {
    return TenantSettings.NOTHING.withProviders(List.of(provider));
  }

  private static String key(String tenant) {
    return "key-of-" + tenant + "-0123456789";
  }

  private static KeyRing ring(KeyHash.Hasher hasher) {
    Map<KeyHash, VirtualKey> keys = new HashMap<>();
    for (String tenant : List.of("acme", "globex", "hooli", "initech")) {
      keys.put(hasher.hash(key(tenant)), key(tenant, Allowance.ALL));
    }
    Allowance narrow = new Allowance(List.of("small"));
    keys.put(hasher.hash(key("narrow")), key("acme", narrow));
    return new KeyRing(keys);
  }

  private static VirtualKey key(String tenant, Allowance allowance) {
    return new VirtualKey(
        "k-" + tenant,
        tenant,
        tenant,
        "production",
        Set.of(VirtualKey.Scope.INFERENCE),
        Role.INFERENCE,
        allowance,
        VirtualKey.NEVER);
  }

  private Future<Integer> listen() {
    Bridges bridges = new Bridges(() -> 1);
    HeavyWork heavyWork = new HeavyWork(task -> Thread.ofPlatform().daemon().start(task));
    HttpClientAgent http = loop.vertx().createHttpClient();
    KeyHash.Hasher hasher = new KeyHash.Hasher(new byte[32]);
    KeyRing ring = ring(hasher);
    Services services =
        new Services(
            loop.time(),
            new Access(() -> ring, hasher, false, new WrongKeys(loop.time(), 1), loop.time()),
            new CurrentRouting(live, vendor -> List.of()),
            new Chooser(
                new Random(2),
                loop.time(),
                target -> Speed.of(Optional.empty(), Optional.empty()),
                new ExpectedCosts(target -> Optional.empty())),
            new Attempts(
                healths,
                new ConfiguredProviders(
                    live,
                    it ->
                        new HttpProvider(
                            bridges, it, http, loop, heavyWork, NO_EGRESS, Accounting.fresh())),
                (ask, target) -> OptionalLong.empty(),
                loop::startExchange,
                new Random(1)),
            (target, atMillis) -> Optional.empty(),
            new Unwritten(),
            new Uncounted(),
            Recording.NONE,
            () -> generation,
            heavyWork);
    GatewayHandler handler =
        new GatewayHandler(
            loop,
            services,
            new GatewayHandler.Parts(
                bridges,
                NoConversations.over(heavyWork),
                new TokenCounter(),
                1_000_000,
                new Peers(() -> TrustedProxies.NONE)),
            new RequestIds(new Random(3)));
    return loop.vertx()
        .createHttpServer()
        .requestHandler(handler::handle)
        .listen(0, "127.0.0.1")
        .map(server -> server.actualPort());
  }

  private HttpResponse<String> send(String key, String carrier, String path, String body) {
    String query = carrier.isEmpty() ? (path.contains("?") ? "&" : "?") + "key=" + key : "";
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path + query));
    if (!carrier.isEmpty()) {
      request.header(carrier, carrier.equals("authorization") ? "Bearer " + key : key);
    }
    if (!body.isEmpty()) {
      request.POST(BodyPublishers.ofString(body));
    }
    return client
        .sendAsync(request.build(), BodyHandlers.ofString())
        .orTimeout(20, TimeUnit.SECONDS)
        .join();
  }

  private HttpResponse<String> ask(String tenant, String model) {
    return send(
        key(tenant),
        "authorization",
        "/v1/chat/completions",
        "{\"model\":\"" + model + "\"," + QUESTION);
  }

  private List<String> credentials() {
    List<String> all = new ArrayList<>(seen);
    seen.clear();
    return all;
  }

  @Test
  void everyRequestGoesWithItsTenantsCredentialWhereverItsKeyStands() {
    Map<String, String> secrets =
        Map.of("acme", "secret-of-acme", "globex", "secret-of-globex", "initech", "secret-of-all");
    for (String carrier : CARRIERS) {
      for (String model : List.of("auto", "small", "openai/small", "openai/never-listed")) {
        secrets.forEach((tenant, secret) -> {
          HttpResponse<String> answer =
              send(
                  key(tenant),
                  carrier,
                  "/v1/chat/completions",
                  "{\"model\":\"" + model + "\"," + QUESTION);
          assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
          assertThat(credentials()).as(tenant + model).containsExactly("Bearer " + secret);
          assertThat(answer.headers().map().toString()).doesNotContain("secret-of");
        });
      }
    }
  }

  @Test
  void aDeclinedCredentialKeepsNobodyElseOut() {
    declined.add("Bearer secret-of-acme");
    assertThat(ask("acme", "small").statusCode()).isEqualTo(503);
    assertThat(credentials()).contains("Bearer secret-of-acme");
    assertThat(ask("acme", "small").statusCode()).isEqualTo(503);
    assertThat(credentials()).as("it is set aside").isEmpty();
    assertThat(healths.of(new Target(ACMES, "small")).figures().aside())
        .contains(TargetHealth.Reason.CREDENTIAL);
    for (String tenant : List.of("globex", "initech")) {
      assertThat(ask(tenant, "small").statusCode()).isEqualTo(200);
    }
    assertThat(healths.of(new Target(GLOBEXS, "small")).figures().aside()).isEmpty();
    assertThat(healths.of(Target.parse("openai/small")).figures().aside()).isEmpty();
  }

  @Test
  void aProviderThatATenantWithholdsIsNoneOfIts() {
    HttpResponse<String> chained = ask("hooli", "auto");
    assertThat(chained.statusCode()).isEqualTo(503);
    assertThat(chained.body()).contains("no_provider");
    assertThat(credentials()).isEmpty();
  }

  @Test
  void whatOnlyAnotherTenantHasIsAsUnknownAsWhatNobodyHas() {
    List<String> withIt = globexsAnswers();
    live.replace(
        old -> old.withTenant("acme", own(openai(ACMES, "secret-of-acme", "something-else"))));
    assertThat(globexsAnswers()).isEqualTo(withIt);
    assertThat(withIt.getFirst()).startsWith("404").doesNotContain("acme:");
    assertThat(credentials()).isEmpty();
  }

  private List<String> globexsAnswers() {
    List<String> answers = new ArrayList<>();
    HttpResponse<String> asked = ask("globex", "acmes-model");
    answers.add(asked.statusCode() + asked.body());
    for (String path : List.of("/v1/models/acmes-model", "/v1/models", "/v1beta/models")) {
      for (String carrier : CARRIERS) {
        HttpResponse<String> got = send(key("globex"), carrier, path, "");
        answers.add(got.statusCode() + got.body());
      }
    }
    return answers;
  }

  @Test
  void theListsShowWhatTheKeyMayUseInEveryShape() {
    for (String carrier : CARRIERS) {
      String whole = send(key("acme"), carrier, "/v1/models", "").body();
      assertThat(whole).contains("auto", "openai/small", "openai/acmes-model");
      String narrow = send(key("narrow"), carrier, "/v1/models", "").body();
      assertThat(narrow).contains("auto", "openai/small").doesNotContain("acmes-model");
      assertThat(send(key("narrow"), carrier, "/v1/models/acmes-model", "").statusCode())
          .isEqualTo(404);
      assertThat(send(key("narrow"), carrier, "/v1/models/small", "").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void aModelThatTheKeyMayNotUseIsRefusedAndNeverAsked() {
    HttpResponse<String> refused = ask("narrow", "acmes-model");
    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(refused.body()).contains("model_not_allowed", "acmes-model", "small");
    assertThat(credentials()).isEmpty();
    assertThat(ask("narrow", "small").statusCode()).isEqualTo(200);
  }

  @Test
  void whereCallsToModelsAreSwitchedOffNobodyIsAskedAndTheRestGoesOn() {
    generation = false;
    HttpResponse<String> refused = ask("acme", "small");
    assertThat(refused.statusCode()).isEqualTo(503);
    assertThat(refused.body()).contains("generation_disabled", "LLM_EVENTS_ENABLED");
    assertThat(refused.headers().firstValue("retry-after")).isPresent();
    assertThat(credentials()).isEmpty();
    assertThat(send(key("acme"), "x-api-key", "/v1/models", "").statusCode()).isEqualTo(200);
    generation = true;
    assertThat(ask("acme", "small").statusCode()).isEqualTo(200);
  }

  @Test
  void manyWrongKeysFromOneAddressAreTurnedAwayOnEveryRouteWhileGoodOnesGoOn() {
    for (int wrong = 0; wrong < WrongKeys.MOST; wrong++) {
      String carrier = CARRIERS.get(wrong % CARRIERS.size());
      assertThat(send("wrong-key-number-" + wrong, carrier, "/v1/models", "").statusCode())
          .isEqualTo(401);
    }
    for (String path : List.of("/v1/models", "/v1/responses/resp_1")) {
      HttpResponse<String> stopped = send("wrong-key-again", "authorization", path, "");
      assertThat(stopped.statusCode()).as(path).isEqualTo(429);
      assertThat(stopped.body()).contains("too_many_invalid_keys");
      assertThat(Integer.parseInt(stopped.headers().firstValue("retry-after").orElseThrow()))
          .isBetween(1, 60);
    }
    HttpResponse<String> chat =
        send("wrong-key-again", "authorization", "/v1/chat/completions", "{" + QUESTION);
    assertThat(chat.statusCode()).isEqualTo(429);
    assertThat(chat.headers().firstValue("retry-after")).isPresent();
    assertThat(ask("acme", "small").statusCode()).isEqualTo(200);
  }

  /** Where nothing is written. */
  private static final class Unwritten implements UsageLog {
    @Override
    public Progress began(AttemptBegan began) {
      return Progress.UNKEPT;
    }

    @Override
    public void ended(AttemptEnded ended) {}

    @Override
    public void ended(RequestEnded ended) {}
  }

  /** Where nothing is counted. */
  private static final class Uncounted implements Meter {
    @Override
    public void ended(Target target, AttemptEnded attempt) {}

    @Override
    public void ended(RequestEnded request) {}
  }
}
