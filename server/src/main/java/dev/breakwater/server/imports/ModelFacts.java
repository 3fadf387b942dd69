package dev.breakwater.server.imports;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads what {@code model_info} says of a model: its price, its windows, what it can. */
final class ModelFacts {
  private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);

  /** Prices a token there, by the key of ours for a million. */
  private static final Map<String, String> RATES =
      new TreeMap<>(
          Map.of(
              "input", "input_cost_per_token",
              "output", "output_cost_per_token",
              "cachedInput", "cache_read_input_token_cost",
              "cacheWrite", "cache_creation_input_token_cost",
              "reasoning", "output_cost_per_reasoning_token"));

  private static final Map<String, String> CAPABILITIES =
      new TreeMap<>(
          Map.of(
              "supports_function_calling", "tools",
              "supports_vision", "vision",
              "supports_response_schema", "jsonSchema"));

  private ModelFacts() {}

  /** Whether a key of either section is read here. */
  static boolean reads(String key) {
    return RATES.containsValue(key)
        || CAPABILITIES.containsKey(key)
        || key.equals("max_tokens")
        || key.equals("max_output_tokens")
        || key.equals("max_input_tokens");
  }

  /**
   * @param params may hold prices too, which then count
   */
  static ObjectNode read(Part.Keyed params, Part.Keyed info) {
    ObjectNode facts = JsonMapper.shared().createObjectNode();
    ObjectNode price = JsonMapper.shared().createObjectNode();
    RATES.forEach((ours, theirs) ->
        rate(params, theirs).or(() -> rate(info, theirs)).ifPresent(it -> price.put(ours, it)));
    if (!price.isEmpty()) {
      for (String needed : new String[] {"input", "output"}) {
        if (!price.has(needed)) {
          price.put(needed, BigDecimal.ZERO);
        }
      }
      facts.set("price", price);
    }
    info.number("max_input_tokens").ifPresent(it -> facts.put("contextWindow", it.longValue()));
    info.number("max_output_tokens")
        .or(() -> info.number("max_tokens"))
        .ifPresent(it -> facts.put("maxOutput", it.longValue()));
    ArrayNode capabilities = JsonMapper.shared().createArrayNode();
    CAPABILITIES.forEach((theirs, ours) -> {
      if (info.isOn(theirs)) {
        capabilities.add(ours);
      }
    });
    if (!capabilities.isEmpty()) {
      facts.set("capabilities", capabilities);
    }
    return facts;
  }

  private static Optional<BigDecimal> rate(Part.Keyed section, String key) {
    return section
        .amount(key)
        .map(BigDecimal::valueOf)
        .map(MILLION::multiply)
        .map(price -> price.setScale(9, RoundingMode.HALF_UP).stripTrailingZeros())
        .map(price -> price.scale() < 0 ? price.setScale(0) : price)
        .filter(price -> price.compareTo(BigDecimal.valueOf(10_000)) <= 0);
  }
}
