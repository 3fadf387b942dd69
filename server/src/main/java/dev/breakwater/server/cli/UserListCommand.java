package dev.breakwater.server.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;

@Command(name = "list", description = "Shows who can sign in.", mixinStandardHelpOptions = true)
final class UserListCommand implements Callable<Integer> {
  private static final List<String> HEADINGS =
      List.of("ID", "LOGIN", "NAME", "ROLE", "TENANT", "STATUS", "LAST SIGN-IN");

  @Mixin private final Listing listing;

  UserListCommand(AdminCalls calls, Console console) {
    this.listing = new Listing(calls, console);
  }

  @Override
  public Integer call() throws Exception {
    return listing.show(UserCommand.PATH, "users", HEADINGS, UserListCommand::row);
  }

  private static List<String> row(JsonNode user) {
    return List.of(
        Table.cell(user, "id"),
        Table.cell(user, "login"),
        Table.cell(user, "name"),
        Table.cell(user, "role"),
        Table.cell(user, "tenant"),
        user.path("disabled").booleanValue(false) ? "disabled" : "active",
        Table.cell(user, "lastSignInAt"));
  }
}
