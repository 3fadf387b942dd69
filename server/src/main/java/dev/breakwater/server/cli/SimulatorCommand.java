package dev.breakwater.server.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "simulator",
    description = "Runs the simulated providers alone.",
    mixinStandardHelpOptions = true)
final class SimulatorCommand implements Callable<Integer> {

  @Option(
      names = "--port",
      paramLabel = "N",
      defaultValue = "8081",
      description = "Default: ${DEFAULT-VALUE}; 0 takes a free one.")
  private int port;

  private final Console console;
  private final SimulatorStarter starter;

  SimulatorCommand(Console console, SimulatorStarter starter) {
    this.console = console;
    this.starter = starter;
  }

  @Override
  public Integer call() throws Exception {
    if (port < 0 || port > 65_535) {
      console.complain("--port " + port + " is out of range; from 0 to 65535");
      return ExitCode.WRONG;
    }
    return starter.simulate(port);
  }
}
