package dev.breakwater.server.cli;

import java.io.IOException;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Shows all that the API lists: as a table, or as it gives it. */
final class Listing {
  @Option(names = "--tenant", paramLabel = "ID", description = "Only what is this one's.")
  private @Nullable String tenant;

  @Option(names = "--json", description = "The answer as the API gives it.")
  private boolean json;

  @Mixin private final AdminCalls calls;
  private final Console console;

  Listing(AdminCalls calls, Console console) {
    this.calls = calls;
    this.console = console;
  }

  /**
   * @param name under which the answer has them
   * @param row what stands under the headings
   * @throws IOException with a sentence when the server refuses, or nobody can tell
   */
  int show(String path, String name, List<String> headings, Function<JsonNode, List<String>> row)
      throws IOException, InterruptedException {
    List<JsonNode> all = calls.all(ApiCall.get(path).with("tenant", tenant), name);
    if (json) {
      ObjectNode answer = ApiCall.object();
      ArrayNode listed = answer.putArray(name);
      all.forEach(listed::add);
      console.say(answer.toPrettyString());
    } else {
      Table table = new Table(headings);
      all.forEach(one -> table.row(row.apply(one)));
      table.lines().forEach(console::say);
    }
    return ExitCode.OK;
  }
}
