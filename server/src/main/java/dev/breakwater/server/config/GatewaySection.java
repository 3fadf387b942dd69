package dev.breakwater.server.config;

import dev.breakwater.gateway.settings.AttemptSettings;
import dev.breakwater.gateway.settings.ChainSettings;
import dev.breakwater.gateway.settings.ProviderSettings;
import dev.breakwater.gateway.settings.RouteSettings;
import dev.breakwater.gateway.settings.Settings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads what requests go by: providers, chains and routes, shared and of tenants. */
final class GatewaySection {
  private final Reading reading;
  private final ProviderSection providers;
  private final TenantSection tenants;
  private final List<ProviderSettings> configured = new ArrayList<>();

  GatewaySection(Reading reading) {
    this.reading = reading;
    this.providers = new ProviderSection(reading);
    this.tenants = new TenantSection(reading, providers);
  }

  /**
   * Reads every provider.
   *
   * @return whether any is given, be it a broken one
   */
  boolean readProviders(Section root) {
    configured.addAll(providers.read(root));
    configured.addAll(tenants.providers(root));
    return !configured.isEmpty() || !providers.isEmpty();
  }

  /** Reads the rest, once it is known whether providers are simulated. */
  Settings settings(Section root, Optional<SimulatorSettings> simulator) {
    List<ProviderSettings> shared =
        configured.stream().filter(provider -> provider.id().isShared()).toList();
    if (simulator.isPresent()) {
      shared = Simulation.providers(shared, Simulation.address(simulator.get().port()));
    }
    Set<String> names = new LinkedHashSet<>(providers.names(""));
    shared.forEach(provider -> names.add(provider.name()));
    ChainSection section = new ChainSection(reading, List.copyOf(names));
    Map<String, ChainSettings> chains = new LinkedHashMap<>(section.chains(root));
    if (!chains.containsKey(Settings.PRODUCTION)
        && !root.section("chains").has(Settings.PRODUCTION)) {
      derived(root, shared, simulator).ifPresent(chain -> chains.put(Settings.PRODUCTION, chain));
    }
    Optional<ChainSettings> production = Optional.ofNullable(chains.get(Settings.PRODUCTION));
    List<RouteSettings> routes =
        section.routes(
            root, production.map(ChainSettings::attempts).orElse(AttemptSettings.DEFAULT));
    tenants.read(root, configured, names, production);
    Settings read = new Settings(shared, chains, routes, tenants.settings());
    return simulator.map(it -> Simulation.moved(read, Simulation.address(it.port()))).orElse(read);
  }

  /** All tenants that are named anywhere. */
  List<DeclaredTenant> tenants(List<KeySettings> keys) {
    return tenants.declared(keys);
  }

  private static Optional<ChainSettings> derived(
      Section root, List<ProviderSettings> shared, Optional<SimulatorSettings> simulator) {
    Optional<ChainSettings> derived =
        simulator.isPresent()
            ? Optional.of(Simulation.referenceChain())
            : ChainSection.derived(shared);
    if (derived.isEmpty() && !shared.isEmpty()) {
      root.missing(
          "chains.production", "list models under a provider, or give chains.production a primary");
    }
    return derived;
  }
}
