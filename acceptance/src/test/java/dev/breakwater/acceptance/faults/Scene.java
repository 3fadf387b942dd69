package dev.breakwater.acceptance.faults;

import dev.breakwater.acceptance.Http;
import dev.breakwater.acceptance.LedgerFile;
import dev.breakwater.acceptance.Secrets;
import dev.breakwater.acceptance.Server;
import dev.breakwater.acceptance.Simulator;
import dev.breakwater.acceptance.SimulatorProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A server in front of simulated providers that run beside it, with two tenants. What a test asks
 * falls back to {@link #STEADY}, which nobody breaks.
 */
final class Scene implements AutoCloseable {
  /** The target that every named model has as its fallback. */
  static final String STEADY_PROVIDER = "azure";

  static final String STEADY_MODEL = "steady";
  static final String STEADY = STEADY_PROVIDER + "/" + STEADY_MODEL;

  static final String ACME_KEY = Secrets.MARK + "key-of-acme-4721";
  static final String GLOBEX_KEY = Secrets.MARK + "key-of-globex-4722";

  /** Those that generate, as the simulator's log of calls names them. */
  static final List<String> LOGS = List.of("openai", "anthropic", "google", "azure", "bedrock");

  private static final String COMMON =
      """
      health: {interval: 0}
      keys:
        - {name: acme, key: %s, tenant: acme}
        - {name: globex, key: %s, tenant: globex}
      """
          .formatted(ACME_KEY, GLOBEX_KEY);

  private final SimulatorProcess providers;
  private final Server server;
  private final LedgerFile ledger;

  /**
   * @param configuration providers beyond the simulated ones, chains; given the simulator
   * @param environment of the server
   */
  Scene(
      Path directory, Map<String, String> environment, Function<Simulator, String> configuration) {
    providers = new SimulatorProcess(directory);
    StringBuilder yaml = new StringBuilder(COMMON).append("providers:\n");
    Simulator.PROVIDERS.forEach(it -> yaml.append(providers.provider(it)));
    yaml.append(
        """
          - {name: azure, protocol: azure, baseUrl: "%1$s/azure", apiVersion: 2024-10-21, apiKey: %2$sazure-key-4715}
          - {name: bedrock, protocol: bedrock, baseUrl: "%1$s/bedrock", region: us-east-1, accessKeyId: simulated, secretAccessKey: simulated}
        """
            .formatted(simulator().url(), Secrets.MARK));
    yaml.append(configuration.apply(simulator()));
    try {
      Files.writeString(directory.resolve("breakwater.yaml"), yaml);
      server = Server.start(directory, environment, "--config", "breakwater.yaml");
    } catch (IOException e) {
      providers.close();
      throw new UncheckedIOException(e);
    } catch (RuntimeException | Error e) {
      providers.close();
      throw e;
    }
    ledger = new LedgerFile(directory);
  }

  /** An entry of the file for a provider of OpenAI's protocol at some address. */
  static String provider(String name, String baseUrl) {
    return "  - {name: "
        + name
        + ", protocol: openai, baseUrl: \""
        + baseUrl
        + "\", apiKey: "
        + Secrets.MARK
        + name
        + "-key-4716}\n";
  }

  /** A chain that falls back to {@link #STEADY}. */
  static String chain(String settings) {
    return "chains:\n  production: {primary: " + STEADY + ", fallbacks: [], " + settings + "}\n";
  }

  Simulator simulator() {
    return providers.simulator();
  }

  Server server() {
    return server;
  }

  LedgerFile ledger() {
    return ledger;
  }

  /** Every provider is healthy and has seen nothing. */
  void calm() {
    LOGS.forEach(it -> {
      simulator().script(it, "{}");
      simulator().forget(it);
    });
  }

  /** All calls of all providers that carry a text in their bodies. */
  List<Simulator.Call> calls(String text) {
    return LOGS.stream()
        .flatMap(it -> simulator().calls(it).stream())
        .filter(call -> call.body().contains(text))
        .toList();
  }

  Http http() {
    return server.http();
  }

  @Override
  public void close() {
    try {
      server.close();
    } finally {
      providers.close();
    }
  }
}
