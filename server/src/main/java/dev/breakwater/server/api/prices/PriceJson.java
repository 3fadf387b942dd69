package dev.breakwater.server.api.prices;

import dev.breakwater.gateway.price.Price;
import dev.breakwater.gateway.price.Rate;
import dev.breakwater.gateway.price.Rates;
import dev.breakwater.gateway.price.Tariff;
import dev.breakwater.gateway.price.Tariff.Tier;
import dev.breakwater.operations.prices.PriceEntry;
import dev.breakwater.server.api.Money;
import dev.breakwater.server.api.Schemas;
import dev.breakwater.wire.conversation.FinerTokens.Service;
import java.util.Locale;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Prices as the API shows them: US dollars a million tokens, in the words of the file. */
final class PriceJson {
  private static final JsonMapper JSON = JsonMapper.shared();

  private PriceJson() {}

  static ObjectNode of(PriceEntry entry) {
    ObjectNode node =
        JSON.createObjectNode()
            .put("provider", entry.provider())
            .put("model", entry.model())
            .put("origin", entry.origin().name().toLowerCase(Locale.ROOT))
            .put("inForce", entry.inForce())
            .put("validFrom", entry.validFrom() == null ? null : entry.validFrom().toString());
    Price price = entry.price();
    node.put("version", price == null ? null : price.version());
    if (price == null) {
      node.putNull("price");
    } else {
      node.set("price", price(price));
    }
    return node.put("source", entry.source() == null ? null : entry.source().toString())
        .put("checked", entry.checked() == null ? null : entry.checked().toString());
  }

  private static ObjectNode price(Price price) {
    ObjectNode node = tariff(price.standard());
    for (Service service : Service.values()) {
      Tariff tariff = price.services().get(service);
      if (tariff != null) {
        node.set(service.name().toLowerCase(Locale.ROOT), tariff(tariff));
      }
    }
    return node;
  }

  private static ObjectNode tariff(Tariff tariff) {
    ObjectNode node = JSON.createObjectNode();
    rates(tariff.base(), node);
    if (!tariff.tiers().isEmpty()) {
      ArrayNode tiers = node.putArray("tiers");
      for (Tier tier : tariff.tiers()) {
        ObjectNode each =
            tiers
                .addObject()
                .put("above", tier.above())
                .put("mode", tariff.mode().name().toLowerCase(Locale.ROOT));
        rates(tier.rates(), each);
      }
    }
    return node;
  }

  /** What costs as the whole that it is a part of is left out, as in the file. */
  private static void rates(Rates rates, ObjectNode node) {
    for (Rate rate : Rate.ALL) {
      if (rates.isOwn(rate)) {
        node.put(rate.key(), Money.dollars(rates.of(rate)));
      }
    }
  }

  static ObjectNode schema() {
    return Schemas.object(it ->
        it.all("string", "provider", "model", "validFrom", "version", "source", "checked")
            .add("origin", Schemas.words(PriceEntry.Origin.class))
            .all("boolean", "inForce")
            .add("price", priceSchema()));
  }

  private static ObjectNode priceSchema() {
    return Schemas.object(it -> {
      amounts(it).add("tiers", tiersSchema());
      for (String service : new String[] {"batch", "flex", "priority"}) {
        it.add(service, Schemas.object(own -> amounts(own).add("tiers", tiersSchema())));
      }
    });
  }

  static Schemas.Properties amounts(Schemas.Properties properties) {
    return properties.all("number", Rate.ALL.stream().map(Rate::key).toArray(String[]::new));
  }

  static ObjectNode tiersSchema() {
    return Schemas.array(
        Schemas.object(it ->
            amounts(it).all("integer", "above").add("mode", Schemas.words(Tariff.Mode.class))));
  }
}
