package dev.breakwater.server.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;

@Command(
    name = "list",
    description = "Shows the keys, without what opens anything.",
    mixinStandardHelpOptions = true)
final class KeyListCommand implements Callable<Integer> {
  private static final List<String> HEADINGS =
      List.of(
          "ID",
          "NAME",
          "TENANT",
          "ENVIRONMENT",
          "ROLE",
          "SCOPES",
          "STATUS",
          "EXPIRES",
          "ORIGIN",
          "PREFIX");

  @Mixin private final Listing listing;

  KeyListCommand(AdminCalls calls, Console console) {
    this.listing = new Listing(calls, console);
  }

  @Override
  public Integer call() throws Exception {
    return listing.show(KeyCommand.PATH, "keys", HEADINGS, KeyListCommand::row);
  }

  private static List<String> row(JsonNode key) {
    return List.of(
        Table.cell(key, "id"),
        Table.cell(key, "name"),
        Table.cell(key, "tenant"),
        Table.cell(key, "environment"),
        Table.cell(key, "role"),
        Table.cells(key, "scopes"),
        Table.cell(key, "status"),
        Table.cell(key, "expiresAt"),
        Table.cell(key, "origin"),
        Table.cell(key, "prefix"));
  }
}
