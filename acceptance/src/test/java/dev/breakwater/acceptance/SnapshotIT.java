package dev.breakwater.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A node that starts while its database is away goes by what was decided before. */
class SnapshotIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @Test
  void aNodeServesFromItsSnapshotUntilItsDatabaseIsBack(@TempDir Path directory)
      throws IOException {
    try (Postgres postgres = new Postgres();
        SimulatorProcess providers = new SimulatorProcess(directory)) {
      configure(directory, postgres, providers);
      String key = decide(directory);

      postgres.stop();
      try (Server server = Server.start(directory, Map.of(), "--config", "breakwater.yaml")) {
        Http.Answer ready = server.http().get("/readyz");
        assertThat(ready.status()).isEqualTo(200);
        assertThat(ready.body()).contains("the database is away; keys and settings are those of");
        assertThat(ask(server, key).header("x-breakwater-provider")).isEqualTo("anthropic");
        assertThat(ask(server, "bw_never-made").status()).isEqualTo(401);
        assertThat(server.admin("POST", "/llm-fallback", "{\"maxRetries\": 9}").status())
            .isEqualTo(503);

        postgres.start();
        Awaitility.await("the database is asked again")
            .atMost(PATIENCE)
            .until(() -> !server.http().get("/readyz").body().contains("the database is away"));
        assertThat(server.chain("{\"maxRetries\": 9}").get("maxRetries").asInt()).isEqualTo(9);
        String id = ask(server, key).header("x-request-id");
        assertThat(server.request(id)).isNotNull();
        Awaitility.await("what was asked meanwhile is in the ledger")
            .atMost(PATIENCE)
            .until(() -> LedgerFile.on(postgres).attempts().size() == 2);
      }
    }
  }

  /** Makes a key and changes the chain, and waits until both are in the node's snapshot. */
  private static String decide(Path directory) throws IOException {
    try (Server server = Server.start(directory, Map.of(), "--config", "breakwater.yaml")) {
      Http.Answer made =
          server.admin("POST", "/keys", "{\"name\": \"app\", \"environment\": \"production\"}");
      assertThat(made.status()).as(made.body()).isEqualTo(201);
      JsonNode chain =
          server.chain("{\"primaryProvider\": \"anthropic\", \"primaryModel\": \"counted\"}");
      assertThat(chain.get("primaryProvider").asString()).isEqualTo("anthropic");
      Path snapshot = directory.resolve("data/snapshot");
      long changed = System.currentTimeMillis();
      Awaitility.await("a snapshot of it")
          .atMost(PATIENCE)
          .until(() ->
              Files.exists(snapshot) && Files.getLastModifiedTime(snapshot).toMillis() >= changed);
      return made.json().get("key").asString();
    }
  }

  private static Http.Answer ask(Server server, String key) {
    return server
        .http()
        .call(
            "POST",
            "/v1/chat/completions",
            "{\"model\": \"auto\", \"messages\": [{\"role\": \"user\", \"content\": \"Hello\"}]}",
            "Authorization",
            "Bearer " + key);
  }

  private static void configure(Path directory, Postgres postgres, SimulatorProcess providers)
      throws IOException {
    StringBuilder yaml = new StringBuilder(postgres.configuration()).append("providers:\n");
    for (String provider : Simulator.PROVIDERS) {
      yaml.append(providers.provider(provider)).append("    models: [{name: counted}]\n");
    }
    yaml.append("chains:\n  production: {primary: openai/counted, fallbacks: []}\n");
    Files.writeString(directory.resolve("breakwater.yaml"), yaml.toString());
  }
}
