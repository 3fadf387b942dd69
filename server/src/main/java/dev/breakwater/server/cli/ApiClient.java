package dev.breakwater.server.cli;

import dev.breakwater.server.config.ConfigurationLoader;
import dev.breakwater.server.config.LoadOptions;
import dev.breakwater.server.config.Loaded;
import dev.breakwater.server.config.ServerSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
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
   * Where the server is: said outright, in the environment, or as it is configured.
   *
   * @param url null when nobody says
   * @param config null for the usual file
   * @throws IOException with a sentence when nothing says it
   */
  static String address(
      @Nullable String url, @Nullable Path config, Map<String, String> environment, Console console)
      throws IOException {
    String base = base(url, config, environment, console).replaceFirst("/+$", "");
    try {
      URI.create(base);
    } catch (IllegalArgumentException e) {
      throw new IOException(e.getMessage(), e);
    }
    return base;
  }

  private static String base(
      @Nullable String url, @Nullable Path config, Map<String, String> environment, Console console)
      throws IOException {
    if (url != null) {
      return url;
    }
    String variable = environment.get("BREAKWATER_URL");
    if (variable != null && !variable.isBlank()) {
      return variable;
    }
    ConfigurationSource source =
        ConfigurationSource.read(config, new ConfigurationLoader(environment, LoadOptions.NONE));
    return switch (source.loaded()) {
      case Loaded.Accepted accepted -> base(accepted.configuration().server());
      case Loaded.Rejected rejected -> {
        console.problems(rejected.problems());
        throw new IOException(source.name() + " does not say where the server is; use --url");
      }
    };
  }

  private static String base(ServerSettings server) {
    String host =
        switch (server.host()) {
          case "0.0.0.0", "::", "[::]" -> "127.0.0.1";
          default -> server.host();
        };
    return "http://"
        + (host.indexOf(':') >= 0 && !host.startsWith("[") ? "[" + host + "]" : host)
        + ":"
        + server.port();
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
