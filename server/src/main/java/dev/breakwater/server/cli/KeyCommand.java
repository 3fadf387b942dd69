package dev.breakwater.server.cli;

import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

@Command(
    name = "key",
    description = "Keys that clients authenticate with.",
    mixinStandardHelpOptions = true)
final class KeyCommand implements Runnable {
  static final String PATH = "/api/admin/keys";

  private final Console console;

  private KeyCommand(Console console) {
    this.console = console;
  }

  /** The command with its own ones. */
  static CommandLine line(Map<String, String> environment, Console console, OfflineApi offline) {
    return new CommandLine(new KeyCommand(console))
        .addSubcommand(new KeyCreateCommand(new AdminCalls(environment, console, offline), console))
        .addSubcommand(new KeyListCommand(new AdminCalls(environment, console, offline), console))
        .addSubcommand(new KeyRevokeCommand(new AdminCalls(environment, console, offline), console))
        .addSubcommand(
            new KeyRotateCommand(new AdminCalls(environment, console, offline), console));
  }

  /** The key alone goes where a program reads it, the rest beside it. */
  static void showOnce(JsonNode made, Console console) {
    console.say(made.path("key").stringValue(""));
    console.complain(
        "%s is the key '%s' of the tenant %s, shown this once; only its hash is kept"
            .formatted(
                Table.cell(made, "id"), Table.cell(made, "name"), Table.cell(made, "tenant")));
  }

  @Override
  public void run() {
    console.say("key create: makes one and shows it once");
    console.say("key list: all of them, without what opens anything");
    console.say("key rotate: makes one that takes another's place");
    console.say("key revoke: ends one for good");
  }
}
