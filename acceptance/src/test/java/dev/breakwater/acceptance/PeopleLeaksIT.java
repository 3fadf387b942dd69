package dev.breakwater.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * The secrets of people who sign in, of their issuer, of the database and of what a node makes for
 * itself: all is done with them that can go wrong, and nothing that came out has any of them.
 */
@Timeout(240)
class PeopleLeaksIT {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String MASTER_KEY =
      "5e1f0a9b7c3d2846e0f1a2b3c4d5e6f7089a1b2c3d4e5f60718293a4b5c6d7e8";

  /** Begin and end unlike anything else, so that their ends alone are told. */
  private static final Map<String, String> SECRETS = secrets();

  private static Map<String, String> secrets() {
    Map<String, String> secrets = new LinkedHashMap<>();
    for (String name :
        List.of(
            "the database's password",
            "the client's secret",
            "a password",
            "the password after it",
            "a wrong password",
            "a password in the login's place",
            "a code of the issuer's",
            "a code that is refused",
            "a webhook",
            "a routing key",
            "the mailer's password",
            "a header of the collector's",
            "a header in the environment",
            "a user in an address")) {
      String unlike = Integer.toHexString(name.hashCode());
      secrets.put(name, "s%sq-%s4f7e-%s".formatted(unlike, Secrets.MARK, "z" + unlike + "77ab"));
    }
    return secrets;
  }

  private static String secret(String name) {
    return SECRETS.getOrDefault(name, "");
  }

  /** What the server tells those whom it belongs to, and nobody else. */
  private final Map<String, String> told = new LinkedHashMap<>();

  @Test
  void nothingOfPeopleIssuersAndTheDatabaseComesOut(@TempDir Path directory) throws Exception {
    try (Postgres postgres = new Postgres();
        Collector collector = new Collector();
        IdentityIssuer issuer = new IdentityIssuer()) {
      Path file = directory.resolve("breakwater.yaml");
      Files.writeString(file, yaml(postgres, collector, issuer));
      try (Server server = start(directory)) {
        Http own = new Http(server.url());
        byPassword(server, own);
        byIssuer(server, own, issuer);
        elsewhere(server);
        LeaksIT.wrongBodies(server.http(), told("session"), session());
        List<String> exports = LeaksIT.exports(server, Server.ADMIN_KEY);
        brokenFiles(server, file, Files.readString(file));
        withoutDatabase(server, postgres);
        assertThat(collector.heard()).as("telemetry was sent").isNotEmpty();
        server.stop();

        SecretScan never = never(postgres, issuer);
        SecretScan theirs = new SecretScan();
        told.forEach(theirs::add);
        assertThat(own.seen()).as("what is told").anyMatch(it -> !theirs.found(it).isEmpty());
        List<String> found = new ArrayList<>();
        own.seen().forEach(text -> found.addAll(never.found(text)));
        for (SecretScan scan : List.of(never, theirs)) {
          server.seen().forEach(text -> found.addAll(scan.found(text)));
          exports.forEach(text -> found.addAll(scan.found(text)));
          collector.heard().forEach(bytes -> found.addAll(scan.found(bytes)));
          found.addAll(scan.found(String.join("\n", postgres.everything())));
          found.addAll(scan.inFiles(directory.resolve("data")));
        }
        assertThat(found).isEmpty();
      }
    }
  }

  private static String yaml(Postgres postgres, Collector collector, IdentityIssuer issuer) {
    return """
    server: {publicUrl: "https://llm.example"}
    database: {url: "%s", user: %s, password: "%s"}
    auth:
      oidc:
        issuer: "%s"
        clientId: %s
        clientSecret: "%s"
        roles: {staff: viewer}
    recording: {bodies: all}
    telemetry:
      otlp: {endpoint: "%s", headers: {x-key: "%s"}}
    notifications:
      slack: {webhookUrl: "https://hooks.slack.com/services/T0/B0/%s"}
      pagerduty: {routingKey: "%s"}
      smtp: {host: 127.0.0.1, password: "%s"}
    """
        .formatted(
            postgres.url(),
            Postgres.USER,
            secret("the database's password"),
            issuer.url(),
            IdentityIssuer.CLIENT,
            secret("the client's secret"),
            collector.endpoint(),
            secret("a header of the collector's"),
            secret("a webhook"),
            secret("a routing key"),
            secret("the mailer's password"));
  }

  private static Server start(Path directory) {
    return Server.start(
        directory,
        Map.of(
            "BREAKWATER_MASTER_KEY",
            MASTER_KEY,
            "OTEL_EXPORTER_OTLP_HEADERS",
            "authorization=Bearer%20" + secret("a header in the environment")),
        "--simulate",
        "--simulator-port",
        "0",
        "--config",
        "breakwater.yaml");
  }

  private String told(String name) {
    return told.getOrDefault(name, "");
  }

  private String[] session() {
    return new String[] {
      "Cookie",
      "bw_session=" + told("session"),
      "X-CSRF-Token",
      told("session's token"),
      "Content-Type",
      "application/json"
    };
  }

  private void byPassword(Server server, Http own) {
    Http.Answer made =
        server.admin(
            "POST",
            "/users",
            "{\"login\": \"eve@example.com\", \"role\": \"owner\", \"password\": \"%s\"}"
                .formatted(secret("a password")));
    assertThat(made.status()).as(made.body()).isEqualTo(201);
    remember("first session", signIn(own, "eve@example.com", secret("a password")));

    String login = secret("a password in the login's place");
    for (String name : List.of("eve@example.com", "nobody@example.com", login)) {
      assertThat(signIn(server.http(), name, secret("a wrong password")).status()).isIn(401, 429);
    }
    server.http().get("/api/auth/sign-in?login=eve&password=" + secret("a wrong password"));
    told.put("session", told("first session"));
    told.put("session's token", told("first session's token"));
    Http.Answer changed =
        server
            .http()
            .call(
                "PUT",
                "/api/auth/password",
                "{\"oldPassword\": \"%s\", \"newPassword\": \"%s\"}"
                    .formatted(secret("a password"), secret("the password after it")),
                session());
    assertThat(changed.status()).as(changed.body()).isEqualTo(200);
    remember("second session", signIn(own, "eve@example.com", secret("the password after it")));
  }

  private static Http.Answer signIn(Http http, String login, String password) {
    return http.call(
        "POST",
        "/api/auth/sign-in",
        "{\"login\": \"%s\", \"password\": \"%s\"}".formatted(login, password),
        "Content-Type",
        "application/json");
  }

  private void remember(String name, Http.Answer welcome) {
    assertThat(welcome.status()).as(welcome.body()).isEqualTo(200);
    told.put(name, cookie(welcome, "bw_session"));
    told.put(name + "'s token", welcome.json().get("csrfToken").asString());
  }

  private static String cookie(Http.Answer answer, String name) {
    for (String header : answer.headers().allValues("set-cookie")) {
      Matcher matcher = Pattern.compile(name + "=([^;]+);.*").matcher(header);
      if (matcher.matches()) {
        return matcher.group(1);
      }
    }
    throw new AssertionError(name + " is not among " + answer.headers().map());
  }

  /** In by the issuer, after it has refused once and once has meant somebody else. */
  private void byIssuer(Server server, Http own, IdentityIssuer issuer) {
    issuer.refuse(true);
    assertThat(back(server.http(), own, issuer, "a code that is refused").status()).isEqualTo(403);
    issuer.refuse(false);
    issuer.expect("another");
    assertThat(back(server.http(), own, issuer, "").status()).isEqualTo(403);
    Http.Answer in = back(own, own, issuer, "a code of the issuer's");
    assertThat(in.status()).as(in.body()).isEqualTo(302);
    told.put("the issuer's session", cookie(in, "bw_session"));
    assertThat(
            own.get("/api/auth/session", "Cookie", "bw_session=" + told("the issuer's session"))
                .body())
        .contains("\"login\":\"ann\"");
    server.http().get("/api/auth/oidc/callback?error=" + secret("a code that is refused"));
  }

  /**
   * Goes there and comes back.
   *
   * @param code what it comes back with; without one, the issuer has another browser in mind
   */
  private Http.Answer back(Http answers, Http own, IdentityIssuer issuer, String code) {
    Http.Answer there = own.get("/api/auth/oidc/begin");
    assertThat(there.status()).as(there.body()).isEqualTo(302);
    Map<String, String> sent =
        IdentityIssuer.fields(URI.create(there.header("location")).getRawQuery());
    if (!code.isEmpty()) {
      issuer.expect(sent.getOrDefault("nonce", ""));
    }
    String journey = cookie(there, "bw_oidc");
    told.put("journey " + told.size(), journey);
    told.put("state " + told.size(), sent.getOrDefault("state", ""));
    return answers.get(
        "/api/auth/oidc/callback?code=%s&state=%s"
            .formatted(code.isEmpty() ? "any" : secret(code), sent.get("state")),
        "Cookie",
        "bw_oidc=" + journey);
  }

  /** A session's secrets wherever else a call may carry something. */
  private void elsewhere(Server server) {
    told.put("session", told("second session"));
    told.put("session's token", told("second session's token"));
    String cookie = "bw_session=" + told("session");
    JsonNode paths = server.http().get("/openapi.json").json().get("paths");
    for (String path : paths.propertyNames()) {
      // That one tells a browser its token.
      if (paths.get(path).has("get") && !path.equals("/api/auth/session")) {
        String concrete = path.replaceAll("\\{[^}]+}", "nothing");
        server.http().get(concrete, "Cookie", cookie);
        server.http().get(concrete, "Cookie", cookie + "x; bw_oidc=" + told("session"));
        server.http().get(concrete + "?key=" + told("session") + "&limit=" + told("session"));
        server.http().get(concrete, "Authorization", "Bearer " + told("session's token"));
      }
    }
    for (String token : List.of("", told("session's token") + "x", told("session"))) {
      Http.Answer refused =
          server
              .http()
              .call(
                  "PUT",
                  "/api/admin/prices",
                  "{}",
                  "Cookie",
                  cookie,
                  "X-CSRF-Token",
                  token,
                  "Content-Type",
                  "application/json");
      assertThat(refused.status()).as(refused.body()).isEqualTo(403);
    }
  }

  /** Every secret of the file where it makes the file wrong, all at once; then cut in the last. */
  private static void brokenFiles(Server server, Path file, String yaml) throws IOException {
    String user = secret("a user in an address");
    String wrong =
        yaml.replace("https://llm.example", "https://" + user + "@llm.example")
            .replace("jdbc:postgresql://", "jdbc:postgresql://" + user + "@")
            .replace("issuer: \"http://", "issuer: \"http://ann:" + user + "@")
            .replace("endpoint: \"http://", "endpoint: \"http://" + user + ":x@")
            .replaceAll("(clientSecret|webhookUrl|routingKey): (\"[^\"]+\")", "$1: [$2]")
            .replace("smtp: {host: 127.0.0.1, password", "smtp: {host: 127.0.0.1, passwort");
    int before = LeaksIT.count(server.child().printed(), "is refused whole");
    for (String broken : List.of(wrong, yaml.substring(0, yaml.lastIndexOf('"')))) {
      Files.writeString(file, broken);
      int refused = ++before;
      Awaitility.await("refused")
          .atMost(LIMIT)
          .until(() -> LeaksIT.count(server.child().printed(), "is refused whole") >= refused);
    }
    assertThat(server.child().printed())
        .contains(
            "server.publicUrl",
            "database.url",
            "auth.oidc.issuer",
            "auth.oidc.clientSecret",
            "telemetry.otlp.endpoint",
            "notifications.slack.webhookUrl",
            "notifications.smtp.passwort");
    Files.writeString(file, yaml);
  }

  /** What needs the database says so. */
  private void withoutDatabase(Server server, Postgres postgres) {
    postgres.stop();
    assertThat(signIn(server.http(), "eve@example.com", secret("the password after it")).status())
        .isEqualTo(503);
    server.http().get("/api/admin/users", "Cookie", "bw_session=" + told("session"));
    postgres.start();
    Awaitility.await("the database is back")
        .atMost(LIMIT)
        .until(() -> server.admin("GET", "/users", "").status() == 200);
  }

  /** What was planted, what the issuer and the server told each other, what the server made. */
  private static SecretScan never(Postgres postgres, IdentityIssuer issuer)
      throws GeneralSecurityException {
    SecretScan scan = new SecretScan();
    SECRETS.forEach(scan::add);
    int number = 0;
    for (String passed : issuer.passed()) {
      scan.add("passed to the issuer, " + number++, passed);
    }
    assertThat(number).isGreaterThanOrEqualTo(5);
    scan.add("the master key", MASTER_KEY)
        .add("the master key's bytes", HexFormat.of().parseHex(MASTER_KEY));
    for (String name : List.of("key-pepper", "audit-key")) {
      scan.add(name, made(postgres, name));
    }
    return scan;
  }

  /** A secret that the server made for itself, opened with the master key: that it is sealed. */
  private static byte[] made(Postgres postgres, String name) throws GeneralSecurityException {
    String row =
        postgres
            .rows("SELECT encode(value, 'hex') FROM generated_secrets WHERE name = '" + name + "'")
            .getFirst();
    byte[] sealed = HexFormat.of().parseHex(row);
    assertThat(sealed).startsWith('B', 'W', 1);
    // A mark of three bytes, the key's id of four, a nonce of twelve.
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(
        Cipher.DECRYPT_MODE,
        new SecretKeySpec(HexFormat.of().parseHex(MASTER_KEY), "AES"),
        new GCMParameterSpec(128, sealed, 7, 12));
    cipher.updateAAD(("generated_secrets/" + name).getBytes(StandardCharsets.UTF_8));
    byte[] secret = cipher.doFinal(sealed, 19, sealed.length - 19);
    assertThat(secret).hasSize(32);
    return secret;
  }
}
