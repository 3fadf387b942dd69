package dev.breakwater.server.cli;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
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
  private final Trainer trainer;
  private final OfflineApi offline;
  private final Prompt prompt;

  public Commands(
      Map<String, String> environment,
      ServerStarter server,
      SimulatorStarter simulator,
      Trainer trainer,
      OfflineApi offline,
      Prompt prompt) {
    this.environment = Map.copyOf(environment);
    this.server = server;
    this.simulator = simulator;
    this.trainer = trainer;
    this.offline = offline;
    this.prompt = prompt;
  }

  /**
   * @return 0 for success, 1 when the work failed, 2 for a wrong configuration or command line
   */
  public int run(PrintWriter out, PrintWriter err, String... arguments) {
    Console console = new Console(out, err);
    Map<String, Supplier<?>> commands = commands(console);
    CommandLine line = new CommandLine(this);
    // Reading what a command takes costs a start some time; the others are for help and typing
    // errors.
    if (arguments.length > 0 && commands.containsKey(arguments[0])) {
      commands.keySet().retainAll(Set.of(arguments[0]));
    }
    commands.values().forEach(command -> line.addSubcommand(command.get()));
    line.setOut(out)
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

  private Map<String, Supplier<?>> commands(Console console) {
    Map<String, Supplier<?>> commands = new LinkedHashMap<>();
    commands.put("serve", () -> new ServeCommand(environment, console, server));
    commands.put("simulator", () -> new SimulatorCommand(console, simulator));
    commands.put("check", () -> new CheckCommand(environment, console));
    commands.put("status", () -> new StatusCommand(environment, console));
    commands.put("key", () -> KeyCommand.line(environment, console, offline));
    commands.put("user", () -> UserCommand.line(environment, console, offline, prompt));
    commands.put("secrets", () -> SecretsCommand.line(environment, console, offline));
    commands.put("import", () -> ImportCommand.line(console));
    commands.put("config", () -> ConfigCommand.line(environment, console));
    commands.put("audit", () -> AuditCommand.line(environment, console, offline));
    commands.put("drill", () -> DrillCommand.line(console));
    commands.put("train", () -> new TrainCommand(console, trainer));
    return commands;
  }
}
