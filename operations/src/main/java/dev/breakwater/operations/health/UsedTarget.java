package dev.breakwater.operations.health;

import dev.breakwater.gateway.settings.ChainSettings;
import dev.breakwater.gateway.settings.CircuitSettings;
import dev.breakwater.gateway.settings.ProviderSettings;
import dev.breakwater.gateway.settings.RouteSettings;
import dev.breakwater.gateway.settings.RouteTarget;
import dev.breakwater.gateway.settings.Settings;
import dev.breakwater.gateway.settings.Target;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A target that requests may be sent to without being named.
 *
 * @param circuit of the first chain or route that has it
 */
record UsedTarget(Target target, CircuitSettings circuit) {
  /**
   * A provider's targets, chains before routes, as those see them who may use it; the first of its
   * models when none uses it, so that there is something to ask. May be empty.
   */
  static List<UsedTarget> of(Settings settings, ProviderSettings provider) {
    Map<Target, CircuitSettings> used = new LinkedHashMap<>();
    if (provider.id().isShared()) {
      collect(provider, settings.chains().values(), settings.routes(), used);
      settings.tenants().values().stream()
          .filter(tenant -> tenant.providers().stream().noneMatch(it -> shadows(it, provider)))
          .forEach(tenant -> collect(provider, tenant.chains().values(), tenant.routes(), used));
    } else {
      Settings seen = settings.seenBy(provider.id().owner());
      collect(provider, seen.chains().values(), seen.routes(), used);
    }
    if (used.isEmpty() && !provider.models().isEmpty()) {
      Target first = new Target(provider.id(), provider.models().getFirst().name());
      used.put(first, CircuitSettings.DEFAULT);
    }
    return used.entrySet().stream().map(it -> new UsedTarget(it.getKey(), it.getValue())).toList();
  }

  private static boolean shadows(ProviderSettings own, ProviderSettings shared) {
    return own.name().equals(shared.name());
  }

  /** The targets that name a provider, as whoever has these chains and routes sees it. */
  private static void collect(
      ProviderSettings provider,
      Collection<ChainSettings> chains,
      List<RouteSettings> routes,
      Map<Target, CircuitSettings> used) {
    chains.forEach(chain -> collect(provider, chain.targets(), chain.attempts().circuit(), used));
    routes.forEach(route -> collect(provider, route.targets(), route.attempts().circuit(), used));
  }

  private static void collect(
      ProviderSettings provider,
      List<RouteTarget> places,
      CircuitSettings circuit,
      Map<Target, CircuitSettings> used) {
    for (RouteTarget place : places) {
      if (place.target().provider().equals(provider.name())) {
        used.putIfAbsent(new Target(provider.id(), place.target().model()), circuit);
      }
    }
  }
}
