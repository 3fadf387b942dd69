package dev.breakwater.server.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(
    name = "revoke",
    description = "Ends a key for good: at once here, within five seconds on other nodes.",
    mixinStandardHelpOptions = true)
final class KeyRevokeCommand implements Callable<Integer> {

  @Parameters(paramLabel = "ID", description = "As `key list` shows it.")
  private String id = "";

  @Option(names = "--json", description = "The answer as the API gives it.")
  private boolean json;

  @Mixin private final AdminCalls calls;
  private final Console console;

  KeyRevokeCommand(AdminCalls calls, Console console) {
    this.calls = calls;
    this.console = console;
  }

  @Override
  public Integer call() throws Exception {
    JsonNode ended =
        calls.call(ApiCall.post(KeyCommand.PATH + "/" + ApiCall.segment(id) + "/revoke"));
    console.say(
        json
            ? ended.toPrettyString()
            : "%s ('%s') is revoked since %s"
                .formatted(
                    Table.cell(ended, "id"),
                    Table.cell(ended, "name"),
                    Table.cell(ended, "revokedAt")));
    return ExitCode.OK;
  }
}
