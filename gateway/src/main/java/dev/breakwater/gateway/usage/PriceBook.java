package dev.breakwater.gateway.usage;

import dev.breakwater.gateway.price.CataloguePrice;
import dev.breakwater.gateway.price.OverriddenPrices;
import dev.breakwater.gateway.price.Price;
import dev.breakwater.gateway.price.PriceCatalogue;
import dev.breakwater.gateway.price.PriceOverride;
import dev.breakwater.gateway.settings.ModelSettings;
import dev.breakwater.gateway.settings.ProviderSettings;
import dev.breakwater.gateway.settings.Settings;
import dev.breakwater.gateway.settings.Target;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The prices in force: what the API has set goes before what the file says of a model, and that
 * before the catalogue's list price for the provider's vendor. A tenant's own provider has prices
 * of its own; the API names it with its tenant, such as {@code acme:openai}.
 */
public final class PriceBook implements AttemptPrices {
  private final Supplier<Settings> settings;
  private final PriceCatalogue catalogue;
  private final Supplier<OverriddenPrices> overrides;

  /** A price and where it comes from. */
  public sealed interface Entry {
    Price price();

    record ByApi(PriceOverride override, Price price) implements Entry {}

    record ByFile(Price price) implements Entry {}

    record Listed(CataloguePrice listed) implements Entry {
      @Override
      public Price price() {
        return listed.price();
      }
    }
  }

  /**
   * @param settings those in force
   * @param overrides those in force
   */
  public PriceBook(
      Supplier<Settings> settings, PriceCatalogue catalogue, Supplier<OverriddenPrices> overrides) {
    this.settings = settings;
    this.catalogue = catalogue;
    this.overrides = overrides;
  }

  @Override
  public Optional<Price> price(Target target, long atMillis) {
    LocalDate day = Instant.ofEpochMilli(atMillis).atZone(ZoneOffset.UTC).toLocalDate();
    return entry(target, day).map(Entry::price);
  }

  /**
   * @param day UTC
   * @return empty when the price is unknown
   */
  public Optional<Entry> entry(Target target, LocalDate day) {
    Optional<PriceOverride> override =
        overrides.get().on(target.providerId().toString(), target.model(), day);
    if (override.isPresent()) {
      return override.map(set -> new Entry.ByApi(set, set.price()));
    }
    Optional<ProviderSettings> provider = settings.get().provider(target.providerId());
    if (provider.isPresent()) {
      for (ModelSettings model : provider.get().models()) {
        Price own = model.price();
        if (own != null && model.name().equals(target.model())) {
          return Optional.of(new Entry.ByFile(own));
        }
      }
    }
    String vendor = provider.map(ProviderSettings::vendor).orElse(target.provider());
    return catalogue.entry(vendor, target.model(), day).map(Entry.Listed::new);
  }
}
