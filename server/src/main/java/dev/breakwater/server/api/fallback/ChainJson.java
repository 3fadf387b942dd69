package dev.breakwater.server.api.fallback;

import dev.breakwater.gateway.settings.Answering.BrokenStream;
import dev.breakwater.gateway.settings.Answering.OnContentPolicy;
import dev.breakwater.gateway.settings.Answering.WholeAnswers;
import dev.breakwater.gateway.settings.AttemptSettings;
import dev.breakwater.gateway.settings.ChainSettings;
import dev.breakwater.gateway.settings.Choice.Affinity;
import dev.breakwater.gateway.settings.Choice.Strategy;
import dev.breakwater.gateway.settings.Hedging;
import dev.breakwater.gateway.settings.RouteTarget;
import dev.breakwater.gateway.settings.Timeouts;
import dev.breakwater.server.api.Schemas;
import java.util.Locale;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A chain as the API shows it; the same fields are accepted when it is changed. */
final class ChainJson {
  static final String OFF = "off";
  static final String P95 = "p95";

  private static final JsonMapper JSON = JsonMapper.shared();

  /** Left out of fallbacks, so that what was sent without a weight comes back as it was. */
  private static final int USUAL_WEIGHT = 1;

  private ChainJson() {}

  static ObjectNode of(ChainSettings chain) {
    ObjectNode answer = JSON.createObjectNode();
    ObjectNode config =
        answer
            .putObject("config")
            .put("environment", chain.environment())
            .put("primaryProvider", chain.primary().provider())
            .put("primaryModel", chain.primary().model())
            .put("primaryWeight", chain.targets().getFirst().weight());
    ArrayNode fallbacks = config.putArray("fallbackProviders");
    for (RouteTarget fallback : chain.fallbacks()) {
      ObjectNode entry =
          fallbacks
              .addObject()
              .put("provider", fallback.target().provider())
              .put("model", fallback.target().model())
              .put("priority", fallback.level());
      if (fallback.weight() != USUAL_WEIGHT) {
        entry.put("weight", fallback.weight());
      }
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
        it.all("string", "environment", "primaryProvider", "primaryModel", "origin")
            .all(
                "integer",
                "primaryWeight",
                "maxRetries",
                "retryDelay",
                "circuitBreakerThreshold",
                "circuitBreakerResetTime",
                "retryAfterWait")
            .add("wholeAnswers", Schemas.words(WholeAnswers.class))
            .add("brokenStream", Schemas.words(BrokenStream.class))
            .add("onContentPolicy", Schemas.words(OnContentPolicy.class))
            .add("hedge", hedgeSchema())
            .add("strategy", Schemas.words(Strategy.class))
            .add("affinity", Schemas.words(Affinity.class))
            .add(
                "fallbackProviders",
                Schemas.array(
                    Schemas.object(fallback ->
                        fallback
                            .all("string", "provider", "model")
                            .all("integer", "priority", "weight"))))
            .add(
                "timeouts",
                Schemas.object(time ->
                    time.all("integer", "connect", "firstByte", "idle", "attempt", "total"))));
  }

  private static ObjectNode hedgeSchema() {
    return Schemas.oneOf(
        Schemas.word(OFF),
        Schemas.object(it -> it.add("after", Schemas.word(P95)).all("number", "costShare")));
  }

  private static void attempts(AttemptSettings settings, ObjectNode config) {
    config
        .put("maxRetries", settings.retries().maxRetries())
        .put("retryDelay", settings.retries().retryDelay().toMillis())
        .put("circuitBreakerThreshold", settings.circuit().threshold())
        .put("circuitBreakerResetTime", settings.circuit().resetTime().toMillis())
        .put("retryAfterWait", settings.retries().retryAfterWait().toMillis())
        .put("wholeAnswers", word(settings.answering().wholeAnswers()))
        .put("brokenStream", word(settings.answering().brokenStream()))
        .put("onContentPolicy", word(settings.answering().onContentPolicy()));
    switch (settings.answering().hedging()) {
      case Hedging.Off _ -> config.put("hedge", OFF);
      case Hedging.AfterP95 after ->
          config.putObject("hedge").put("after", P95).put("costShare", after.costShare());
    }
    config
        .put("strategy", word(settings.choice().strategy()))
        .put("affinity", word(settings.choice().affinity()));
    Timeouts timeouts = settings.timeouts();
    config
        .putObject("timeouts")
        .put("connect", timeouts.connect().toMillis())
        .put("firstByte", timeouts.firstByte().toMillis())
        .put("idle", timeouts.idle().toMillis())
        .put("attempt", timeouts.attempt().toMillis())
        .put("total", timeouts.total().toMillis());
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
