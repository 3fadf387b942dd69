package dev.breakwater.store.sqlite;

import dev.breakwater.gateway.settings.Answering.OnContentPolicy;
import dev.breakwater.gateway.settings.AttemptSettings;
import dev.breakwater.gateway.settings.ChainSettings;
import dev.breakwater.gateway.settings.CircuitSettings;
import dev.breakwater.gateway.settings.Retries;
import dev.breakwater.gateway.settings.RouteTarget;
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
    for (RouteTarget fallback : chain.fallbacks()) {
      fallbacks
          .addObject()
          .put("target", fallback.target().toString())
          .put("priority", fallback.level());
    }
    AttemptSettings attempts = chain.attempts();
    root.put("maxRetries", attempts.retries().maxRetries());
    root.put("retryDelay", attempts.retries().retryDelay().toMillis());
    root.put("circuitBreakerThreshold", attempts.circuit().threshold());
    root.put("circuitBreakerResetTime", attempts.circuit().resetTime().toMillis());
    root.put("retryAfterWait", attempts.retries().retryAfterWait().toMillis());
    root.put("onContentPolicy", attempts.answering().onContentPolicy().name());
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
    List<RouteTarget> fallbacks = new ArrayList<>();
    for (JsonNode fallback : root.path("fallbacks")) {
      fallbacks.add(
          new RouteTarget(
              Target.parse(fallback.path("target").asString("")),
              fallback.path("priority").asInt(0)));
    }
    AttemptSettings usual = AttemptSettings.DEFAULT;
    AttemptSettings attempts =
        new AttemptSettings(
            new Retries(
                root.path("maxRetries").asInt(usual.retries().maxRetries()),
                time(root.path("retryDelay"), usual.retries().retryDelay()),
                time(root.path("retryAfterWait"), usual.retries().retryAfterWait())),
            new CircuitSettings(
                root.path("circuitBreakerThreshold").asInt(usual.circuit().threshold()),
                time(root.path("circuitBreakerResetTime"), usual.circuit().resetTime())),
            timeouts(root.path("timeouts")),
            usual
                .answering()
                .with(
                    OnContentPolicy.valueOf(
                        root.path("onContentPolicy")
                            .asString(usual.answering().onContentPolicy().name()))),
            usual.choice());
    return ChainSettings.of(
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
