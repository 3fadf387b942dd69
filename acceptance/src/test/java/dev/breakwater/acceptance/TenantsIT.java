package dev.breakwater.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Three tenants with keys and credentials of their own on one server, one of them made by the API.
 * Whatever one of them tries, nothing of the others comes back: not a letter of their names, which
 * all their things carry.
 */
@Timeout(180)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TenantsIT {
  private static final String FOREIGN = "umbrella";

  /** The one that is made by the API. */
  private static final String MADE = "weyland";

  /** Where a key may stand, as {@code header: prefix}, or a query parameter. */
  private static final List<String[]> CARRIERS =
      List.of(
          new String[] {"Authorization", "Bearer "},
          new String[] {"x-api-key", ""},
          new String[] {"x-goog-api-key", ""},
          new String[] {"?key=", ""});

  @TempDir private static Path directory;

  private static SimulatorProcess providers;
  private static Server server;
  private static TenantParty acme;
  private static TenantParty umbrella;
  private static TenantParty weyland;
  private static JsonNode document;

  /** What the others have, before anything is tried. */
  private static List<List<String>> before = List.of();

  @BeforeAll
  static void start() throws IOException {
    providers = new SimulatorProcess(directory);
    Files.writeString(
        directory.resolve("breakwater.yaml"),
        "recording: {bodies: all}\negress: {allow: [127.0.0.1]}\nproviders:\n"
            + providers.provider("openai")
            + "keys:\n"
            + TenantParty.keys("acme")
            + TenantParty.keys(FOREIGN));
    server = Server.start(directory, Map.of(), "--config", "breakwater.yaml");
    acme = TenantParty.ofFile("acme", server);
    umbrella = TenantParty.ofFile(FOREIGN, server);
    weyland = TenantParty.madeByApi(MADE, server);
    for (TenantParty tenant : List.of(acme, umbrella, weyland)) {
      tenant.configure(providers.simulator().url() + "/openai/v1");
      tenant.work();
    }
    document = server.http().get("/openapi.json").json();
    before = List.of(umbrella.belongings(), weyland.belongings());
  }

  @AfterAll
  static void stop() {
    server.close();
    providers.close();
  }

  /** Of an answer, the part that the caller did not send itself. */
  private static String beyond(Http.Answer answer, String... sent) {
    String all = answer.headers().map() + "\n" + answer.body();
    for (String part : sent) {
      all = part.isEmpty() ? all : all.replace(part, "");
    }
    return all;
  }

  private static void hasNothingForeign(Http.Answer answer, String what, String... sent) {
    assertThat(beyond(answer, sent).toLowerCase(Locale.ROOT))
        .as(what)
        .doesNotContain(FOREIGN)
        .doesNotContain(MADE);
  }

  private static Http.Answer as(String key, String method, String path, String body) {
    return acme.call(key, method, path, body);
  }

  /** The operations of the document, each as method and path. */
  private static List<String[]> operations(boolean withVariables) {
    List<String[]> operations = new ArrayList<>();
    document
        .get("paths")
        .properties()
        .forEach(path -> {
          if (path.getKey().contains("{") == withVariables) {
            path.getValue()
                .propertyNames()
                .forEach(method ->
                    operations.add(new String[] {method.toUpperCase(Locale.ROOT), path.getKey()}));
          }
        });
    return operations;
  }

  private static JsonNode entry(String[] operation) {
    return document.get("paths").get(operation[1]).get(operation[0].toLowerCase(Locale.ROOT));
  }

  private static String body(String[] operation) {
    return entry(operation).has("requestBody") ? "{}" : "";
  }

  @Test
  void allAreReallyAtWorkEachWithItsOwnCredential() {
    for (TenantParty tenant : List.of(acme, umbrella, weyland)) {
      Http.Answer usage = server.admin("GET", "/llm-usage?hours=1&tenant=" + tenant.name(), "");
      assertThat(usage.json().at("/stats/requestCount").intValue())
          .as(usage.body())
          .isGreaterThanOrEqualTo(tenant.requests().size());
      assertThat(tenant.requests()).hasSizeGreaterThanOrEqualTo(6);
      assertThat(providers.simulator().calls("openai"))
          .filteredOn(call -> call.body().contains(tenant.name() + " says"))
          .hasSizeGreaterThanOrEqualTo(5)
          .allSatisfy(call ->
              assertThat(call.json().get("headers").toString()).contains(tenant.credential()));
      for (String key : List.of(tenant.adminKey(), tenant.readerKey())) {
        assertThat(tenant.call(key, "GET", "/api/admin/requests?limit=1000", "").body())
            .contains(tenant.requests().getFirst());
      }
    }
  }

  @Test
  void noIdOfAnotherIsFoundOnAnyRoute() {
    List<String> ids = Stream.of(umbrella, weyland).flatMap(it -> it.ids().stream()).toList();
    for (String kind : List.of("key_", "usr_", "prov_", "resp_", FOREIGN, MADE)) {
      assertThat(ids).anyMatch(id -> id.startsWith(kind));
    }
    Map<String, Nobodys> nobodys = new HashMap<>();
    int tried = 0;
    for (String[] operation : operations(true)) {
      for (String key : List.of(acme.adminKey(), acme.readerKey(), acme.appKey())) {
        String what = operation[0] + " " + operation[1] + " by " + key;
        for (String id : ids) {
          isAsIfAbsent(what, id, nobodys, it -> tryId(operation, it, key));
          tried++;
        }
      }
    }
    assertThat(tried).isGreaterThan(1_500);
    assertThat(umbrella.belongings()).isEqualTo(before.get(0));
    assertThat(weyland.belongings()).isEqualTo(before.get(1));
  }

  /** Where an id stands in the body, it is of no more use than in a path. */
  @Test
  void noIdOfAnotherIsTakenFromABody() {
    Map<String, Nobodys> nobodys = new HashMap<>();
    int tried = 0;
    for (String[] operation : operations(false)) {
      if (!operation[0].equals("PUT") || !entry(operation).toString().contains("\"id\"")) {
        continue;
      }
      for (String id : Stream.of(umbrella, weyland).flatMap(it -> it.ids().stream()).toList()) {
        isAsIfAbsent(
            operation[1],
            id,
            nobodys,
            it ->
                as(
                    acme.adminKey(),
                    operation[0],
                    operation[1],
                    "{\"id\": \"" + it + "\", \"name\": \"taken-over\"}"));
        tried++;
      }
    }
    assertThat(tried).isGreaterThan(60);
    assertThat(umbrella.belongings()).isEqualTo(before.get(0));
    assertThat(weyland.belongings()).isEqualTo(before.get(1));
  }

  /**
   * Nobody can tell an id of another from one that nobody has.
   *
   * @param what is tried with the id
   */
  private static void isAsIfAbsent(
      String what, String id, Map<String, Nobodys> nobodys, Function<String, Http.Answer> attempt) {
    Nobodys absent =
        nobodys.computeIfAbsent(
            what + " " + id.replaceFirst("(?<=_).*", ""),
            _ -> {
              String unknown = id.substring(0, id.length() - 2) + "zq";
              return new Nobodys(unknown, attempt.apply(unknown));
            });
    Http.Answer theirs = attempt.apply(id);
    String as = what + " with " + id;
    assertThat(theirs.status()).as(as).isEqualTo(absent.answer.status()).isBetween(400, 499);
    assertThat(anonymous(theirs, id)).as(as).isEqualTo(anonymous(absent.answer, absent.id));
    hasNothingForeign(theirs, as, id);
  }

  /** What came for an id of the same kind that nobody has. */
  private record Nobodys(String id, Http.Answer answer) {}

  private static Http.Answer tryId(String[] operation, String id, String key) {
    String path = operation[1].replace("{action}", "generateContent").replaceAll("\\{[^}]+}", id);
    return as(key, operation[0], path, body(operation));
  }

  /** Without what differs between two answers in any case. */
  private static String anonymous(Http.Answer answer, String id) {
    return answer
        .body()
        .replace(id, "ID")
        .replaceAll("req_[0-9A-Za-z]+", "REQ")
        .replaceAll("nearest is 'acme:[^']*'", "NEAREST");
  }

  /** First, for later ones leave in acme's own lists what acme itself has sent. */
  @Test
  @Order(1)
  void noListAndNoFigureHasAnythingOfTheOther() {
    List<String> queries =
        List.of(
            "",
            "?tenant=" + FOREIGN,
            "?tenant=acme",
            "?key=" + umbrella.appKey(),
            "?provider=" + umbrella.ownProvider(),
            "?model=" + FOREIGN + "-model",
            "?group_by=tenant",
            "?group_by=key",
            "?group_by=model",
            "?days=1",
            "?hours=1&status=success",
            "?format=ndjson",
            "?action=logs",
            "?action=health",
            "?over=0",
            "?environment=production&limit=1000");
    int tried = 0;
    for (String[] operation : operations(false)) {
      // Figures of the whole machine are open to those on it, and to nobody else.
      if (!operation[0].equals("GET") || operation[1].equals("/metrics")) {
        continue;
      }
      for (String query : queries) {
        for (String key : List.of(acme.adminKey(), acme.readerKey(), acme.appKey())) {
          Http.Answer answer = as(key, "GET", operation[1] + query, "");
          // What it asked for is in its own audit.
          hasNothingForeign(
              answer,
              operation[1] + query,
              umbrella.appKey(),
              query,
              operation[1].contains("/audit") ? umbrella.ownProvider() : query,
              operation[1].contains("/audit") ? FOREIGN + "-model" : query);
          tried++;
        }
      }
    }
    assertThat(tried).isGreaterThan(300);
    assertThat(as(acme.adminKey(), "GET", "/api/admin/requests?tenant=" + FOREIGN, "").status())
        .isEqualTo(403);
    assertThat(
            as(acme.adminKey(), "GET", "/api/admin/llm-usage?group_by=tenant", "")
                .json()
                .get("stats")
                .size())
        .isEqualTo(1);
  }

  @Test
  void aKeyIsItsTenantsInEachPlaceThatItMayStand() {
    String ownResponse = responseOf(acme);
    for (String[] carrier : CARRIERS) {
      assertThat(carried(carrier, acme.appKey(), "/v1/responses/" + ownResponse).status())
          .as(carrier[0])
          .isEqualTo(200);
      for (TenantParty other : List.of(umbrella, weyland)) {
        Http.Answer foreign = carried(carrier, acme.appKey(), "/v1/responses/" + responseOf(other));
        assertThat(foreign.status()).as(carrier[0]).isEqualTo(404);
        hasNothingForeign(foreign, carrier[0]);
        assertThat(carried(carrier, other.appKey(), "/v1/responses/" + ownResponse).status())
            .as(carrier[0] + " of " + other.name())
            .isEqualTo(404);
      }
      assertThat(carried(carrier, acme.adminKey(), "/v1/models").status())
          .as("for administration, in " + carrier[0])
          .isEqualTo(403);
      for (String[] other : CARRIERS) {
        if (!carrier[0].equals(other[0])) {
          assertThat(both(carrier, acme.appKey(), other, umbrella.appKey()).status())
              .as(carrier[0] + " and " + other[0])
              .isEqualTo(400);
        }
      }
    }
  }

  private static String responseOf(TenantParty tenant) {
    return tenant.ids().stream().filter(id -> id.startsWith("resp")).findFirst().orElseThrow();
  }

  private static Http.Answer carried(String[] carrier, String key, String path) {
    return carrier[0].startsWith("?")
        ? server.http().get(path + carrier[0] + key)
        : server.http().get(path, carrier[0], carrier[1] + key);
  }

  private static Http.Answer both(String[] one, String key, String[] other, String otherKey) {
    String query =
        one[0].startsWith("?") ? one[0] + key : other[0].startsWith("?") ? other[0] + otherKey : "";
    List<String> headers = new ArrayList<>();
    if (!one[0].startsWith("?")) {
      headers.addAll(List.of(one[0], one[1] + key));
    }
    if (!other[0].startsWith("?")) {
      headers.addAll(List.of(other[0], other[1] + otherKey));
    }
    return server.http().get("/v1/models" + query, headers.toArray(String[]::new));
  }

  @Test
  void modelsAndProvidersOfTheOtherAreAsUnknownAsThoseOfNobody() {
    for (String model : List.of(umbrella.ownProvider() + "/" + FOREIGN + "-model")) {
      Http.Answer theirs = chat(acme, model);
      Http.Answer nobodys = chat(acme, model.replace(FOREIGN + "-llm", FOREIGN + "-zzz"));
      assertThat(theirs.status()).as(theirs.body()).isBetween(400, 404);
      assertThat(theirs.status()).isEqualTo(nobodys.status());
      assertThat(theirs.body().replace(FOREIGN + "-llm", FOREIGN + "-zzz"))
          .isEqualTo(nobodys.body());
    }
    hasNothingForeign(as(acme.appKey(), "GET", "/v1/models", ""), "models");
    hasNothingForeign(as(acme.appKey(), "GET", "/v1beta/models", ""), "models of Gemini's");
    assertThat(chat(acme, acme.ownProvider() + "/gpt-4o-mini").status()).isEqualTo(200);
  }

  private static Http.Answer chat(TenantParty tenant, String model) {
    return tenant.call(
        tenant.appKey(),
        "POST",
        "/v1/chat/completions",
        "{\"model\": \"%s\", \"messages\": [{\"role\": \"user\", \"content\": \"x\"}]}"
            .formatted(model));
  }

  @Test
  void whoOneIsCannotBeWrittenIntoABody() {
    String model = "\"model\": \"openai/gpt-4o-mini\"";
    String messages = "\"messages\": [{\"role\": \"user\", \"content\": \"x\"}]";
    Map<String, String> bodies =
        Map.of(
            "/v1/chat/completions", model + ", " + messages,
            "/v1/messages", model + ", \"max_tokens\": 9, " + messages,
            "/v1/responses", model + ", \"input\": \"x\"",
            "/v1/embeddings", model + ", \"input\": \"x\"",
            "/api/v1/llm/generate", model + ", \"prompt\": \"x\"",
            "/v1beta/models/gpt-4o-mini:generateContent",
                "\"contents\": [{\"role\": \"user\", \"parts\": [{\"text\": \"x\"}]}]");
    for (String said : List.of("\"tenant\": \"" + FOREIGN + "\"", "\"role\": \"owner\"")) {
      bodies.forEach((path, body) -> {
        Http.Answer answer = as(acme.appKey(), "POST", path, "{" + body + ", " + said + "}");
        assertThat(answer.status()).as(path + ": " + answer.body()).isEqualTo(400);
        assertThat(answer.body()).contains("follows from the key");
        assertThat(answer.json().has(path.startsWith("/api/") ? "detail" : "error"))
            .as("in its protocol's shape: " + answer.body())
            .isTrue();
        hasNothingForeign(answer, path);
      });
    }
    Http.Answer made =
        as(
            acme.adminKey(),
            "POST",
            "/api/v1/llm/providers",
            "{\"name\": \"x\", \"protocol\": \"openai\", \"tenant\": \"" + FOREIGN + "\"}");
    assertThat(made.status()).as(made.body()).isEqualTo(403);
  }

  @Test
  void aForgedHostOrForwardingChangesNothing() {
    String path = "/api/admin/requests?limit=1000";
    String plain = ids(server.http().get(path, "Authorization", "Bearer " + acme.adminKey()));
    String[] forged = {
      "Authorization",
      "Bearer " + acme.adminKey(),
      "X-Forwarded-For",
      "127.0.0.1",
      "X-Forwarded-Host",
      FOREIGN + ".example",
      "X-Forwarded-Proto",
      "https",
      "X-Forwarded-Prefix",
      "/" + FOREIGN,
      "Forwarded",
      "for=127.0.0.1;host=" + FOREIGN,
      "X-Real-IP",
      "127.0.0.1",
      "X-Breakwater-Tenant",
      FOREIGN,
      "X-Tenant",
      FOREIGN,
      "X-Breakwater-Role",
      "owner"
    };
    Http.Answer answer = server.http().get(path, forged);
    assertThat(ids(answer)).isEqualTo(plain).contains(acme.requests().getFirst());
    hasNothingForeign(answer, "forged");
  }

  private static String ids(Http.Answer answer) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer
        .json()
        .get("requests")
        .valueStream()
        .map(it -> it.get("id").asString())
        .toList()
        .toString();
  }

  @Test
  void hostileIdsSearchesAndKeysAreInert() {
    String key = acme.adminKey();
    for (String id :
        List.of(
            "..%2f..%2fdata",
            "%2e%2e", "%25%25%25", "'%20OR%201=1--", "req_%00", "%25", "_".repeat(26))) {
      Http.Answer answer = as(key, "GET", "/api/admin/requests/" + id, "");
      assertThat(answer.status()).as(id).isIn(400, 404);
      hasNothingForeign(answer, id);
    }
    for (String search : List.of("%25%25%25", "'%20OR%20'1'='1", "_", "*")) {
      Http.Answer answer = as(key, "GET", "/api/admin/requests?model=" + search, "");
      assertThat(answer.status()).as(search).isEqualTo(200);
      assertThat(answer.json().get("requests").size()).as(search).isZero();
    }
    for (String path : List.of("/v1/models", "/api/admin/requests")) {
      Http.Answer injected =
          server.http().get(path, "x-api-key", "' OR '1'='1'; DROP TABLE virtual_keys; --");
      assertThat(injected.status()).as(path).isEqualTo(401);
      Http.Answer huge = server.http().get(path, "x-api-key", "k".repeat(1024 * 1024));
      assertThat(huge.status()).as(path).isEqualTo(431);
    }
    assertThat(as(key, "GET", "/api/admin/requests", "").status()).isEqualTo(200);
  }
}
