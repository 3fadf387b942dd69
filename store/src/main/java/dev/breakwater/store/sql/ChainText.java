package dev.breakwater.store.sql;

import dev.breakwater.gateway.settings.Answering;
import dev.breakwater.gateway.settings.AttemptSettings;
import dev.breakwater.gateway.settings.ChainSettings;
import dev.breakwater.gateway.settings.Choice;
import dev.breakwater.gateway.settings.CircuitSettings;
import dev.breakwater.gateway.settings.Hedging;
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
    root.put("primaryWeight", chain.targets().getFirst().weight());
    ArrayNode fallbacks = root.putArray("fallbacks");
    for (RouteTarget fallback : chain.fallbacks()) {
      fallbacks
          .addObject()
          .put("target", fallback.target().toString())
          .put("priority", fallback.level())
          .put("weight", fallback.weight());
    }
    AttemptSettings attempts = chain.attempts();
    root.put("maxRetries", attempts.retries().maxRetries());
    root.put("retryDelay", attempts.retries().retryDelay().toMillis());
    root.put("circuitBreakerThreshold", attempts.circuit().threshold());
    root.put("circuitBreakerResetTime", attempts.circuit().resetTime().toMillis());
    root.put("retryAfterWait", attempts.retries().retryAfterWait().toMillis());
    answering(attempts.answering(), root);
    root.put("strategy", attempts.choice().strategy().name());
    root.put("affinity", attempts.choice().affinity().name());
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
              fallback.path("priority").asInt(0),
              fallback.path("weight").asInt(1)));
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
            answering(root, usual.answering()),
            choice(root, usual.choice()));
    List<RouteTarget> targets = new ArrayList<>(fallbacks);
    targets.addFirst(
        new RouteTarget(
            Target.parse(root.path("primary").asString("")),
            ChainSettings.PRIMARY_LEVEL,
            root.path("primaryWeight").asInt(1)));
    return new ChainSettings(environment, targets, attempts, ChainSettings.Origin.API);
  }

  private static void answering(Answering answering, ObjectNode root) {
    root.put("wholeAnswers", answering.wholeAnswers().name());
    root.put("brokenStream", answering.brokenStream().name());
    root.put("onContentPolicy", answering.onContentPolicy().name());
    switch (answering.hedging()) {
      case Hedging.Off _ -> {}
      case Hedging.AfterP95 after ->
          root.putObject("hedgeAfterP95").put("costShare", after.costShare());
    }
  }

  private static Answering answering(JsonNode root, Answering usual) {
    JsonNode hedge = root.path("hedgeAfterP95");
    return new Answering(
        word(root.path("wholeAnswers"), usual.wholeAnswers()),
        word(root.path("brokenStream"), usual.brokenStream()),
        word(root.path("onContentPolicy"), usual.onContentPolicy()),
        hedge.isObject()
            ? new Hedging.AfterP95(hedge.path("costShare").asDouble(0))
            : usual.hedging());
  }

  private static Choice choice(JsonNode root, Choice usual) {
    return new Choice(
        word(root.path("strategy"), usual.strategy()),
        word(root.path("affinity"), usual.affinity()));
  }

  private static <E extends Enum<E>> E word(JsonNode node, E otherwise) {
    return Enum.valueOf(otherwise.getDeclaringClass(), node.asString(otherwise.name()));
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
