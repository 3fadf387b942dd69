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
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Command(
    name = "status",
    description = "Shows a running server on one screen.",
    mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "Default: BREAKWATER_URL, else the configured host and port.")
  private @Nullable String url;

  @Option(names = "--config", paramLabel = "FILE", description = "Default: breakwater.yaml.")
  private @Nullable Path config;

  private final Map<String, String> environment;
  private final Console console;

  StatusCommand(Map<String, String> environment, Console console) {
    this.environment = environment;
    this.console = console;
  }

  @Override
  public Integer call() throws InterruptedException {
    String base;
    try {
      base = base().replaceFirst("/+$", "");
      URI.create(base);
    } catch (IOException | IllegalArgumentException unusable) {
      console.complain(String.valueOf(unusable.getMessage()));
      return ExitCode.WRONG;
    }
    try (HttpClient client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build()) {
      JsonNode configuration = get(client, base + "/api/llm/config");
      JsonNode chain = get(client, base + "/api/admin/llm-fallback?environment=production");
      JsonNode health = get(client, base + "/api/admin/llm-fallback?action=health");
      JsonNode usage = get(client, base + "/api/admin/llm-usage?hours=24");
      StatusScreen.lines(base, configuration, chain, health, usage).forEach(console::say);
      return ExitCode.OK;
    } catch (Unanswered unanswered) {
      console.complain(String.valueOf(unanswered.getMessage()));
    } catch (IOException unreachable) {
      console.complain(
          "no server answers at "
              + base
              + " ("
              + unreachable.getClass().getSimpleName()
              + "); start one with `breakwater serve`, or name another by --url");
    } catch (IllegalArgumentException | JacksonException strange) {
      console.complain(base + " does not answer as Breakwater does: " + strange.getMessage());
    }
    return ExitCode.FAILED;
  }

  /** Where the server is: said outright, in the environment, or as it is configured. */
  private String base() throws IOException {
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

  private JsonNode get(HttpClient client, String address) throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address)).timeout(PATIENCE);
    String key = environment.get("BREAKWATER_ADMIN_KEY");
    if (key != null && !key.isEmpty()) {
      request.header("Authorization", "Bearer " + key);
    }
    HttpResponse<String> response =
        client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    return switch (response.statusCode()) {
      case 200 -> JSON.readTree(response.body());
      case 401, 403 ->
          throw new Unanswered(
              address
                  + " answered "
                  + response.statusCode()
                  + "; put the admin key that the first start printed into BREAKWATER_ADMIN_KEY");
      default -> throw new Unanswered(address + " answered " + response.statusCode());
    };
  }

  /** The server is there and does not tell. */
  private static final class Unanswered extends IOException {
    Unanswered(String message) {
      super(message);
    }
  }
}
