package dev.breakwater.server.cli;

import dev.breakwater.server.cli.ServerStarter.ServeOptions;
import dev.breakwater.server.config.Configuration;
import dev.breakwater.server.config.ConfigurationLoader;
import dev.breakwater.server.config.LastGood;
import dev.breakwater.server.config.LoadOptions;
import dev.breakwater.server.config.Loaded;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "serve",
    description = "Runs the server: gateway and admin API on one port.",
    mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Default: breakwater.yaml in this directory, if it is there.")
  private @Nullable Path config;

  @Option(names = "--port", paramLabel = "N", description = "Default: 8080; 0 takes a free one.")
  private @Nullable Integer port;

  @Option(names = "--host", paramLabel = "HOST", description = "Default: 127.0.0.1.")
  private @Nullable String host;

  @Option(names = "--data", paramLabel = "DIRECTORY", description = "Default: ./data.")
  private @Nullable String data;

  @Option(names = "--simulate", description = "Simulates openai, anthropic and google.")
  private boolean simulate;

  @Option(
      names = "--simulator-port",
      paramLabel = "N",
      description = "Default: the one after the server's.")
  private @Nullable Integer simulatorPort;

  @Option(names = "--open", description = "No authentication, on a loopback address only.")
  private boolean open;

  @Option(
      names = "--last-good",
      description = "Starts with the last good configuration when the file is broken.")
  private boolean lastGood;

  private final Map<String, String> environment;
  private final Console console;
  private final ServerStarter starter;

  ServeCommand(Map<String, String> environment, Console console, ServerStarter starter) {
    this.environment = environment;
    this.console = console;
    this.starter = starter;
  }

  @Override
  public Integer call() throws Exception {
    ConfigurationLoader loader = new ConfigurationLoader(environment, options());
    ConfigurationSource source;
    try {
      source = ConfigurationSource.read(config, loader);
    } catch (IOException unreadable) {
      console.complain(String.valueOf(unreadable.getMessage()));
      return ExitCode.WRONG;
    }
    return switch (source.loaded()) {
      case Loaded.Accepted accepted -> {
        console.warnings(accepted.warnings());
        keep(accepted.configuration(), source);
        yield starter.serve(
            new ServeOptions(source.file(), source.text(), loader), accepted.configuration());
      }
      case Loaded.Rejected rejected -> {
        console.problems(rejected.problems());
        yield lastGood
            ? serveLastGood(source, rejected, loader)
            : refuse(source.name() + ": " + Console.count(rejected.problems().size(), "problem"));
      }
    };
  }

  private int serveLastGood(
      ConfigurationSource source, Loaded.Rejected rejected, ConfigurationLoader loader)
      throws Exception {
    Path kept = LastGood.file(rejected.data());
    Optional<String> text = LastGood.read(rejected.data());
    if (text.isEmpty()) {
      return refuse("no last good configuration at " + kept + "; --data names its directory");
    }
    return switch (loader.load(kept.toString(), text.get())) {
      case Loaded.Accepted accepted -> {
        console.complain("starting with the last good configuration, " + kept);
        // The broken text counts as seen: only a change of the file is taken up.
        yield starter.serve(
            new ServeOptions(source.file(), source.text(), loader), accepted.configuration());
      }
      case Loaded.Rejected alsoBroken -> {
        console.problems(alsoBroken.problems());
        yield refuse("the last good configuration is good no more in this environment");
      }
    };
  }

  private int refuse(String message) {
    console.complain(message);
    return ExitCode.WRONG;
  }

  private void keep(Configuration configuration, ConfigurationSource source) {
    if (source.file().isEmpty()) {
      return;
    }
    try {
      LastGood.keep(configuration.data(), source.text());
    } catch (IOException unwritable) {
      console.complain(
          "warning: the last good configuration is not kept: " + unwritable.getMessage());
    }
  }

  private LoadOptions options() {
    return new LoadOptions(
        Optional.ofNullable(host),
        port == null ? OptionalInt.empty() : OptionalInt.of(port),
        Optional.ofNullable(data),
        simulate,
        simulatorPort == null ? OptionalInt.empty() : OptionalInt.of(simulatorPort),
        open);
  }
}
