package dev.breakwater.server.cli;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

@Command(
    name = "secrets",
    description = "The master key that secrets are sealed under.",
    mixinStandardHelpOptions = true)
final class SecretsCommand implements Runnable {
  private final Console console;

  private SecretsCommand(Console console) {
    this.console = console;
  }

  /** The command with its own ones. */
  static CommandLine line(Map<String, String> environment, Console console, OfflineApi offline) {
    return new CommandLine(new SecretsCommand(console))
        .addSubcommand(new Rotate(new AdminCalls(environment, console, offline), console));
  }

  @Override
  public void run() {
    console.say("secrets rotate: seals every secret under another master key");
  }

  @Command(
      name = "rotate",
      description =
          "Has a running server seal every secret under a new master key, or under the first that"
              + " the operator gives.",
      mixinStandardHelpOptions = true)
  private static final class Rotate implements Callable<Integer> {
    @Option(names = "--json", description = "The answer as the API gives it.")
    private boolean json;

    @Mixin private final AdminCalls calls;
    private final Console console;

    Rotate(AdminCalls calls, Console console) {
      this.calls = calls;
      this.console = console;
    }

    @Override
    public Integer call() throws Exception {
      JsonNode done = calls.byServer(ApiCall.post("/api/admin/secrets/rotate"));
      int resealed = done.path("resealed").intValue(0);
      console.say(
          json
              ? done.toPrettyString()
              : "%s sealed under the %s master key %s"
                  .formatted(
                      Console.count(resealed, "secret"),
                      done.path("madeKey").booleanValue(false) ? "new" : "given",
                      Table.cell(done, "keyId")));
      return ExitCode.OK;
    }
  }
}
