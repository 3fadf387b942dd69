package dev.breakwater.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;

/**
 * One tenant at work: its keys, its provider, and requests of every kind. Whatever it has carries
 * its name, so that a letter of it elsewhere is found.
 */
final class TenantParty {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final String name;
  private final Server server;
  private final String appKey;
  private final String adminKey;
  private final String readerKey;
  private final List<String> ids = new ArrayList<>();
  private final List<String> requests = new ArrayList<>();

  private TenantParty(
      String name, Server server, String appKey, String adminKey, String readerKey) {
    this.name = name;
    this.server = server;
    this.appKey = appKey;
    this.adminKey = adminKey;
    this.readerKey = readerKey;
  }

  /** One whose {@link #keys} stand in the configuration file. */
  static TenantParty ofFile(String name, Server server) {
    return new TenantParty(name, server, key(name, "app"), key(name, "admin"), key(name, "reader"));
  }

  /** One that the server's administrator has made, and its keys as well. */
  static TenantParty madeByApi(String name, Server server) {
    made(server.admin("POST", "/tenants", "{\"id\": \"%s\"}".formatted(name)));
    List<String> keys = new ArrayList<>();
    List<String> keyIds = new ArrayList<>();
    for (String scopes : List.of("\"inference\"", "\"admin\", \"read\"", "\"read\"")) {
      JsonNode key =
          made(
              server.admin(
                  "POST",
                  "/keys",
                  "{\"name\": \"%s-%d\", \"tenant\": \"%s\", \"scopes\": [%s]}"
                      .formatted(name, keys.size(), name, scopes)));
      keys.add(key.get("key").asString());
      keyIds.add(key.get("id").asString());
    }
    TenantParty party = new TenantParty(name, server, keys.get(0), keys.get(1), keys.get(2));
    party.ids.addAll(keyIds);
    return party;
  }

  private static JsonNode made(Http.Answer answer) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    return answer.json();
  }

  /** Keys of the tenant in a configuration file. */
  static String keys(String name) {
    return """
      - {name: %1$s-app, key: %2$s, tenant: %1$s, scopes: [inference]}
      - {name: %1$s-admin, key: %3$s, tenant: %1$s, scopes: [admin, read]}
      - {name: %1$s-reader, key: %4$s, tenant: %1$s, scopes: [read]}
    """
        .formatted(name, key(name, "app"), key(name, "admin"), key(name, "reader"));
  }

  /** All of a tenant's keys begin alike, and so do those of all tenants. */
  private static String key(String name, String use) {
    return Secrets.MARK + "bw-key-of-a-tenant-0123456789abcdef-" + name + "-" + use;
  }

  String name() {
    return name;
  }

  String appKey() {
    return appKey;
  }

  String adminKey() {
    return adminKey;
  }

  String readerKey() {
    return readerKey;
  }

  /** The credential that its own provider is called with. */
  String credential() {
    return Secrets.MARK + name + "-credential-4715";
  }

  /** A provider that only this tenant has, and one that shadows the shared one. */
  String ownProvider() {
    return name + "-llm";
  }

  /** The ids of everything that it has. */
  List<String> ids() {
    return List.copyOf(ids);
  }

  /** The ids of its requests. */
  List<String> requests() {
    return List.copyOf(requests);
  }

  /** All that it has, as its own administrator sees it: a change of any of it shows. */
  List<String> belongings() {
    List<String> all = new ArrayList<>();
    for (String path :
        List.of(
            "/api/admin/keys",
            "/api/admin/users",
            "/api/admin/tenants",
            "/api/v1/llm/providers",
            "/api/admin/requests")) {
      Http.Answer answer = call(adminKey(), "GET", path + "?limit=1000", "");
      assertThat(answer.status()).as(answer.body()).isEqualTo(200);
      for (String field :
          List.of("id", "login", "name", "updatedAt", "revokedAt", "disabled", "active")) {
        all.add(path + " " + field + " " + answer.json().findValues(field));
      }
    }
    return all;
  }

  /** A call with one of its keys. */
  Http.Answer call(String key, String method, String path, String body) {
    return server.http().call(method, path, body, "Authorization", "Bearer " + key);
  }

  /** Configures its own providers by the API, and lets in somebody and another program. */
  void configure(String baseUrl) {
    for (String provider : List.of(ownProvider(), "openai")) {
      Http.Answer answer =
          call(
              adminKey(),
              "POST",
              "/api/v1/llm/providers",
              """
              {"name": "%s", "protocol": "openai", "baseUrl": "%s", "apiKey": "%s",
               "models": [{"name": "%s-model"}]}
              """
                  .formatted(provider, baseUrl, credential(), name));
      ids.add(made(answer).get("id").asString());
    }
    ids.add(
        made(call(adminKey(), "POST", "/api/admin/keys", "{\"name\": \"%s-job\"}".formatted(name)))
            .get("id")
            .asString());
    ids.add(
        made(call(
                adminKey(),
                "POST",
                "/api/admin/users",
                "{\"login\": \"ann@%s.example\", \"name\": \"%s-ann\", \"role\": \"viewer\"}"
                    .formatted(name, name)))
            .get("id")
            .asString());
    ids.add(ownProvider());
    ids.add(name);
  }

  /** Asks in every way that leaves something behind. */
  void work() {
    String said = "\"content\": \"" + name + " says a secret\"";
    String messages = "\"messages\": [{\"role\": \"user\", " + said + "}]";
    String user = "\"user\": \"" + name + "-user\"";
    String model = "\"model\": \"openai/gpt-4o-mini\"";
    ask("/v1/chat/completions", "{%s, %s, %s}".formatted(model, user, messages));
    ask("/v1/chat/completions", "{%s, \"stream\": true, %s}".formatted(model, messages));
    ask("/v1/chat/completions", "{\"model\": \"openai/%s-model\", %s}".formatted(name, messages));
    ask(
        "/v1/embeddings",
        "{\"model\": \"openai/text-embedding-3-small\", \"input\": \"%s says\"}".formatted(name));
    ask("/v1/messages", "{%s, \"max_tokens\": 50, %s}".formatted(model, messages));
    JsonNode kept =
        ask("/v1/responses", "{%s, \"input\": \"%s says a secret\"}".formatted(model, name)).json();
    ids.add(kept.get("id").asString());
    ids.addAll(requests);
    for (String request : requests) {
      Awaitility.await(request)
          .atMost(LIMIT)
          .until(
              () -> call(adminKey(), "GET", "/api/admin/requests/" + request, "").status() == 200);
    }
  }

  private Http.Answer ask(String path, String body) {
    Http.Answer answer =
        server
            .http()
            .call(
                "POST",
                path,
                body,
                "Authorization",
                "Bearer " + appKey(),
                "X-Request-Id",
                name + "-asks-" + requests.size());
    assertThat(answer.status()).as(path + ": " + answer.body()).isEqualTo(200);
    requests.add(answer.header("x-request-id"));
    return answer;
  }
}
