package dev.breakwater.gateway.price;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** All prices set by the API; never changed, but replaced whole. */
public final class OverriddenPrices {
  public static final OverriddenPrices NONE = new OverriddenPrices(List.of());

  private final Map<String, Map<String, TreeMap<LocalDate, PriceOverride>>> providers =
      new HashMap<>();

  /**
   * @param overrides of several for one provider, model and day the last one stands
   */
  public OverriddenPrices(List<PriceOverride> overrides) {
    overrides.forEach(override ->
        providers
            .computeIfAbsent(override.provider(), _ -> new HashMap<>())
            .computeIfAbsent(override.model(), _ -> new TreeMap<>())
            .put(override.validFrom(), override));
  }

  /** The one that holds on a day. */
  public Optional<PriceOverride> on(String provider, String model, LocalDate day) {
    TreeMap<LocalDate, PriceOverride> dates = providers.getOrDefault(provider, Map.of()).get(model);
    return dates == null
        ? Optional.empty()
        : Optional.ofNullable(dates.floorEntry(day)).map(Map.Entry::getValue);
  }

  /** All, those of one model in the order of their dates. */
  public List<PriceOverride> all() {
    List<PriceOverride> all = new ArrayList<>();
    providers
        .values()
        .forEach(models -> models.values().forEach(dates -> all.addAll(dates.values())));
    return all;
  }
}
