package dev.breakwater.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Planted keys go to the provider that they are for, and nowhere else, not even in errors. */
class SecretsIT {

  @Test
  void noKeyComesOutOfTheServer(@TempDir Path directory) throws IOException {
    try (SimulatorProcess providers = new SimulatorProcess(directory)) {
      StringBuilder yaml = new StringBuilder("providers:\n");
      Simulator.PROVIDERS.forEach(it -> yaml.append(providers.provider(it)));
      yaml.append(
          "chains: {production: {primary: openai/a-model, fallbacks: [], maxRetries: 0}}\n");
      Files.writeString(directory.resolve("breakwater.yaml"), yaml);
      try (Server server = Server.start(directory, Map.of(), "--config", "breakwater.yaml")) {
        for (String provider : Simulator.PROVIDERS) {
          everyKindOfAnswer(server, providers.simulator(), provider);
          keysWentWhereTheyBelong(providers.simulator(), provider);
        }
        administration(server);

        assertThat(server.seen()).anyMatch(it -> it.contains("Incorrect API key provided"));
        Secrets.areNowhereIn(server.seen());
      }
    }
  }

  private static void everyKindOfAnswer(Server server, Simulator simulator, String provider) {
    String key = SimulatorProcess.providerKey(provider);
    for (String script :
        List.of(
            "{}",
            "{\"status\": 503}",
            "{\"status\": 400, \"body\": {\"error\": {\"message\": \"no " + key + "\"}}}",
            "{\"fault\": \"refuse\"}",
            "{\"fault\": \"html\"}",
            "{\"fault\": \"cut\", \"after\": 2}",
            "{\"status\": 401, \"body\": {\"error\": {\"message\": \"Incorrect API key provided: "
                + key
                + "\"}}}")) {
      simulator.script(provider, script);
      for (boolean stream : List.of(false, true)) {
        int before = simulator.calls(provider).size();
        server.reset(provider, "a-model");
        server
            .http()
            .call(
                "POST",
                "/v1/chat/completions",
                "{\"model\": \""
                    + provider
                    + "/a-model\", \"stream\": "
                    + stream
                    + ", \"messages\": [{\"role\": \"user\", \"content\": \"Tell me\"}]}",
                "Authorization",
                "Bearer " + Server.API_KEY,
                "X-Breakwater-Fallback",
                "off");
        assertThat(simulator.calls(provider)).as(script).hasSize(before + 1);
      }
    }
  }

  private static void keysWentWhereTheyBelong(Simulator simulator, String provider) {
    assertThat(simulator.calls(provider))
        .allSatisfy(call ->
            assertThat(call.json().get("headers").toString())
                .contains(SimulatorProcess.providerKey(provider))
                .doesNotContain(Server.API_KEY)
                .doesNotContain(Server.ADMIN_KEY));
  }

  private static void administration(Server server) {
    String wrong = Secrets.MARK + "wrong-key-4714";
    server.http().get("/v1/models", "Authorization", "Bearer " + wrong);
    server.http().get("/v1/models", "x-api-key", wrong, "Authorization", "Bearer " + wrong + "2");
    server.http().get("/v1/models?key=" + wrong);
    server.http().get("/api/admin/llm-fallback?key=" + wrong);
    server.http().get("/nothing/here", "x-goog-api-key", wrong);
    server.http().get("/metrics");
    server.http().get("/openapi.json");
    server.http().get("/api/llm/config", "Authorization", "Bearer " + Server.ADMIN_KEY);
    server.admin("GET", "/llm-fallback", "");
    server.admin("GET", "/llm-fallback?action=logs", "");
    server.admin("GET", "/llm-fallback?action=health", "");
    server.admin("GET", "/llm-usage?hours=1", "");
    server.admin("GET", "/llm-usage?hours=1&group_by=key", "");
    server.admin("GET", "/llm-usage?days=1", "");
  }
}
