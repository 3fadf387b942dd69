package dev.breakwater.server.cli;

import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

@Command(
    name = "verify",
    description = "Recomputes the whole chain and names the first link that is broken.",
    mixinStandardHelpOptions = true)
final class AuditVerifyCommand implements Callable<Integer> {

  @Option(
      names = "--expect",
      paramLabel = "SEQUENCE:HASH",
      description = "A head that was noted down elsewhere, to compare with.")
  private @Nullable String expect;

  @Option(names = "--json", description = "The answer as the API gives it.")
  private boolean json;

  @Mixin private final AuditAnswers answers;
  private final Console console;

  AuditVerifyCommand(Map<String, String> environment, Console console) {
    this.answers = new AuditAnswers(environment, console);
    this.console = console;
  }

  @Override
  public Integer call() throws Exception {
    JsonNode verdict =
        answers.get(
            "/api/admin/audit/verify", expect == null ? Map.of() : Map.of("expect", expect));
    boolean valid = verdict.path("valid").booleanValue(false);
    if (json) {
      console.say(verdict.toPrettyString());
    } else if (valid) {
      console.say(whole(verdict));
    } else {
      console.complain(broken(verdict.path("firstBroken")));
    }
    return valid ? ExitCode.OK : ExitCode.FAILED;
  }

  private static String whole(JsonNode verdict) {
    long entries = verdict.path("entries").longValue(0);
    long first = verdict.path("first").longValue(0);
    return "The audit is whole: "
        + entries
        + (entries == 1 ? " entry" : " entries")
        + (first > 1 ? ", the first kept is " + first : "")
        + "; head "
        + verdict.path("head").stringValue("unknown");
  }

  private static String broken(JsonNode link) {
    String id = link.path("id").stringValue("");
    return "The audit is broken at entry "
        + link.path("sequence").longValue(0)
        + (id.isEmpty() ? "" : " (" + id + ")")
        + ": "
        + link.path("reason").stringValue("");
  }
}
