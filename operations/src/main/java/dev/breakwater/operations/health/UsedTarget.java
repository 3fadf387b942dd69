package dev.breakwater.operations.health;

import dev.breakwater.gateway.settings.ChainSettings;
import dev.breakwater.gateway.settings.CircuitSettings;
import dev.breakwater.gateway.settings.ProviderSettings;
import dev.breakwater.gateway.settings.RouteSettings;
import dev.breakwater.gateway.settings.Settings;
import dev.breakwater.gateway.settings.Target;
import java.util.ArrayList;
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
   * A provider's targets, chains before routes; the first of its models when none uses it, so that
   * there is something to ask. May be empty.
   */
  static List<UsedTarget> of(Settings settings, ProviderSettings provider) {
    Map<Target, CircuitSettings> used = new LinkedHashMap<>();
    for (ChainSettings chain : settings.chains().values()) {
      chain
          .targets()
          .forEach(place -> used.putIfAbsent(place.target(), chain.attempts().circuit()));
    }
    for (RouteSettings route : settings.routes()) {
      route
          .targets()
          .forEach(place -> used.putIfAbsent(place.target(), route.attempts().circuit()));
    }
    List<UsedTarget> own = new ArrayList<>();
    used.forEach((target, circuit) -> {
      if (target.provider().equals(provider.name())) {
        own.add(new UsedTarget(target, circuit));
      }
    });
    if (own.isEmpty() && !provider.models().isEmpty()) {
      Target first = new Target(provider.name(), provider.models().getFirst().name());
      own.add(new UsedTarget(first, CircuitSettings.DEFAULT));
    }
    return own;
  }
}
