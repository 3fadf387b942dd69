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

@Command(
    name = "list",
    description = "Shows the keys, without what opens anything.",
    mixinStandardHelpOptions = true)
final class KeyListCommand implements Callable<Integer> {

  @Option(names = "--tenant", paramLabel = "ID", description = "Only this one's.")
  private @Nullable String tenant;

  @Option(names = "--json", description = "The answer as the API gives it.")
  private boolean json;

  @Mixin private final AdminCalls calls;
  private final Console console;

  KeyListCommand(AdminCalls calls, Console console) {
    this.calls = calls;
    this.console = console;
  }

  @Override
  public Integer call() throws Exception {
    List<JsonNode> keys = calls.all(ApiCall.get(KeyCommand.PATH).with("tenant", tenant), "keys");
    if (json) {
      ObjectNode answer = ApiCall.object();
      ArrayNode listed = answer.putArray("keys");
      keys.forEach(listed::add);
      console.say(answer.toPrettyString());
    } else {
      table(keys).lines().forEach(console::say);
    }
    return ExitCode.OK;
  }

  private static Table table(List<JsonNode> keys) {
    Table table =
        new Table(
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
    for (JsonNode key : keys) {
      table.row(
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
    return table;
  }
}
