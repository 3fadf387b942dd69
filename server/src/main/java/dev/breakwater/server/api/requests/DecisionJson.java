package dev.breakwater.server.api.requests;

import dev.breakwater.gateway.settings.Target;
import dev.breakwater.gateway.trace.PlanText;
import dev.breakwater.gateway.trace.Trace;
import dev.breakwater.gateway.trace.Trace.Step;
import dev.breakwater.server.api.Schemas;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** How a request came to its target, in the API's shape. */
public final class DecisionJson {
  private static final JsonMapper JSON = JsonMapper.shared();

  private DecisionJson() {}

  /**
   * @param asked what the client asked for
   * @return null in JSON's sense when no decision is known
   */
  public static JsonNode of(String asked, Optional<Trace> decision) {
    return decision
        .map(trace -> (JsonNode) of(asked, trace))
        .orElseGet(() -> JSON.getNodeFactory().nullNode());
  }

  private static ObjectNode of(String asked, Trace trace) {
    ObjectNode node = JSON.createObjectNode().put("asked", asked).put("strategy", trace.strategy());
    ArrayNode candidates = node.putArray("candidates");
    trace.candidates().forEach(place -> candidates.add(candidate(place)));
    ArrayNode steps = node.putArray("steps");
    trace.steps().forEach(step -> steps.add(step(step)));
    Optional<Step.Called> winner = trace.winner();
    if (winner.isPresent()) {
      node.set("winner", target(winner.get().target()).put("attempt", winner.get().attempt()));
    } else {
      node.putNull("winner");
    }
    return node.put("candidatesLeftOut", trace.candidatesLeftOut())
        .put("stepsLeftOut", trace.stepsLeftOut());
  }

  private static ObjectNode candidate(PlanText.Place place) {
    return target(place.target().target())
        .put("level", place.target().level())
        .put("weight", place.target().weight())
        .put("named", place.named());
  }

  private static ObjectNode step(Step step) {
    ObjectNode node = JSON.createObjectNode();
    return switch (step) {
      case Step.Called called ->
          node.put("type", "called")
              .setAll(target(called.target()))
              .put("attempt", called.attempt())
              .put("circuit", called.circuit())
              .put("kind", called.kind());
      case Step.Skipped skipped -> {
        node.put("type", "skipped")
            .setAll(target(skipped.target()))
            .put("reason", skipped.reason());
        yield skipped.untilMillis() > 0
            ? node.put("untilMs", skipped.untilMillis())
            : node.putNull("untilMs");
      }
      case Step.Waited waited ->
          node.put("type", "waited")
              .setAll(target(waited.target()))
              .put("pauseMs", waited.millis());
    };
  }

  private static ObjectNode target(Target target) {
    return JSON.createObjectNode().put("provider", target.provider()).put("model", target.model());
  }

  public static ObjectNode schema() {
    return Schemas.object(it ->
        it.all("string", "asked", "strategy")
            .add(
                "candidates",
                Schemas.array(
                    Schemas.object(candidate ->
                        candidate
                            .all("string", "provider", "model")
                            .all("integer", "level", "weight")
                            .all("boolean", "named"))))
            .add(
                "steps",
                Schemas.array(
                    Schemas.object(step ->
                        step.all("string", "type", "provider", "model", "reason", "circuit", "kind")
                            .all("integer", "attempt", "untilMs", "pauseMs"))))
            .add(
                "winner",
                Schemas.object(
                    winner -> winner.all("string", "provider", "model").all("integer", "attempt")))
            .all("integer", "candidatesLeftOut", "stepsLeftOut"));
  }
}
