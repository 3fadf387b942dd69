package dev.breakwater.server.cli;

import java.io.PrintWriter;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** All commands of {@code ./breakwater}. */
@Command(
    name = "breakwater",
    description = "Keeps an application's LLM calls calm while the providers storm.",
    footer = "`bench` is run by the launcher script: it measures this server from outside.",
    mixinStandardHelpOptions = true,
    version = "breakwater")
public final class Commands {

  private final Map<String, String> environment;
  private final ServerStarter server;
  private final SimulatorStarter simulator;
  private final OfflineApi offline;
  private final Prompt prompt;

  public Commands(
      Map<String, String> environment,
      ServerStarter server,
      SimulatorStarter simulator,
      OfflineApi offline,
      Prompt prompt) {
    this.environment = Map.copyOf(environment);
    this.server = server;
    this.simulator = simulator;
    this.offline = offline;
    this.prompt = prompt;
  }

  /**
   * @return 0 for success, 1 when the work failed, 2 for a wrong configuration or command line
   */
  public int run(PrintWriter out, PrintWriter err, String... arguments) {
    Console console = new Console(out, err);
    CommandLine line =
        new CommandLine(this)
            .addSubcommand(new ServeCommand(environment, console, server))
            .addSubcommand(new SimulatorCommand(console, simulator))
            .addSubcommand(new CheckCommand(environment, console))
            .addSubcommand(new StatusCommand(environment, console))
            .addSubcommand(KeyCommand.line(environment, console, offline))
            .addSubcommand(UserCommand.line(environment, console, offline, prompt))
            .addSubcommand(SecretsCommand.line(environment, console, offline))
            .addSubcommand(ImportCommand.line(console))
            .addSubcommand(ConfigCommand.line(environment, console))
            .addSubcommand(AuditCommand.line(environment, console, offline))
            .addSubcommand(DrillCommand.line(console))
            .setOut(out)
            .setErr(err)
            .setExecutionExceptionHandler((failure, _, _) -> {
              String message = failure.getMessage();
              console.complain(message == null ? failure.toString() : message);
              return ExitCode.FAILED;
            });
    if (arguments.length == 0) {
      line.usage(err);
      return ExitCode.WRONG;
    }
    return line.execute(arguments);
  }
}
