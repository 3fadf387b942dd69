package dev.breakwater.store.sql;

import dev.breakwater.gateway.price.Rate;
import dev.breakwater.gateway.price.Rates;
import dev.breakwater.gateway.price.Tariff;
import dev.breakwater.gateway.price.Tariff.Mode;
import dev.breakwater.gateway.price.Tariff.Tier;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A tariff as the text that is kept of it, in nano-dollars a million tokens. Only what differs from
 * the whole that it is a part of is written, so that kinds added later cost as they did.
 */
final class TariffText {
  private static final JsonMapper JSON = new JsonMapper();

  private TariffText() {}

  static String write(Tariff tariff) {
    ObjectNode root = JSON.createObjectNode();
    root.set("rates", rates(tariff.base()));
    root.put("mode", tariff.mode().name());
    ArrayNode tiers = root.putArray("tiers");
    for (Tier tier : tariff.tiers()) {
      tiers.addObject().put("above", tier.above()).set("rates", rates(tier.rates()));
    }
    return JSON.writeValueAsString(root);
  }

  static Tariff read(String text) {
    JsonNode root = JSON.readTree(text);
    List<Tier> tiers = new ArrayList<>();
    for (JsonNode tier : root.path("tiers")) {
      tiers.add(new Tier(tier.path("above").asLong(0), rates(tier.path("rates"))));
    }
    return new Tariff(
        rates(root.path("rates")), Mode.valueOf(root.path("mode").asString("WHOLE")), tiers);
  }

  private static ObjectNode rates(Rates rates) {
    ObjectNode node = JSON.createObjectNode();
    for (Rate rate : Rate.ALL) {
      if (rates.isOwn(rate)) {
        node.put(rate.key(), rates.of(rate));
      }
    }
    return node;
  }

  private static Rates rates(JsonNode node) {
    Map<Rate, Long> given = new EnumMap<>(Rate.class);
    for (Rate rate : Rate.ALL) {
      if (node.has(rate.key())) {
        given.put(rate, node.path(rate.key()).asLong(-1));
      }
    }
    return Rates.of(given);
  }
}
