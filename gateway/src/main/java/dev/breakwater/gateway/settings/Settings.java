package dev.breakwater.gateway.settings;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The gateway's whole configuration at one moment.
 *
 * @param providers in the file's order
 * @param chains by environment; {@code production} is there unless no provider is configured
 * @param routes in the file's order
 */
public record Settings(
    List<ProviderSettings> providers,
    Map<String, ChainSettings> chains,
    List<RouteSettings> routes) {
  public static final String PRODUCTION = "production";

  public static final Settings EMPTY = new Settings(List.of(), Map.of(), List.of());

  public Settings {
    providers = List.copyOf(providers);
    chains = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(chains));
    routes = List.copyOf(routes);
  }

  public Optional<ProviderSettings> provider(String name) {
    return providers.stream().filter(provider -> provider.name().equals(name)).findFirst();
  }

  /** The environment's own chain, else production's; empty when no provider is configured. */
  public Optional<ChainSettings> chain(String environment) {
    ChainSettings own = chains.get(environment);
    return Optional.ofNullable(own != null ? own : chains.get(PRODUCTION));
  }

  public Settings withChains(Map<String, ChainSettings> newChains) {
    return new Settings(providers, newChains, routes);
  }
}
