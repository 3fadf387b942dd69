package dev.breakwater.server.cli;

import dev.breakwater.server.config.Configuration;
import dev.breakwater.server.config.ConfigurationLoader;
import dev.breakwater.server.config.LoadOptions;
import dev.breakwater.server.config.Loaded;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "check",
    description = "Validates a configuration and tells every problem at once.",
    mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Default: breakwater.yaml in this directory.")
  private @Nullable Path config;

  @Option(
      names = "--data",
      paramLabel = "DIRECTORY",
      description =
          "Of the server, whose API may have said otherwise; default: as configured, else ./data.")
  private @Nullable String data;

  private final Map<String, String> environment;
  private final Console console;

  CheckCommand(Map<String, String> environment, Console console) {
    this.environment = environment;
    this.console = console;
  }

  @Override
  public Integer call() {
    ConfigurationSource source;
    try {
      source =
          ConfigurationSource.read(
              config, new ConfigurationLoader(environment, LoadOptions.withData(data)));
    } catch (IOException unreadable) {
      console.complain(String.valueOf(unreadable.getMessage()));
      return ExitCode.WRONG;
    }
    return switch (source.loaded()) {
      case Loaded.Accepted accepted -> {
        console.warnings(accepted.warnings());
        tellShadowed(accepted.configuration());
        console.say(
            source.name()
                + ": good"
                + (accepted.warnings().isEmpty()
                    ? ""
                    : ", with " + Console.count(accepted.warnings().size(), "warning"))
                + (accepted.configuration().simulator().isPresent()
                    ? "; no provider is configured, so serve simulates them"
                    : ""));
        yield ExitCode.OK;
      }
      case Loaded.Rejected rejected -> {
        console.problems(rejected.problems());
        console.warnings(rejected.warnings());
        console.complain(
            source.name() + ": " + Console.count(rejected.problems().size(), "problem"));
        yield ExitCode.WRONG;
      }
    };
  }

  /** A good file may still say in vain what the API has changed. */
  private void tellShadowed(Configuration configuration) {
    try {
      ShadowedValues.of(configuration).forEach(path -> console.say(StatusScreen.SHADOWED + path));
    } catch (IOException unknown) {
      console.complain(
          "warning: what of this the API shadows could not be told: " + unknown.getMessage());
    }
  }
}
