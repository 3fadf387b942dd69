package dev.breakwater.server.cli;

import dev.breakwater.server.config.Configuration;
import dev.breakwater.server.config.ConfigurationLoader;
import dev.breakwater.server.config.LoadOptions;
import dev.breakwater.server.config.Loaded;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** Which server a command is about: a running one, or the one whose files are here. */
final class ServerOptions {
  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "Of the server; default: BREAKWATER_URL, else the configured host and port.")
  private @Nullable String url;

  @Option(names = "--config", paramLabel = "FILE", description = "Default: breakwater.yaml.")
  private @Nullable Path config;

  @Option(names = "--data", paramLabel = "DIRECTORY", description = "Default: ./data.")
  private @Nullable String data;

  private final Map<String, String> environment;
  private final Console console;

  ServerOptions(Map<String, String> environment, Console console) {
    this.environment = environment;
    this.console = console;
  }

  /** Whether somebody says which running server is meant. */
  boolean nameAServer() {
    String variable = environment.get("BREAKWATER_URL");
    return url != null || (variable != null && !variable.isBlank());
  }

  /**
   * What a running server answers.
   *
   * @param patience how long it may take
   * @throws IOException with a sentence when nobody is there, or it refuses
   */
  JsonNode ask(ApiCall call, Duration patience) throws IOException, InterruptedException {
    String base = ApiClient.address(url, config, environment, console);
    try (ApiClient client = new ApiClient(base, environment, patience)) {
      return client.call(call);
    }
  }

  /**
   * The configuration of the server whose files are here.
   *
   * @throws IOException with a sentence when it is broken
   */
  Configuration configuration() throws IOException {
    ConfigurationSource source =
        ConfigurationSource.read(
            config, new ConfigurationLoader(environment, LoadOptions.withData(data)));
    return switch (source.loaded()) {
      case Loaded.Accepted accepted -> accepted.configuration();
      case Loaded.Rejected rejected -> {
        console.problems(rejected.problems());
        throw new IOException(source.name() + " does not say where the data is; use --url");
      }
    };
  }
}
