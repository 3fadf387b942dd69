package dev.breakwater.server.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

@Command(
    name = "drill",
    description = "Tries what the gateway promises on simulated outages.",
    mixinStandardHelpOptions = true)
final class DrillCommand implements Runnable {

  private final Console console;

  private DrillCommand(Console console) {
    this.console = console;
  }

  /** The command with its own ones. */
  static CommandLine line(Console console) {
    return new CommandLine(new DrillCommand(console))
        .addSubcommand(new SimulateCommand(console))
        .addSubcommand(new AvailabilityCommand(console));
  }

  @Override
  public void run() {
    console.say("drill simulate: days of outages in virtual time, every promise checked");
    console.say("drill availability: a month of outages, with and without the gateway");
  }
}
