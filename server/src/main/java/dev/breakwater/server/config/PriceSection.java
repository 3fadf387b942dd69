package dev.breakwater.server.config;

import dev.breakwater.gateway.price.Price;
import dev.breakwater.gateway.price.Rate;
import dev.breakwater.gateway.price.Rates;
import dev.breakwater.gateway.price.Tariff;
import dev.breakwater.gateway.price.Tariff.Mode;
import dev.breakwater.gateway.price.Tariff.Tier;
import dev.breakwater.wire.conversation.FinerTokens.Service;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads what a model's tokens cost, in US dollars a million. */
final class PriceSection {
  private static final List<Rate> NEEDED = List.of(Rate.INPUT, Rate.OUTPUT);

  private PriceSection() {}

  /** Empty when something is wrong with it, which is reported. */
  static Optional<Price> read(Section section) {
    Optional<Tariff> standard = tariff(section);
    Map<Service, Tariff> services = new EnumMap<>(Service.class);
    boolean whole = true;
    for (Service service : List.of(Service.BATCH, Service.FLEX, Service.PRIORITY)) {
      String key = Section.word(service);
      if (section.has(key)) {
        Section its = section.section(key);
        Optional<Tariff> tariff = tariff(its);
        its.close();
        tariff.ifPresent(read -> services.put(service, read));
        whole &= tariff.isPresent();
      }
    }
    section.close();
    return whole ? standard.map(read -> new Price(read, services, "file")) : Optional.empty();
  }

  private static Optional<Tariff> tariff(Section section) {
    Optional<Rates> base = rates(section);
    List<Tier> tiers = new ArrayList<>();
    Set<Mode> modes = new HashSet<>();
    boolean whole = true;
    for (Section element : section.sections("tiers")) {
      Optional<Tier> tier = tier(element, modes);
      element.close();
      whole &= tier.isPresent();
      if (tier.isPresent() && isNotAbove(tiers, tier.get())) {
        element.problem(
            "above",
            tier.get().above()
                + " is not above the tier before it; list tiers from the lowest to the highest");
        whole = false;
      } else {
        tier.ifPresent(tiers::add);
      }
    }
    if (modes.size() > 1) {
      section.problem("tiers", "has tiers of both modes; one model is billed by whole or marginal");
      whole = false;
    }
    Mode mode = modes.isEmpty() ? Mode.WHOLE : modes.iterator().next();
    return whole ? base.map(rates -> new Tariff(rates, mode, tiers)) : Optional.empty();
  }

  private static boolean isNotAbove(List<Tier> tiers, Tier tier) {
    return !tiers.isEmpty() && tier.above() <= tiers.getLast().above();
  }

  private static Optional<Tier> tier(Section section, Set<Mode> modes) {
    Optional<Rates> rates = rates(section);
    long above = 0;
    if (section.has("above")) {
      above = section.count("above", 0, 1, Tier.FURTHEST);
    } else {
      section.missing("above", "the number of input tokens beyond which the tier begins");
    }
    Optional<Mode> mode = Optional.empty();
    if (section.has("mode")) {
      mode = section.chosen("mode", Mode.class);
    } else {
      section.missing("mode", "whole (the whole request) or marginal (what is above)");
    }
    mode.ifPresent(modes::add);
    if (above == 0 || mode.isEmpty()) {
      return Optional.empty();
    }
    long from = above;
    return rates.map(read -> new Tier(from, read));
  }

  /** What is left out costs as the whole that it is a part of. */
  private static Optional<Rates> rates(Section section) {
    Map<Rate, Long> given = new EnumMap<>(Rate.class);
    boolean whole = true;
    for (Rate rate : Rate.ALL) {
      if (section.has(rate.key())) {
        Optional<Long> price = nanoDollars(section, rate.key());
        price.ifPresent(read -> given.put(rate, read));
        whole &= price.isPresent();
      } else if (NEEDED.contains(rate)) {
        section.missing(rate.key(), "US dollars a million tokens");
        whole = false;
      }
    }
    return whole ? Optional.of(Rates.of(given)) : Optional.empty();
  }

  private static Optional<Long> nanoDollars(Section section, String key) {
    Optional<String> text = section.text(key);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    if (!text.get().matches("\\d{1,6}(\\.\\d{1,9})?")) {
      section.problem(
          key,
          "'"
              + text.get()
              + "' is no price; write US dollars a million tokens, such as 0.15, at most 10000");
      return Optional.empty();
    }
    Optional<Long> price = Rates.nanos(new BigDecimal(text.get()));
    if (price.isEmpty()) {
      section.problem(key, text.get() + " is out of range; from 0 to 10000");
    }
    return price;
  }
}
