package dev.breakwater.gateway.settings;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The gateway's whole configuration at one moment: what all tenants share, and what some have of
 * their own.
 *
 * @param providers shared ones, in the file's order
 * @param chains by environment; {@code production} is there unless no provider is configured
 * @param routes in the file's order
 * @param tenants by id; those with nothing of their own are left out
 */
public record Settings(
    List<ProviderSettings> providers,
    Map<String, ChainSettings> chains,
    List<RouteSettings> routes,
    Map<String, TenantSettings> tenants) {
  public static final String PRODUCTION = "production";

  public static final Settings EMPTY = new Settings(List.of(), Map.of(), List.of());

  public Settings {
    providers = List.copyOf(providers);
    chains = Collections.unmodifiableMap(new LinkedHashMap<>(chains));
    routes = List.copyOf(routes);
    tenants = Collections.unmodifiableMap(new LinkedHashMap<>(tenants));
  }

  /** In which no tenant has anything of its own. */
  public Settings(
      List<ProviderSettings> providers,
      Map<String, ChainSettings> chains,
      List<RouteSettings> routes) {
    this(providers, chains, routes, Map.of());
  }

  /** Of the shared ones. */
  public Optional<ProviderSettings> provider(String name) {
    return provider(ProviderId.shared(name));
  }

  public Optional<ProviderSettings> provider(ProviderId id) {
    List<ProviderSettings> among = id.isShared() ? providers : tenant(id.owner()).providers();
    // Asked for every call: a stream would cost more than all of it.
    for (ProviderSettings provider : among) {
      if (provider.id().equals(id)) {
        return Optional.of(provider);
      }
    }
    return Optional.empty();
  }

  /** The shared ones, then each tenant's own. */
  public List<ProviderSettings> everyProvider() {
    return Stream.concat(
            providers.stream(), tenants.values().stream().flatMap(it -> it.providers().stream()))
        .toList();
  }

  /**
   * Every target that a chain or route names, each once: the shared ones, then those of each tenant
   * as it sees them. Made anew by each call.
   */
  public Set<Target> everyTarget() {
    Set<Target> targets = new LinkedHashSet<>();
    named(this).map(RouteTarget::target).forEach(targets::add);
    for (String tenant : tenants.keySet()) {
      Settings seen = seenBy(tenant);
      Map<String, ProviderId> owners = new HashMap<>();
      seen.providers().forEach(provider -> owners.put(provider.name(), provider.id()));
      named(seen)
          .map(RouteTarget::target)
          .forEach(target -> {
            ProviderId owner = owners.get(target.provider());
            if (owner != null) {
              targets.add(new Target(owner, target.model()));
            }
          });
    }
    return targets;
  }

  private static Stream<RouteTarget> named(Settings settings) {
    return Stream.concat(
        settings.chains().values().stream().flatMap(chain -> chain.targets().stream()),
        settings.routes().stream().flatMap(route -> route.targets().stream()));
  }

  /** What a tenant has of its own; nothing, for one that is not known here. */
  public TenantSettings tenant(String id) {
    return tenants.getOrDefault(id, TenantSettings.NOTHING);
  }

  /**
   * The configuration as one tenant sees it: its own things, and the shared ones that it neither
   * shadows nor withholds. Knows no tenants. Made anew by each call.
   */
  public Settings seenBy(String tenant) {
    TenantSettings own = tenants.get(tenant);
    if (own == null) {
      return new Settings(providers, chains, routes);
    }
    List<ProviderSettings> seenProviders = new ArrayList<>(own.providers());
    providers.stream()
        .filter(it -> !own.withheld().contains(it.name()))
        .filter(it -> own.providers().stream().noneMatch(mine -> mine.name().equals(it.name())))
        .forEach(seenProviders::add);
    Map<String, ChainSettings> seenChains = new LinkedHashMap<>(chains);
    seenChains.putAll(own.chains());
    List<RouteSettings> seenRoutes = new ArrayList<>(own.routes());
    routes.stream()
        .filter(it -> own.routes().stream().noneMatch(mine -> mine.name().equals(it.name())))
        .forEach(seenRoutes::add);
    return new Settings(seenProviders, seenChains, seenRoutes);
  }

  /** The environment's own chain, else production's; empty when no provider is configured. */
  public Optional<ChainSettings> chain(String environment) {
    ChainSettings own = chains.get(environment);
    return Optional.ofNullable(own != null ? own : chains.get(PRODUCTION));
  }

  public Settings withProviders(List<ProviderSettings> newProviders) {
    return new Settings(newProviders, chains, routes, tenants);
  }

  public Settings withChains(Map<String, ChainSettings> newChains) {
    return new Settings(providers, newChains, routes, tenants);
  }

  /** With something else of one tenant's own. */
  public Settings withTenant(String id, TenantSettings own) {
    Map<String, TenantSettings> others = new LinkedHashMap<>(tenants);
    others.put(id, own);
    return new Settings(providers, chains, routes, others);
  }
}
