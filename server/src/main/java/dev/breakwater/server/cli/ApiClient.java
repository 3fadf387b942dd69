package dev.breakwater.server.cli;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Asks a running server, with the admin key of the environment. */
final class ApiClient implements AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(10);

  private final String base;
  private final Map<String, String> environment;
  private final Duration patience;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT).build();

  /**
   * @param patience how long an answer may take
   */
  ApiClient(String base, Map<String, String> environment, Duration patience) {
    this.base = base;
    this.environment = environment;
    this.patience = patience;
  }

  /**
   * What the server answers to a GET.
   *
   * @param path with its query
   * @throws IOException as {@link #call} does
   */
  JsonNode get(String path) throws IOException, InterruptedException {
    return send("GET", path, Optional.empty()).json(base + path.replaceFirst("\\?.*", ""));
  }

  /**
   * What the server answers to a call that went well.
   *
   * @throws IOException with one line when nobody is there, or it refuses
   */
  JsonNode call(ApiCall call) throws IOException, InterruptedException {
    return send(call.method(), call.target(), call.body()).json(base + call.path());
  }

  /**
   * What the server answers to a GET of something that is no JSON.
   *
   * @throws IOException with one line when nobody is there, or it refuses
   */
  String text(String path) throws IOException, InterruptedException {
    return send("GET", path, Optional.empty()).text(base + path);
  }

  private ApiAnswer send(String method, String target, Optional<ObjectNode> body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + target))
            .timeout(patience)
            .method(
                method,
                body.map(it -> BodyPublishers.ofString(it.toString()))
                    .orElseGet(BodyPublishers::noBody));
    body.ifPresent(_ -> request.header("Content-Type", "application/json"));
    String key = environment.get("BREAKWATER_ADMIN_KEY");
    if (key != null && !key.isEmpty()) {
      request.header("Authorization", "Bearer " + key);
    }
    try {
      HttpResponse<String> response =
          client.send(request.build(), HttpResponse.BodyHandlers.ofString());
      return new ApiAnswer(response.statusCode(), response.body());
    } catch (IOException e) {
      throw new IOException(
          "no server answers at "
              + base
              + " ("
              + e.getClass().getSimpleName()
              + "); start one with `breakwater serve`, or name another by --url",
          e);
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
