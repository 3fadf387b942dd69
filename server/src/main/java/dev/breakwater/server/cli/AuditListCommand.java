package dev.breakwater.server.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

@Command(
    name = "list",
    description = "Shows who changed what, newest first.",
    mixinStandardHelpOptions = true)
final class AuditListCommand implements Callable<Integer> {

  @Option(names = "--actor", paramLabel = "ID", description = "Id or name of who did it.")
  private @Nullable String actor;

  @Option(names = "--action", paramLabel = "ACTION", description = "Such as key.create or key.*.")
  private @Nullable String action;

  @Option(names = "--object", paramLabel = "ID", description = "What it was done to.")
  private @Nullable String object;

  @Option(names = "--tenant", paramLabel = "ID", description = "What belongs to this one.")
  private @Nullable String tenant;

  @Option(names = "--since", paramLabel = "TIME", description = "Such as 2026-01-31 or 24h.")
  private @Nullable String since;

  @Option(names = "--limit", paramLabel = "N", description = "1 to 1,000; default: 20.")
  private int limit = 20;

  @Option(names = "--json", description = "The answer as the API gives it.")
  private boolean json;

  @Mixin private final AuditAnswers answers;
  private final Console console;

  AuditListCommand(Map<String, String> environment, Console console) {
    this.answers = new AuditAnswers(environment, console);
    this.console = console;
  }

  @Override
  public Integer call() throws Exception {
    Map<String, String> query = new LinkedHashMap<>();
    put(query, "actor", actor);
    put(query, "action", action);
    put(query, "object", object);
    put(query, "tenant", tenant);
    put(query, "since", since);
    put(query, "limit", Integer.toString(limit));
    JsonNode answer = answers.get("/api/admin/audit", query);
    if (json) {
      console.say(answer.toPrettyString());
    } else {
      answer.path("entries").valueStream().map(AuditListCommand::line).forEach(console::say);
    }
    return ExitCode.OK;
  }

  private static void put(Map<String, String> query, String name, @Nullable String value) {
    if (value != null) {
      query.put(name, value);
    }
  }

  private static String line(JsonNode entry) {
    return "%s  %-20s  %-24s  %s"
        .formatted(
            entry.path("at").stringValue(""),
            entry.path("actorName").stringValue(""),
            entry.path("action").stringValue(""),
            entry.path("object").stringValue(""));
  }
}
