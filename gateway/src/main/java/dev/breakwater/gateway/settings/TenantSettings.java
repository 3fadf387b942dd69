package dev.breakwater.gateway.settings;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What one tenant has of its own. Each thing shadows the shared one of the same name.
 *
 * @param providers all of this owner, in their order
 * @param chains by environment; their targets name providers as the tenant sees them
 * @param routes in their order
 * @param withheld names of shared providers that this tenant does not use
 */
public record TenantSettings(
    List<ProviderSettings> providers,
    Map<String, ChainSettings> chains,
    List<RouteSettings> routes,
    Set<String> withheld) {
  public static final TenantSettings NOTHING =
      new TenantSettings(List.of(), Map.of(), List.of(), Set.of());

  public TenantSettings {
    providers = List.copyOf(providers);
    chains = Collections.unmodifiableMap(new LinkedHashMap<>(chains));
    routes = List.copyOf(routes);
    withheld = Set.copyOf(withheld);
  }

  public TenantSettings withProviders(List<ProviderSettings> newProviders) {
    return new TenantSettings(newProviders, chains, routes, withheld);
  }

  public TenantSettings withChains(Map<String, ChainSettings> newChains) {
    return new TenantSettings(providers, newChains, routes, withheld);
  }

  public TenantSettings withWithheld(Set<String> newWithheld) {
    return new TenantSettings(providers, chains, routes, newWithheld);
  }
}
