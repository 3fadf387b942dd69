package dev.breakwater.server.cli;

import dev.breakwater.server.config.Configuration;
import dev.breakwater.server.config.ConfigurationLoader;
import dev.breakwater.server.config.LoadOptions;
import dev.breakwater.server.config.Loaded;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** Which server a command is about: a running one, or the one whose files are here. */
final class ServerOptions {
  @Mixin private final ServerAddress address;

  @Option(names = "--data", paramLabel = "DIRECTORY", description = "Default: ./data.")
  private @Nullable String data;

  private final Map<String, String> environment;
  private final Console console;

  ServerOptions(Map<String, String> environment, Console console) {
    this.address = new ServerAddress(environment, console);
    this.environment = environment;
    this.console = console;
  }

  /** Whether somebody says which running server is meant. */
  boolean nameAServer() {
    return address.isNamed();
  }

  /**
   * What a running server answers.
   *
   * @param patience how long it may take
   * @throws IOException with a sentence when nobody is there, or it refuses
   */
  JsonNode ask(ApiCall call, Duration patience) throws IOException, InterruptedException {
    try (ApiClient client = new ApiClient(address.base(), environment, patience)) {
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
            address.config(), new ConfigurationLoader(environment, LoadOptions.withData(data)));
    return switch (source.loaded()) {
      case Loaded.Accepted accepted -> accepted.configuration();
      case Loaded.Rejected rejected -> {
        console.problems(rejected.problems());
        throw new IOException(source.name() + " does not say where the data is; use --url");
      }
    };
  }
}
