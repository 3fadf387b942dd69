package dev.breakwater.server.cli;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
    name = "create",
    description = "Makes somebody who can sign in; asks for a password twice.",
    mixinStandardHelpOptions = true)
final class UserCreateCommand implements Callable<Integer> {

  @Option(
      names = "--login",
      required = true,
      paramLabel = "LOGIN",
      description = "Such as ann@example.com.")
  private String login = "";

  @Option(
      names = "--role",
      required = true,
      paramLabel = "ROLE",
      description = "One of owner, admin, operator, billing, viewer, tenant-admin.")
  private String role = "";

  @Option(names = "--name", paramLabel = "NAME", description = "For people; default: the login.")
  private @Nullable String name;

  @Option(names = "--tenant", paramLabel = "ID", description = "Default: above all tenants.")
  private @Nullable String tenant;

  @Option(
      names = "--password-stdin",
      description = "Takes the first line of the standard input for the password.")
  private boolean passwordStdin;

  @Option(names = "--json", description = "The answer as the API gives it.")
  private boolean json;

  @Mixin private final AdminCalls calls;
  private final Console console;
  private final Prompt prompt;

  UserCreateCommand(AdminCalls calls, Console console, Prompt prompt) {
    this.calls = calls;
    this.console = console;
    this.prompt = prompt;
  }

  @Override
  public Integer call() throws Exception {
    Optional<String> password = passwordStdin ? piped() : typed();
    if (password.isEmpty()) {
      return ExitCode.WRONG;
    }
    ObjectNode wish =
        ApiCall.object().put("login", login).put("role", role).put("password", password.get());
    if (name != null) {
      wish.put("name", name);
    }
    if (tenant != null) {
      wish.put("tenant", tenant);
    }
    JsonNode made = calls.call(ApiCall.post(UserCommand.PATH, wish));
    console.say(
        json
            ? made.toPrettyString()
            : "%s is %s, %s"
                .formatted(
                    Table.cell(made, "id"), Table.cell(made, "login"), Table.cell(made, "role")));
    return ExitCode.OK;
  }

  private Optional<String> piped() throws IOException {
    Optional<String> line = prompt.line().filter(it -> !it.isEmpty());
    if (line.isEmpty()) {
      console.complain("--password-stdin: nothing came on the standard input");
    }
    return line;
  }

  private Optional<String> typed() {
    Optional<String> first = prompt.ask("Password of " + login);
    if (first.isEmpty()) {
      console.complain("there is no terminal to ask for a password; pipe it to --password-stdin");
      return first;
    }
    if (!first.equals(prompt.ask("The same again"))) {
      console.complain("that was not the same twice; nobody was made");
      return Optional.empty();
    }
    return first;
  }
}
