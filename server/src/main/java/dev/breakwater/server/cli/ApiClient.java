package dev.breakwater.server.cli;

import dev.breakwater.server.config.ConfigurationLoader;
import dev.breakwater.server.config.LoadOptions;
import dev.breakwater.server.config.Loaded;
import dev.breakwater.server.config.ServerSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Asks a running server, with the admin key of the environment. */
final class ApiClient implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.builder().build();
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
   * @throws IOException with a sentence when nobody is there, or it does not tell
   */
  JsonNode get(String path) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(URI.create(base + path)).GET(), path);
  }

  /**
   * What the server answers to a GET of something that is no JSON.
   *
   * @throws IOException with a sentence when nobody is there, or it does not tell
   */
  String text(String path) throws IOException, InterruptedException {
    HttpResponse<String> response = sent(HttpRequest.newBuilder(URI.create(base + path)).GET());
    if (response.statusCode() / 100 != 2) {
      throw new IOException(base + path + " answered " + answer(response, base + path));
    }
    return response.body();
  }

  private JsonNode send(HttpRequest.Builder request, String path)
      throws IOException, InterruptedException {
    return answer(sent(request), base + path.replaceFirst("\\?.*", ""));
  }

  private HttpResponse<String> sent(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    String key = environment.get("BREAKWATER_ADMIN_KEY");
    if (key != null && !key.isEmpty()) {
      request.header("Authorization", "Bearer " + key);
    }
    try {
      return client.send(request.timeout(patience).build(), HttpResponse.BodyHandlers.ofString());
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

  private JsonNode answer(HttpResponse<String> response, String address) throws IOException {
    int status = response.statusCode();
    if (status == 401 || status == 403) {
      throw new IOException(
          address
              + " answered "
              + status
              + "; put the admin key that the first start printed into BREAKWATER_ADMIN_KEY");
    }
    JsonNode body;
    try {
      body = JSON.readTree(response.body());
    } catch (JacksonException e) {
      throw new IOException(base + " does not answer as Breakwater does: " + e.getMessage(), e);
    }
    if (status / 100 != 2) {
      JsonNode detail = body.get("detail");
      throw new IOException(
          address
              + " answered "
              + status
              + (detail == null || !detail.isString() ? "" : ": " + detail.stringValue()));
    }
    return body;
  }

  @Override
  public void close() {
    client.close();
  }
}
