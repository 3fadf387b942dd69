package dev.breakwater.server.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;

@Command(
    name = "status",
    description = "Shows a running server on one screen.",
    mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  @Mixin private final ServerAddress address;
  private final Map<String, String> environment;
  private final Console console;

  StatusCommand(Map<String, String> environment, Console console) {
    this.address = new ServerAddress(environment, console);
    this.environment = environment;
    this.console = console;
  }

  @Override
  public Integer call() throws InterruptedException {
    String base;
    try {
      base = address.base();
    } catch (IOException unusable) {
      console.complain(String.valueOf(unusable.getMessage()));
      return ExitCode.WRONG;
    }
    try (ApiClient client = new ApiClient(base, environment, PATIENCE)) {
      JsonNode configuration = client.get("/api/llm/config");
      JsonNode chain = client.get("/api/admin/llm-fallback?environment=production");
      JsonNode health = client.get("/api/admin/llm-fallback?action=health");
      JsonNode usage = client.get("/api/admin/llm-usage?hours=24");
      StatusScreen.lines(base, configuration, chain, health, usage).forEach(console::say);
      return ExitCode.OK;
    } catch (IOException unanswered) {
      console.complain(String.valueOf(unanswered.getMessage()));
    } catch (IllegalArgumentException strange) {
      console.complain(base + " does not answer as Breakwater does: " + strange.getMessage());
    }
    return ExitCode.FAILED;
  }
}
