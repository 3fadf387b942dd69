package dev.breakwater.gateway.price;

import java.time.LocalDate;

/**
 * A price that people have set by the API, which goes before the file's and the catalogue's.
 *
 * @param provider its configured name
 * @param validFrom the first day on which it holds, UTC; until the next one of the same model
 */
public record PriceOverride(String provider, String model, LocalDate validFrom, Tariff tariff) {
  public Price price() {
    return Price.of(tariff, "api:" + validFrom);
  }
}
