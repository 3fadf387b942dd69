package dev.breakwater.simulator;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/** A simulator on a free port, healthy and with empty logs before each test, and clients for it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class Rig {
  static final String PROMPT = "Tell me how a harbor wall keeps the storm away from the boats";

  final HttpClient client = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
  private final Simulator simulator = Simulator.start("127.0.0.1", 0);

  @BeforeAll
  void listens() throws Exception {
    Awaitility.setDefaultPollInterval(Duration.ofMillis(20));
    assert get("/").statusCode() == 200;
  }

  @BeforeEach
  void healthy() throws Exception {
    for (Dialect dialect : Dialect.values()) {
      script(dialect, "{}");
      send("DELETE", "/calls/" + dialect.provider(), "", "");
    }
  }

  @AfterAll
  void stop() {
    client.close();
    simulator.close();
  }

  int port() {
    return simulator.port();
  }

  String url(String path) {
    return simulator.baseUrl() + path;
  }

  void script(Dialect dialect, String script) throws IOException, InterruptedException {
    HttpResponse<String> response = send("PUT", "/script/" + dialect.provider(), "", script);
    if (response.statusCode() != 200) {
      throw new IllegalArgumentException(response.body());
    }
  }

  JsonNode log(Dialect dialect) throws IOException, InterruptedException {
    return Dialect.MAPPER.readTree(get("/calls/" + dialect.provider()).body());
  }

  /** The last call in the log. */
  JsonNode lastCall(Dialect dialect) throws IOException, InterruptedException {
    JsonNode calls = log(dialect).path("calls");
    return calls.get(calls.size() - 1);
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send("GET", path, "", "");
  }

  /** Asks in a dialect with the test's prompt. */
  HttpResponse<String> ask(Dialect dialect, boolean stream)
      throws IOException, InterruptedException {
    return ask(dialect, stream, PROMPT);
  }

  HttpResponse<String> ask(Dialect dialect, boolean stream, String prompt)
      throws IOException, InterruptedException {
    return send("POST", dialect.path(stream), dialect.key(), dialect.body(prompt, stream));
  }

  /**
   * Sends a request and gathers the answer.
   *
   * @param headers lines of {@code Name: value}, or empty
   * @param body empty for none
   */
  HttpResponse<String> send(String method, String path, String headers, String body)
      throws IOException, InterruptedException {
    return client.send(request(method, path, headers, body), BodyHandlers.ofString());
  }

  HttpRequest request(String method, String path, String headers, String body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url(path)))
            .timeout(Duration.ofSeconds(20))
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    headers
        .lines()
        .forEach(line ->
            request.header(
                line.substring(0, line.indexOf(':')),
                line.substring(line.indexOf(':') + 1).strip()));
    return request.build();
  }

  /** The answer's body as JSON. */
  static JsonNode json(HttpResponse<String> response) {
    return Dialect.MAPPER.readTree(response.body());
  }
}
