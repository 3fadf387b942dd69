package dev.breakwater.acceptance;

import java.nio.file.Path;
import java.util.stream.Stream;

/** A simulated server with a chain of three, quick to give up, and the clients that ask it. */
final class Storm implements AutoCloseable {
  private static final String CHAIN =
      """
      {"primaryProvider": "google", "primaryModel": "gemini-1.5-flash",
       "fallbackProviders": [{"provider": "openai", "model": "gpt-4o-mini", "priority": 1},
                             {"provider": "anthropic", "model": "claude-3-haiku", "priority": 2}],
       "maxRetries": 0, "retryDelay": 10,
       "timeouts": {"connect": 2000, "firstByte": 700, "idle": 600, "attempt": 1500, "total": 20000}}
      """;

  private final Server server;
  private final Simulator simulator;
  private final Clients clients;

  Storm(Path directory) {
    server = Server.simulated(directory);
    simulator = server.simulator();
    clients = new Clients(server);
  }

  /** Everything as on the first day. */
  void calm() {
    simulator.heal();
    server.chain(CHAIN);
    server.reset("google", "gemini-1.5-flash");
    server.reset("openai", "gpt-4o-mini");
    server.reset("anthropic", "claude-3-haiku");
  }

  /** Changes some of the chain's fields. */
  void chainWith(String fields) {
    server.chain("{" + fields + "}");
  }

  Server server() {
    return server;
  }

  Simulator simulator() {
    return simulator;
  }

  Clients clients() {
    return clients;
  }

  Stream<Clients.Way> ways() {
    return clients.wholeAndStreamed();
  }

  @Override
  public void close() {
    clients.close();
    server.close();
  }
}
