package dev.breakwater.store.sqlite;

import dev.breakwater.gateway.settings.AttemptSettings;
import dev.breakwater.gateway.settings.AttemptSettings.OnContentPolicy;
import dev.breakwater.gateway.settings.ChainSettings;
import dev.breakwater.gateway.settings.Target;
import dev.breakwater.gateway.settings.Timeouts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A chain as the text that is kept of it. What a text of an older program lacks is as by default.
 */
final class ChainText {
  private static final JsonMapper JSON = new JsonMapper();

  private ChainText() {}

  static String write(ChainSettings chain) {
    ObjectNode root = JSON.createObjectNode();
    root.put("primary", chain.primary().toString());
    ArrayNode fallbacks = root.putArray("fallbacks");
    for (ChainSettings.Fallback fallback : chain.fallbacks()) {
      fallbacks
          .addObject()
          .put("target", fallback.target().toString())
          .put("priority", fallback.priority());
    }
    AttemptSettings attempts = chain.attempts();
    root.put("maxRetries", attempts.maxRetries());
    root.put("retryDelay", attempts.retryDelay().toMillis());
    root.put("circuitBreakerThreshold", attempts.circuitBreakerThreshold());
    root.put("circuitBreakerResetTime", attempts.circuitBreakerResetTime().toMillis());
    root.put("retryAfterWait", attempts.retryAfterWait().toMillis());
    root.put("onContentPolicy", attempts.onContentPolicy().name());
    Timeouts timeouts = attempts.timeouts();
    root.putObject("timeouts")
        .put("connect", timeouts.connect().toMillis())
        .put("firstByte", timeouts.firstByte().toMillis())
        .put("idle", timeouts.idle().toMillis())
        .put("attempt", timeouts.attempt().toMillis())
        .put("total", timeouts.total().toMillis());
    return JSON.writeValueAsString(root);
  }

  static ChainSettings read(String environment, String text) {
    JsonNode root = JSON.readTree(text);
    List<ChainSettings.Fallback> fallbacks = new ArrayList<>();
    for (JsonNode fallback : root.path("fallbacks")) {
      fallbacks.add(
          new ChainSettings.Fallback(
              Target.parse(fallback.path("target").asString("")),
              fallback.path("priority").asInt(0)));
    }
    AttemptSettings usual = AttemptSettings.DEFAULT;
    AttemptSettings attempts =
        new AttemptSettings(
            root.path("maxRetries").asInt(usual.maxRetries()),
            time(root.path("retryDelay"), usual.retryDelay()),
            root.path("circuitBreakerThreshold").asInt(usual.circuitBreakerThreshold()),
            time(root.path("circuitBreakerResetTime"), usual.circuitBreakerResetTime()),
            timeouts(root.path("timeouts")),
            time(root.path("retryAfterWait"), usual.retryAfterWait()),
            OnContentPolicy.valueOf(
                root.path("onContentPolicy").asString(usual.onContentPolicy().name())));
    return new ChainSettings(
        environment,
        Target.parse(root.path("primary").asString("")),
        fallbacks,
        attempts,
        ChainSettings.Origin.API);
  }

  private static Timeouts timeouts(JsonNode node) {
    return new Timeouts(
        time(node.path("connect"), Timeouts.DEFAULT.connect()),
        time(node.path("firstByte"), Timeouts.DEFAULT.firstByte()),
        time(node.path("idle"), Timeouts.DEFAULT.idle()),
        time(node.path("attempt"), Timeouts.DEFAULT.attempt()),
        time(node.path("total"), Timeouts.DEFAULT.total()));
  }

  private static Duration time(JsonNode node, Duration otherwise) {
    return Duration.ofMillis(node.asLong(otherwise.toMillis()));
  }
}
