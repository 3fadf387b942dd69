package dev.breakwater.gateway.usage;

import dev.breakwater.gateway.price.Price;
import dev.breakwater.gateway.price.PriceCatalogue;
import dev.breakwater.gateway.settings.ModelSettings;
import dev.breakwater.gateway.settings.ProviderSettings;
import dev.breakwater.gateway.settings.Settings;
import dev.breakwater.gateway.settings.Target;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.function.Supplier;

/** Knows what a call to a target costs. */
public interface AttemptPrices {
  /**
   * @param atMillis the time of the call, milliseconds since the epoch
   * @return empty when the price is unknown
   */
  Optional<Price> price(Target target, long atMillis);

  /** The configured price of a model, else the catalogue's for the provider's vendor. */
  static AttemptPrices of(Supplier<Settings> settings, PriceCatalogue catalogue) {
    return (target, atMillis) -> {
      Optional<ProviderSettings> provider = settings.get().provider(target.provider());
      for (ModelSettings model :
          provider.map(ProviderSettings::models).orElse(java.util.List.of())) {
        Price own = model.price();
        if (own != null && model.name().equals(target.model())) {
          return Optional.of(own);
        }
      }
      String vendor = provider.map(ProviderSettings::vendor).orElse(target.provider());
      return catalogue.price(
          vendor,
          target.model(),
          Instant.ofEpochMilli(atMillis).atZone(ZoneOffset.UTC).toLocalDate());
    };
  }
}
