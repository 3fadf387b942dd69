package dev.breakwater.server.cli;

import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(
    name = "disable",
    description = "Keeps somebody out; their sessions end, within five seconds on other nodes.",
    mixinStandardHelpOptions = true)
final class UserDisableCommand implements Callable<Integer> {

  @Parameters(paramLabel = "LOGIN|ID", description = "As `user list` shows it.")
  private String who = "";

  @Option(names = "--json", description = "The answer as the API gives it.")
  private boolean json;

  @Mixin private final AdminCalls calls;
  private final Console console;

  UserDisableCommand(AdminCalls calls, Console console) {
    this.calls = calls;
    this.console = console;
  }

  @Override
  public Integer call() throws Exception {
    JsonNode changed =
        calls.call(
            ApiCall.put(
                UserCommand.PATH + "/" + ApiCall.segment(id()),
                ApiCall.object().put("disabled", true)));
    console.say(
        json
            ? changed.toPrettyString()
            : "%s (%s) is disabled"
                .formatted(Table.cell(changed, "id"), Table.cell(changed, "login")));
    return ExitCode.OK;
  }

  private String id() throws IOException, InterruptedException {
    String login = who.strip().toLowerCase(Locale.ROOT);
    return calls.all(ApiCall.get(UserCommand.PATH), "users").stream()
        .filter(user ->
            user.path("id").stringValue("").equals(who)
                || user.path("login").stringValue("").equals(login))
        .findFirst()
        .map(user -> user.path("id").stringValue(""))
        .orElseThrow(() -> new IOException("there is nobody with the login or id '" + who + "'"));
  }
}
