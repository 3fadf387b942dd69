package dev.breakwater.server.cli;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
    name = "create",
    description = "Makes a key and shows it once, alone on the standard output.",
    mixinStandardHelpOptions = true)
final class KeyCreateCommand implements Callable<Integer> {

  @Option(names = "--name", required = true, paramLabel = "NAME", description = "For people.")
  private String name = "";

  @Option(names = "--tenant", paramLabel = "ID", description = "Default: default.")
  private @Nullable String tenant;

  @Option(names = "--environment", paramLabel = "NAME", description = "Default: production.")
  private @Nullable String environment;

  @Option(
      names = "--scopes",
      split = ",",
      paramLabel = "SCOPE",
      description = "Of inference, read and admin; default: inference.")
  private @Nullable List<String> scopes;

  @Option(names = "--role", paramLabel = "ROLE", description = "Default: what the scopes need.")
  private @Nullable String role;

  @Option(
      names = "--models",
      split = ",",
      paramLabel = "PROVIDER/MODEL",
      description = "The only ones that it may ask; default: all.")
  private @Nullable List<String> models;

  @Option(
      names = "--expires-at",
      paramLabel = "TIME",
      description = "Such as 2027-01-31T12:00:00Z; default: never.")
  private @Nullable String expiresAt;

  @Option(
      names = "--tags",
      split = ",",
      paramLabel = "NAME=TEXT",
      description = "Such as team=search,stage=pilot.")
  private @Nullable Map<String, String> tags;

  @Option(names = "--json", description = "The answer as the API gives it.")
  private boolean json;

  @Mixin private final AdminCalls calls;
  private final Console console;

  KeyCreateCommand(AdminCalls calls, Console console) {
    this.calls = calls;
    this.console = console;
  }

  @Override
  public Integer call() throws Exception {
    JsonNode made = calls.call(ApiCall.post(KeyCommand.PATH, wish()));
    if (json) {
      console.say(made.toPrettyString());
    } else {
      KeyCommand.showOnce(made, console);
    }
    return ExitCode.OK;
  }

  private ObjectNode wish() {
    ObjectNode wish = ApiCall.object().put("name", name);
    put(wish, "tenant", tenant);
    put(wish, "environment", environment);
    put(wish, "scopes", scopes);
    put(wish, "role", role);
    put(wish, "models", models);
    put(wish, "expiresAt", expiresAt);
    if (tags != null) {
      ObjectNode all = wish.putObject("tags");
      tags.forEach(all::put);
    }
    return wish;
  }

  private static void put(ObjectNode wish, String field, @Nullable String text) {
    if (text != null) {
      wish.put(field, text);
    }
  }

  private static void put(ObjectNode wish, String field, @Nullable List<String> texts) {
    if (texts != null) {
      texts.forEach(wish.putArray(field)::add);
    }
  }
}
