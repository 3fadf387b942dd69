package dev.breakwater.server.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

@Command(name = "list", description = "Shows who can sign in.", mixinStandardHelpOptions = true)
final class UserListCommand implements Callable<Integer> {

  @Option(names = "--tenant", paramLabel = "ID", description = "Only this one's people.")
  private @Nullable String tenant;

  @Option(names = "--json", description = "The answer as the API gives it.")
  private boolean json;

  @Mixin private final AdminCalls calls;
  private final Console console;

  UserListCommand(AdminCalls calls, Console console) {
    this.calls = calls;
    this.console = console;
  }

  @Override
  public Integer call() throws Exception {
    List<JsonNode> users = calls.all(ApiCall.get(UserCommand.PATH).with("tenant", tenant), "users");
    if (json) {
      ObjectNode answer = ApiCall.object();
      ArrayNode listed = answer.putArray("users");
      users.forEach(listed::add);
      console.say(answer.toPrettyString());
    } else {
      table(users).lines().forEach(console::say);
    }
    return ExitCode.OK;
  }

  private static Table table(List<JsonNode> users) {
    Table table = new Table("ID", "LOGIN", "NAME", "ROLE", "TENANT", "STATUS", "LAST SIGN-IN");
    for (JsonNode user : users) {
      table.row(
          Table.cell(user, "id"),
          Table.cell(user, "login"),
          Table.cell(user, "name"),
          Table.cell(user, "role"),
          Table.cell(user, "tenant"),
          user.path("disabled").booleanValue(false) ? "disabled" : "active",
          Table.cell(user, "lastSignInAt"));
    }
    return table;
  }
}
