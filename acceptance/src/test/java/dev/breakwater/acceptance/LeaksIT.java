package dev.breakwater.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Secrets of every kind are planted, everything is done that can go wrong, and then all that came
 * out is searched: logs, answers, metrics, traces, exports, the audit, and the files.
 */
@Timeout(240)
class LeaksIT {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  /** Begin and end unlike anything else, so that their ends alone are told. */
  private static final Map<String, String> SECRETS = secrets();

  private static final List<String> EXPORTS =
      List.of(
          "/api/admin/llm-usage/export?format=csv",
          "/api/admin/llm-usage/export?format=ndjson",
          "/api/admin/audit",
          "/api/admin/audit/export?format=ndjson",
          "/api/admin/config/export",
          "/api/admin/requests?limit=1000",
          "/api/llm/config",
          "/api/v1/llm/providers",
          "/api/admin/llm-fallback?action=logs",
          "/api/admin/llm-fallback?action=health",
          "/api/admin/llm-usage/errors",
          "/api/v1/llm/health",
          "/metrics",
          "/readyz");

  private static Map<String, String> secrets() {
    Map<String, String> secrets = new LinkedHashMap<>();
    secrets.put("openai's key", "kq7-openai-4f0a" + mark() + "9b1e7c35d2a8");
    secrets.put("azure's key", "kz2-azures-81bd" + mark() + "c6f203e9a457");
    secrets.put("Bedrock's access key", "AKQ7BEDROCKA81" + mark() + "X7W2M4QZ");
    secrets.put("Bedrock's secret", "bsx-bedroc-22fe" + mark() + "07ad9c418e5b");
    secrets.put("Bedrock's session", "btk-sessio-95ac" + mark() + "e31f60d8b274");
    secrets.put("a key of the API's provider", "pkv-apiput-3dc7" + mark() + "58b9e20f41a6");
    secrets.put("a new key of that provider", "pkn-apinew-a90e" + mark() + "1f74c6d38b52");
    secrets.put("the administrator's key", "adm-breakw-6e21" + mark() + "d80c5fa97b34");
    secrets.put("the application's key", "app-breakw-b5f8" + mark() + "2a9d17e604c3");
    secrets.put("a key of the file", "fil-breakw-0c9d" + mark() + "f7e35a128b64");
    secrets.put("a wrong key", "wrg-nobody-77e1" + mark() + "4c8f0b2d9a65");
    secrets.put("a password", "pwd-people-e4a2" + mark() + "8d1b6c0f3975");
    secrets.put("a header of the collector's", "otl-header-1bf6" + mark() + "a53e9d07c284");
    return secrets;
  }

  private static String mark() {
    return "-" + Secrets.MARK;
  }

  private static String secret(String name) {
    return SECRETS.getOrDefault(name, "");
  }

  @Test
  void noSecretComesOutInAnyForm(@TempDir Path directory) throws Exception {
    try (Collector collector = new Collector();
        SimulatorProcess providers = new SimulatorProcess(directory)) {
      Path file = directory.resolve("breakwater.yaml");
      String yaml = yaml(providers, collector);
      Files.writeString(file, yaml);
      try (Server server = start(directory)) {
        List<String> exports = provoke(server, providers.simulator(), file, yaml);
        assertThat(collector.heard()).as("telemetry was sent").isNotEmpty();
        server.stop();

        SecretScan scan = scan(directory.resolve("data"));
        List<String> found = new ArrayList<>();
        server.seen().forEach(text -> found.addAll(scan.found(text)));
        exports.forEach(text -> found.addAll(scan.found(text)));
        collector.heard().forEach(bytes -> found.addAll(scan.found(bytes)));
        found.addAll(scan.inFiles(directory.resolve("data")));
        assertThat(found).isEmpty();
        assertThat(scan.secrets()).isGreaterThan(SECRETS.size());
      }
    }
  }

  private static String yaml(SimulatorProcess providers, Collector collector) {
    String url = providers.simulator().url().toString();
    return """
    recording: {bodies: all}
    egress: {allow: [127.0.0.1]}
    telemetry:
      otlp: {endpoint: "%s", headers: {x-key: %s}}
    providers:
      - {name: openai, baseUrl: "%s/openai/v1", apiKey: %s, models: [gpt-4o-mini]}
      - {name: azure, protocol: azure, baseUrl: "%s/azure", apiKey: %s, models: [gpt-4o-mini]}
      - name: bedrock
        protocol: bedrock
        baseUrl: %s/bedrock
        region: us-east-1
        accessKeyId: %s
        secretAccessKey: %s
        sessionToken: %s
        models: ["anthropic.claude-sonnet-4-5-20250929-v1:0"]
    chains: {production: {primary: openai/gpt-4o-mini, fallbacks: [], maxRetries: 0}}
    keys:
      - {name: file, key: %s, scopes: [inference]}
    """
        .formatted(
            collector.endpoint(),
            secret("a header of the collector's"),
            url,
            secret("openai's key"),
            url,
            secret("azure's key"),
            url,
            secret("Bedrock's access key"),
            secret("Bedrock's secret"),
            secret("Bedrock's session"),
            secret("a key of the file"));
  }

  private static Server start(Path directory) {
    return Server.start(
        directory,
        Map.of(
            "BREAKWATER_ADMIN_KEY",
            secret("the administrator's key"),
            "BREAKWATER_API_KEY",
            secret("the application's key")),
        "--config",
        "breakwater.yaml");
  }

  /** Everything that goes wrong, and what is taken home afterwards. */
  private static List<String> provoke(Server server, Simulator simulator, Path file, String yaml)
      throws IOException {
    wrongKeys(server);
    failures(server, simulator);
    configuredByApi(server, simulator);
    wrongBodies(
        server.http(),
        secret("a password"),
        "Authorization",
        "Bearer " + secret("the administrator's key"));
    brokenFiles(server, file, yaml);
    List<String> exports = exports(server, secret("the administrator's key"));
    Awaitility.await()
        .atMost(LIMIT)
        .until(() -> admin(server, "GET", "/readyz", "").status() == 200);
    return exports;
  }

  /** Everything that can be taken home. */
  static List<String> exports(Server server, String key) {
    return EXPORTS.stream()
        .map(path -> server.http().get(path, "Authorization", "Bearer " + key))
        .map(answer -> answer.headers().map() + answer.body())
        .toList();
  }

  private static Http.Answer admin(Server server, String method, String path, String body) {
    return server
        .http()
        .call(method, path, body, "Authorization", "Bearer " + secret("the administrator's key"));
  }

  private static void wrongKeys(Server server) {
    String wrong = secret("a wrong key");
    for (String path : List.of("/v1/models", "/v1beta/models", "/api/admin/requests", "/nowhere")) {
      server.http().get(path, "Authorization", "Bearer " + wrong);
      server.http().get(path, "x-api-key", wrong);
      server.http().get(path, "x-goog-api-key", wrong, "x-api-key", secret("a key of the file"));
      server.http().get(path + "?key=" + wrong);
      server.http().get(path, "x-api-key", secret("the administrator's key"));
      server.http().get(path, "x-api-key", secret("a key of the file"));
      server.http().get(path, "Cookie", "bw_session=" + wrong, "X-CSRF-Token", wrong);
    }
  }

  /** Providers that say their own key in every way. */
  private static void failures(Server server, Simulator simulator) {
    Map<String, String> keys =
        Map.of(
            "openai",
            secret("openai's key"),
            "azure",
            secret("azure's key"),
            "bedrock",
            secret("Bedrock's session"));
    keys.forEach((provider, key) -> {
      for (String script :
          List.of(
              "{}",
              "{\"status\": 503}",
              "{\"status\": 429, \"body\": {\"error\": {\"message\": \"too much of "
                  + key
                  + "\"}}}",
              "{\"status\": 500, \"body\": {\"error\": {\"message\": \"" + key + "\"}}}",
              "{\"status\": 401, \"body\": {\"error\": {\"message\": \"Incorrect API key provided: "
                  + key
                  + "\"}}}",
              "{\"fault\": \"html\"}",
              "{\"fault\": \"refuse\"}",
              "{\"fault\": \"cut\", \"after\": 2}")) {
        simulator.script(provider, script);
        for (boolean stream : List.of(false, true)) {
          ask(server, provider, stream);
        }
      }
      simulator.script(provider, "{}");
    });
  }

  private static void ask(Server server, String provider, boolean stream) {
    String model =
        provider.equals("bedrock")
            ? "bedrock/anthropic.claude-sonnet-4-5-20250929-v1:0"
            : provider + "/gpt-4o-mini";
    server
        .http()
        .call(
            "POST",
            "/v1/chat/completions",
            "{\"model\": \"%s\", \"stream\": %s, \"messages\": [{\"role\": \"user\", \"content\": \"x\"}]}"
                .formatted(model, stream),
            "Authorization",
            "Bearer " + secret("a key of the file"));
  }

  private static void configuredByApi(Server server, Simulator simulator) {
    String body =
        """
        {"name": "%s", "protocol": "openai", "baseUrl": "%s", "apiKey": "%s"}
        """;
    String key = secret("a key of the API's provider");
    String url = simulator.url() + "/openai/v1";
    Http.Answer made =
        admin(server, "POST", "/api/v1/llm/providers", body.formatted("made", url, key));
    assertThat(made.status()).as(made.body()).isEqualTo(201);
    String path = "/api/v1/llm/providers/" + made.json().get("id").asString();
    for (String refused : List.of("http://169.254.169.254/v1", "http://10.0.0.1/v1", "ftp://x")) {
      assertThat(
              admin(
                      server,
                      "POST",
                      "/api/v1/llm/providers",
                      body.formatted("refused", refused, key))
                  .status())
          .isEqualTo(422);
    }
    admin(server, "PUT", path, "{\"baseUrl\": \"" + url + "/\"}");
    admin(
        server,
        "PUT",
        path,
        "{\"apiKey\": \"" + secret("a new key of that provider") + "\", \"wrong\": 1}");
    admin(server, "PUT", path, "{\"apiKey\": \"" + secret("a new key of that provider") + "\"}");
    admin(server, "POST", path + "/test", "{\"model\": \"gpt-4o-mini\"}");
    admin(server, "POST", path + "/check", "");
    admin(server, "POST", "/api/admin/secrets/rotate", "");
    admin(server, "GET", path, "");
  }

  /**
   * Secrets where they do not belong, in the body of every call that takes one.
   *
   * @param headers whose calls they are, names and values in turn
   */
  static void wrongBodies(Http http, String secret, String... headers) {
    int tried = 0;
    JsonNode paths = http.get("/openapi.json").json().get("paths");
    for (Map.Entry<String, JsonNode> path : paths.properties()) {
      for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
        if (operation.getValue().has("requestBody")) {
          String method = operation.getKey().toUpperCase(Locale.ROOT);
          String concrete = path.getKey().replaceAll("\\{[^}]+}", "nothing");
          for (String body :
              List.of(
                  "{\"password\": \"%s\", \"login\": \"ann\", \"newPassword\": \"%s\"}",
                  "{\"apiKey\": \"%s\", \"key\": \"%s\"}",
                  "{\"apiKey\": \"%s",
                  "{\"password\": \"%s\" \"key\"}",
                  "\"%s\"")) {
            Http.Answer answer =
                http.call(method, concrete, body.formatted(secret, secret), headers);
            assertThat(answer.status()).as(concrete + answer.body()).isBetween(400, 499);
            tried++;
          }
        }
      }
    }
    assertThat(tried).isGreaterThan(50);
  }

  private static void brokenFiles(Server server, Path file, String yaml) throws IOException {
    String key = secret("openai's key");
    for (String broken :
        List.of(
            yaml.replace("apiKey: " + key, "apiKey: [" + key + "]"),
            yaml.replace("apiKey: " + key, "apiKei: " + key),
            yaml.replace("{name: openai", "{name: openai, name: openai"),
            yaml + "\n  - {" + key,
            yaml.replace("baseUrl: \"", "baseUrl: \"" + key + "@@"))) {
      int before = count(server.child().printed(), "is refused whole");
      Files.writeString(file, broken);
      Awaitility.await("refused")
          .atMost(LIMIT)
          .until(() -> count(server.child().printed(), "is refused whole") > before);
    }
    Files.writeString(file, yaml);
  }

  static int count(String text, String part) {
    return text.split(part, -1).length - 1;
  }

  /** What was planted, and what the server made for itself. */
  private static SecretScan scan(Path data) throws IOException {
    SecretScan scan = new SecretScan();
    SECRETS.forEach(scan::add);
    // It may hold more than one, the newest first.
    Path master = data.resolve("master.key");
    Pattern.compile("[0-9a-f]{64}")
        .matcher(Files.readString(master, StandardCharsets.ISO_8859_1))
        .results()
        .map(MatchResult::group)
        .forEach(key ->
            scan.add("the master key", key)
                .add("the master key's bytes", HexFormat.of().parseHex(key)));
    return scan;
  }
}
