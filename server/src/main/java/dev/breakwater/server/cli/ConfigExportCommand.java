package dev.breakwater.server.cli;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "export",
    description = "Writes all that holds as one breakwater.yaml, without its secrets.",
    mixinStandardHelpOptions = true)
final class ConfigExportCommand implements Callable<Integer> {
  /** A hundred thousand keys take their time. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "A new file; default: standard output.")
  private @Nullable Path out;

  @Mixin private final ServerAddress address;
  private final Map<String, String> environment;
  private final Console console;

  ConfigExportCommand(Map<String, String> environment, Console console) {
    this.address = new ServerAddress(environment, console);
    this.environment = environment;
    this.console = console;
  }

  @Override
  public Integer call() throws InterruptedException {
    try {
      String text;
      try (ApiClient client = new ApiClient(address.base(), environment, PATIENCE)) {
        text = client.text("/api/admin/config/export");
      }
      if (out == null) {
        console.say(text.stripTrailing());
      } else {
        Files.writeString(out, text, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        console.say(out + ": written; its first lines name the variables that it needs");
      }
      return ExitCode.OK;
    } catch (FileAlreadyExistsException there) {
      console.complain(out + " is there already; name a new file");
    } catch (IOException failed) {
      console.complain(String.valueOf(failed.getMessage()));
    }
    return ExitCode.FAILED;
  }
}
