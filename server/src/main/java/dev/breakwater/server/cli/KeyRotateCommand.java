package dev.breakwater.server.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
    name = "rotate",
    description = "Makes a key that takes another's place, and shows it once.",
    mixinStandardHelpOptions = true)
final class KeyRotateCommand implements Callable<Integer> {

  @Parameters(paramLabel = "ID", description = "As `key list` shows it.")
  private String id = "";

  @Option(
      names = "--overlap",
      paramLabel = "DURATION",
      defaultValue = "24h",
      description = "How long the other goes on, 0s to 90d; default: ${DEFAULT-VALUE}.")
  private String overlap = "24h";

  @Option(names = "--json", description = "The answer as the API gives it.")
  private boolean json;

  @Mixin private final AdminCalls calls;
  private final Console console;

  KeyRotateCommand(AdminCalls calls, Console console) {
    this.calls = calls;
    this.console = console;
  }

  @Override
  public Integer call() throws Exception {
    ObjectNode wish = ApiCall.object().put("overlap", overlap);
    JsonNode made =
        calls.call(ApiCall.post(KeyCommand.PATH + "/" + ApiCall.segment(id) + "/rotate", wish));
    if (json) {
      console.say(made.toPrettyString());
    } else {
      KeyCommand.showOnce(made, console);
      console.complain(id + " goes on for " + overlap);
    }
    return ExitCode.OK;
  }
}
