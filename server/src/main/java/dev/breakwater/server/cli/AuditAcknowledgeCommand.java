package dev.breakwater.server.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
    name = "acknowledge",
    description = "Says why the chain was begun anew at an entry, which then counts as whole.",
    mixinStandardHelpOptions = true)
final class AuditAcknowledgeCommand implements Callable<Integer> {

  @Parameters(paramLabel = "SEQUENCE", description = "As `audit verify` names it.")
  private long sequence;

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      required = true,
      description = "What has become of the head; stands in the audit.")
  private String reason = "";

  @Mixin private final AdminCalls calls;
  private final Console console;

  AuditAcknowledgeCommand(AdminCalls calls, Console console) {
    this.calls = calls;
    this.console = console;
  }

  @Override
  public Integer call() throws Exception {
    ObjectNode body = ApiCall.object().put("sequence", sequence).put("reason", reason);
    JsonNode entry = calls.call(ApiCall.post("/api/admin/audit/acknowledge", body));
    console.say(
        "Entry %d is acknowledged by entry %d (%s)"
            .formatted(sequence, entry.path("sequence").longValue(0), Table.cell(entry, "id")));
    return ExitCode.OK;
  }
}
