package dev.breakwater.server.api.fallback;

import dev.breakwater.gateway.settings.AttemptSettings;
import dev.breakwater.gateway.settings.ChainSettings;
import dev.breakwater.gateway.settings.RouteTarget;
import dev.breakwater.gateway.settings.Timeouts;
import dev.breakwater.server.api.Schemas;
import java.util.Locale;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A chain as the API shows it; the same fields are accepted when it is changed. */
final class ChainJson {
  private static final JsonMapper JSON = JsonMapper.shared();

  private ChainJson() {}

  static ObjectNode of(ChainSettings chain) {
    ObjectNode answer = JSON.createObjectNode();
    ObjectNode config =
        answer
            .putObject("config")
            .put("environment", chain.environment())
            .put("primaryProvider", chain.primary().provider())
            .put("primaryModel", chain.primary().model());
    ArrayNode fallbacks = config.putArray("fallbackProviders");
    for (RouteTarget fallback : chain.fallbacks()) {
      fallbacks
          .addObject()
          .put("provider", fallback.target().provider())
          .put("model", fallback.target().model())
          .put("priority", fallback.level());
    }
    attempts(chain.attempts(), config);
    config.put("origin", chain.origin().name().toLowerCase(Locale.ROOT));
    return answer;
  }

  static ObjectNode schema() {
    return Schemas.object(it -> it.add("config", configSchema()));
  }

  static ObjectNode configSchema() {
    return Schemas.object(it ->
        it.all(
                "string",
                "environment",
                "primaryProvider",
                "primaryModel",
                "onContentPolicy",
                "origin")
            .all(
                "integer",
                "maxRetries",
                "retryDelay",
                "circuitBreakerThreshold",
                "circuitBreakerResetTime",
                "retryAfterWait")
            .add(
                "fallbackProviders",
                Schemas.array(
                    Schemas.object(fallback ->
                        fallback.all("string", "provider", "model").all("integer", "priority"))))
            .add(
                "timeouts",
                Schemas.object(time ->
                    time.all("integer", "connect", "firstByte", "idle", "attempt", "total"))));
  }

  private static void attempts(AttemptSettings settings, ObjectNode config) {
    config
        .put("maxRetries", settings.retries().maxRetries())
        .put("retryDelay", settings.retries().retryDelay().toMillis())
        .put("circuitBreakerThreshold", settings.circuit().threshold())
        .put("circuitBreakerResetTime", settings.circuit().resetTime().toMillis())
        .put("retryAfterWait", settings.retries().retryAfterWait().toMillis())
        .put(
            "onContentPolicy",
            settings.answering().onContentPolicy().name().toLowerCase(Locale.ROOT));
    Timeouts timeouts = settings.timeouts();
    config
        .putObject("timeouts")
        .put("connect", timeouts.connect().toMillis())
        .put("firstByte", timeouts.firstByte().toMillis())
        .put("idle", timeouts.idle().toMillis())
        .put("attempt", timeouts.attempt().toMillis())
        .put("total", timeouts.total().toMillis());
  }
}
