package dev.breakwater.server.cli;

import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;

@Command(
    name = "audit",
    description = "Who changed what, and whether nobody has meddled with that record.",
    mixinStandardHelpOptions = true)
final class AuditCommand implements Runnable {

  private final Console console;

  private AuditCommand(Console console) {
    this.console = console;
  }

  /** The command with its own ones. */
  static CommandLine line(Map<String, String> environment, Console console, OfflineApi offline) {
    return new CommandLine(new AuditCommand(console))
        .addSubcommand(new AuditVerifyCommand(environment, console))
        .addSubcommand(new AuditListCommand(environment, console))
        .addSubcommand(
            new AuditAcknowledgeCommand(new AdminCalls(environment, console, offline), console));
  }

  @Override
  public void run() {
    console.say("audit verify: recomputes the whole chain and names the first broken link");
    console.say("audit list: the newest entries");
    console.say("audit acknowledge: says why the chain was begun anew at an entry");
  }
}
