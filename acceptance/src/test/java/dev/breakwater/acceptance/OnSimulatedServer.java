package dev.breakwater.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that share one server with simulated providers of its own. Before each, the providers are
 * healthy and have seen nothing, the chain is the first one, and every target may be called.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class OnSimulatedServer {
  private static final Map<String, String> TARGETS =
      Map.of(
          "google", "gemini-1.5-flash",
          "openai", "gpt-4o-mini",
          "anthropic", "claude-3-haiku");

  Server server;
  Simulator simulator;

  @BeforeAll
  void start(@TempDir Path directory) {
    server = Server.simulated(directory);
    simulator = server.simulator();
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @BeforeEach
  void calm() {
    simulator.heal();
    assertThat(server.admin("DELETE", "/llm-fallback?environment=production", "").status())
        .isEqualTo(200);
    TARGETS.forEach(server::reset);
  }
}
