package dev.breakwater.server.config;

import dev.breakwater.gateway.settings.AttemptSettings;
import dev.breakwater.gateway.settings.ChainSettings;
import dev.breakwater.gateway.settings.Hosting;
import dev.breakwater.gateway.settings.ModelSettings;
import dev.breakwater.gateway.settings.ProviderSettings;
import dev.breakwater.gateway.settings.RouteTarget;
import dev.breakwater.gateway.settings.Secret;
import dev.breakwater.gateway.settings.Settings;
import dev.breakwater.gateway.settings.Target;
import dev.breakwater.gateway.settings.TenantSettings;
import dev.breakwater.operations.providers.KnownProvider;
import dev.breakwater.operations.providers.ProviderKind;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Decides whether providers are simulated, and points the configuration at them. */
final class Simulation {

  /** Real keys never travel to the simulator, which writes down what it is sent. */
  private static final Secret KEY = new Secret("simulated-key");

  /** The simulator checks signatures, so that it has credentials of its own. */
  private static final Hosting.Bedrock BEDROCK =
      new Hosting.Bedrock("us-east-1", "AKIDSIMULATED00000", new Secret("simulated-secret"), null);

  /**
   * @param model the one that is listed where the file lists none
   */
  private record Simulated(
      String name, ProviderKind kind, String path, Hosting hosting, String model) {}

  private static final List<Simulated> PROVIDERS =
      List.of(
          new Simulated(
              "openai",
              ProviderKind.OPENAI,
              "/openai/v1",
              KnownProvider.OPENAI.direct(),
              "gpt-4o-mini"),
          new Simulated(
              "anthropic",
              ProviderKind.ANTHROPIC,
              "/anthropic",
              Hosting.Direct.PLAIN,
              "claude-3-haiku"),
          new Simulated(
              "google", ProviderKind.GEMINI, "/gemini", Hosting.Direct.PLAIN, "gemini-1.5-flash"));

  /** Simulated too, but only where the file has a provider of that name. */
  private static final List<Simulated> ON_DEMAND =
      List.of(
          new Simulated(
              "azure",
              ProviderKind.AZURE,
              "/azure",
              new Hosting.Azure("2024-10-21", Map.of()),
              "gpt-4o-mini"),
          new Simulated(
              "bedrock",
              ProviderKind.BEDROCK,
              "/bedrock",
              BEDROCK,
              "anthropic.claude-3-haiku-20240307-v1:0"));

  private Simulation() {}

  /** Simulated when asked for, and when there is nobody else to answer. */
  static Optional<SimulatorSettings> decide(boolean asked, boolean noProviders, int simulatorPort) {
    return asked || noProviders
        ? Optional.of(new SimulatorSettings(simulatorPort, asked))
        : Optional.empty();
  }

  static URI address(int port) {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** The configured providers, those of the simulator's names moved to it or added. */
  static List<ProviderSettings> providers(List<ProviderSettings> configured, URI simulator) {
    Map<String, ProviderSettings> providers = new LinkedHashMap<>();
    configured.forEach(provider -> providers.put(provider.name(), provider));
    PROVIDERS.forEach(simulated -> move(simulated, providers, simulator));
    ON_DEMAND.stream()
        .filter(simulated -> providers.containsKey(simulated.name()))
        .forEach(simulated -> move(simulated, providers, simulator));
    return List.copyOf(providers.values());
  }

  /** A tenant's own ones, moved where they have the simulator's names; none is added. */
  private static List<ProviderSettings> ownProviders(List<ProviderSettings> own, URI simulator) {
    Map<String, ProviderSettings> providers = new LinkedHashMap<>();
    own.forEach(provider -> providers.put(provider.name(), provider));
    Stream.concat(PROVIDERS.stream(), ON_DEMAND.stream())
        .filter(simulated -> providers.containsKey(simulated.name()))
        .forEach(simulated -> move(simulated, providers, simulator));
    return List.copyOf(providers.values());
  }

  private static void move(
      Simulated simulated, Map<String, ProviderSettings> providers, URI simulator) {
    ProviderSettings same = providers.get(simulated.name());
    ProviderSettings moved =
        new ProviderSettings(
            simulated.name(),
            same == null ? simulated.name() : same.vendor(),
            simulated.kind().protocol(),
            URI.create(simulator + simulated.path()),
            KEY,
            simulated.hosting(),
            same == null ? List.of(ModelSettings.named(simulated.model())) : same.models());
    providers.put(simulated.name(), same == null ? moved : moved.ownedBy(same.id().owner()));
  }

  /** The reference chain, which a simulated server has when the file gives none. */
  static ChainSettings referenceChain() {
    return ChainSettings.of(
        Settings.PRODUCTION,
        new Target("google", "gemini-1.5-flash"),
        List.of(
            new RouteTarget(new Target("openai", "gpt-4o-mini"), 1),
            new RouteTarget(new Target("anthropic", "claude-3-haiku"), 2)),
        AttemptSettings.DEFAULT,
        ChainSettings.Origin.DERIVED);
  }

  /** The same settings with the simulator's providers at another address. */
  static Settings moved(Settings settings, URI simulator) {
    Settings moved = settings.withProviders(providers(settings.providers(), simulator));
    for (Map.Entry<String, TenantSettings> own : settings.tenants().entrySet()) {
      moved =
          moved.withTenant(
              own.getKey(),
              own.getValue().withProviders(ownProviders(own.getValue().providers(), simulator)));
    }
    return moved;
  }
}
