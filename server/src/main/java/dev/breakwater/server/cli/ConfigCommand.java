package dev.breakwater.server.cli;

import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;

@Command(
    name = "config",
    description = "The configuration that holds in a running server.",
    mixinStandardHelpOptions = true)
final class ConfigCommand implements Runnable {

  private final Console console;

  private ConfigCommand(Console console) {
    this.console = console;
  }

  /** The command with its own one. */
  static CommandLine line(Map<String, String> environment, Console console) {
    return new CommandLine(new ConfigCommand(console))
        .addSubcommand(new ConfigExportCommand(environment, console));
  }

  @Override
  public void run() {
    console.say("config export: file, environment and API in one breakwater.yaml");
  }
}
