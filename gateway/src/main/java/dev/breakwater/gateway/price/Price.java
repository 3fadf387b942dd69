package dev.breakwater.gateway.price;

import dev.breakwater.wire.conversation.FinerTokens.Service;
import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.Map;

/**
 * What a model's tokens cost.
 *
 * @param standard as most requests are served
 * @param services other ways to be served, each with its rates
 * @param version names where and when the price comes from: {@code catalogue:2025-06-01}, {@code
 *     file} or {@code api:2026-11-01}
 */
public record Price(Tariff standard, Map<Service, Tariff> services, String version) {
  public Price {
    services = services.isEmpty() ? Map.of() : Map.copyOf(services);
  }

  /** The same however a request is served. */
  public static Price of(Tariff tariff, String version) {
    return new Price(tariff, Map.of(), version);
  }

  /** The same however a request is served and however long it is. */
  public static Price of(Rates rates, String version) {
    return of(Tariff.flat(rates), version);
  }

  /**
   * From dollars a million tokens, with nothing but input and output.
   *
   * @throws IllegalArgumentException when a price is out of range or finer than a nano-dollar
   */
  public static Price perMillion(BigDecimal input, BigDecimal output, String version) {
    Map<Rate, BigDecimal> dollars = new EnumMap<>(Rate.class);
    dollars.put(Rate.INPUT, input);
    dollars.put(Rate.OUTPUT, output);
    return of(Rates.perMillion(dollars), version);
  }

  /** The rates of a way to be served; where it has none of its own, the standard ones. */
  Tariff tariff(Service service) {
    return service == Service.STANDARD ? standard : services.getOrDefault(service, standard);
  }
}
