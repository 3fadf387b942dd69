package dev.breakwater.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;

/** A running server. Closing it looks whether a secret has got out, and leaves no process. */
public final class Server implements AutoCloseable {
  public static final String ADMIN_KEY = "planted-admin-key-4711";
  public static final String API_KEY = "planted-application-key-4712";

  private static final Duration START_LIMIT = Duration.ofSeconds(30);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(45);
  private static final Pattern LISTENS = Pattern.compile("listens on (http://\\S+)\n");
  private static final Pattern SIMULATES = Pattern.compile("Simulated providers .* on (\\S+)\n");

  private final Child child;
  private final URI url;
  private final Http http;

  private Server(Child child) {
    this.child = child;
    this.url = URI.create(child.await(LISTENS, START_LIMIT).group(1));
    this.http = new Http(url);
    Awaitility.await("ready")
        .atMost(START_LIMIT)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> http.get("/readyz").status() == 200);
  }

  /** With simulated providers of its own and planted keys. */
  static Server simulated(Path directory) {
    return start(directory, Map.of(), "--simulate", "--simulator-port", "0");
  }

  /** With planted keys, its data in the directory. */
  public static Server start(Path directory, Map<String, String> environment, String... arguments) {
    Map<String, String> withKeys =
        new HashMap<>(
            Map.of(
                "BREAKWATER_ADMIN_KEY",
                ADMIN_KEY,
                "BREAKWATER_API_KEY",
                API_KEY,
                // Checks ask providers too, where tests count each call.
                "BREAKWATER_HEALTH_INTERVAL",
                "0"));
    withKeys.putAll(environment);
    return startAsIs(directory, withKeys, arguments);
  }

  /** With nothing but what is given; it makes its own keys. */
  static Server startAsIs(Path directory, Map<String, String> environment, String... arguments) {
    Child child = spawn(directory, environment, arguments);
    try {
      return new Server(child);
    } catch (RuntimeException | Error e) {
      child.close();
      throw e;
    }
  }

  /** The process alone, whether or not it will ever be ready. */
  static Child spawn(Path directory, Map<String, String> environment, String... arguments) {
    List<String> all = new ArrayList<>(List.of("serve", "--port", "0"));
    all.addAll(List.of("--data", directory.resolve("data").toString()));
    all.addAll(List.of(arguments));
    return Packaged.run(directory, environment, all);
  }

  public URI url() {
    return url;
  }

  public Http http() {
    return http;
  }

  public Child child() {
    return child;
  }

  /** The simulated providers that this server has started. */
  Simulator simulator() {
    Matcher matcher = child.await(SIMULATES, START_LIMIT);
    return new Simulator(URI.create(matcher.group(1)));
  }

  /** A call of the admin API without a content type. */
  public Http.Answer admin(String method, String path, String body) {
    return http.call(method, "/api/admin" + path, body, "Authorization", "Bearer " + ADMIN_KEY);
  }

  /** Changes the chain of production. */
  public JsonNode chain(String config) {
    Http.Answer answer = admin("POST", "/llm-fallback", config);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.json().get("config");
  }

  /** Forgets what is known of a target: closes its circuit, calls it again. */
  public void reset(String provider, String model) {
    Http.Answer answer =
        admin(
            "POST",
            "/llm-fallback/reset",
            "{\"provider\": \"" + provider + "\", \"model\": \"" + model + "\"}");
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
  }

  /** The row of the fallback log that a request has. */
  public JsonNode log(String requestId) {
    Http.Answer answer = admin("GET", "/llm-fallback?action=logs&limit=1000", "");
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer
        .json()
        .get("logs")
        .valueStream()
        .filter(row -> row.get("request_id").asString().equals(requestId))
        .findFirst()
        .orElseThrow(() -> new AssertionError(requestId + " is not in " + answer.body()));
  }

  /** A request with its decisions and attempts, once the ledger has it. */
  JsonNode request(String requestId) {
    return Awaitility.await(requestId)
        .atMost(START_LIMIT)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> admin("GET", "/requests/" + requestId, ""), answer -> answer.status() == 200)
        .json();
  }

  /** A chat completion by plain HTTP. */
  Http.Answer chat(String body) {
    return http.call("POST", "/v1/chat/completions", body, "Authorization", "Bearer " + API_KEY);
  }

  /** Stops it as a service manager would, and checks that it ends well. */
  public void stop() {
    child.terminate();
    assertThat(child.ended(STOP_LIMIT)).as(child::printed).isIn(0, 143);
  }

  /** {@code kill -9}. */
  void kill() {
    child.kill();
  }

  /** All that has come out of it: its output, its answers. */
  List<String> seen() {
    List<String> all = new ArrayList<>(http.seen());
    all.add(child.printed());
    return all;
  }

  @Override
  public void close() {
    try {
      if (child.process().isAlive()) {
        http.get("/metrics");
      }
      Secrets.areNowhereIn(seen());
    } finally {
      child.close();
    }
  }
}
