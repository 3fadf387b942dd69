package dev.breakwater.server.config;

import dev.breakwater.gateway.price.Price;
import dev.breakwater.gateway.settings.Settings;
import dev.breakwater.gateway.settings.Target;
import dev.breakwater.operations.flags.Flag;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * What holds in a running server: what file, environment and command line say, with what the API
 * changed over it.
 *
 * @param given what the API cannot change
 * @param settings providers, chains and routes in force
 * @param prices those that the API set and that hold today
 * @param tenants all there are
 * @param keys that are good, each with its {@code hash:}
 * @param flags in force
 */
public record EffectiveConfiguration(
    Configuration given,
    Settings settings,
    Map<Target, Price> prices,
    List<DeclaredTenant> tenants,
    List<KeySettings> keys,
    Collection<Flag> flags) {
  public EffectiveConfiguration {
    prices = Map.copyOf(prices);
    tenants = List.copyOf(tenants);
    keys = List.copyOf(keys);
    flags = List.copyOf(flags);
  }
}
