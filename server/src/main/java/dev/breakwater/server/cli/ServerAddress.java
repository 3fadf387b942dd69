package dev.breakwater.server.cli;

import dev.breakwater.server.config.ConfigurationLoader;
import dev.breakwater.server.config.LoadOptions;
import dev.breakwater.server.config.Loaded;
import dev.breakwater.server.config.ServerSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a running server is: said outright, in the environment, or as it is configured. */
final class ServerAddress {
  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "Of the server; default: BREAKWATER_URL, else the configured host and port.")
  private @Nullable String url;

  @Option(names = "--config", paramLabel = "FILE", description = "Default: breakwater.yaml.")
  private @Nullable Path config;

  private final Map<String, String> environment;
  private final Console console;

  ServerAddress(Map<String, String> environment, Console console) {
    this.environment = environment;
    this.console = console;
  }

  /** The configuration file that is named; null for the usual one. */
  @Nullable Path config() {
    return config;
  }

  /** Whether somebody says outright which server is meant. */
  boolean isNamed() {
    String variable = environment.get("BREAKWATER_URL");
    return url != null || (variable != null && !variable.isBlank());
  }

  /**
   * Its URL, without slashes at its end.
   *
   * @throws IOException with a sentence when nothing says it
   */
  String base() throws IOException {
    String base = said().replaceFirst("/+$", "");
    try {
      URI.create(base);
    } catch (IllegalArgumentException e) {
      throw new IOException(e.getMessage(), e);
    }
    return base;
  }

  private String said() throws IOException {
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
      case Loaded.Accepted accepted -> configured(accepted.configuration().server());
      case Loaded.Rejected rejected -> {
        console.problems(rejected.problems());
        throw new IOException(source.name() + " does not say where the server is; use --url");
      }
    };
  }

  private static String configured(ServerSettings server) {
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
}
