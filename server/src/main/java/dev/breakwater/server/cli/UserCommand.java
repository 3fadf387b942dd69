package dev.breakwater.server.cli;

import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;

@Command(
    name = "user",
    description = "People who sign in and administer.",
    mixinStandardHelpOptions = true)
final class UserCommand implements Runnable {
  static final String PATH = "/api/admin/users";

  private final Console console;

  private UserCommand(Console console) {
    this.console = console;
  }

  /** The command with its own ones. */
  static CommandLine line(
      Map<String, String> environment, Console console, OfflineApi offline, Prompt prompt) {
    return new CommandLine(new UserCommand(console))
        .addSubcommand(
            new UserCreateCommand(new AdminCalls(environment, console, offline), console, prompt))
        .addSubcommand(new UserListCommand(new AdminCalls(environment, console, offline), console))
        .addSubcommand(
            new UserDisableCommand(new AdminCalls(environment, console, offline), console));
  }

  @Override
  public void run() {
    console.say("user create: makes somebody who can sign in");
    console.say("user list: everybody");
    console.say("user disable: keeps somebody out, and ends their sessions");
  }
}
