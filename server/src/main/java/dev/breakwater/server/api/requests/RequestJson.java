package dev.breakwater.server.api.requests;

import dev.breakwater.operations.reports.AttemptEntry;
import dev.breakwater.operations.reports.RequestDetail;
import dev.breakwater.operations.reports.RequestEntry;
import dev.breakwater.server.api.Money;
import dev.breakwater.server.api.Schemas;
import dev.breakwater.server.api.Times;
import dev.breakwater.wire.conversation.Tokens;
import java.util.List;
import java.util.OptionalLong;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Requests and their attempts in the API's shapes. */
public final class RequestJson {
  /** A request's fields in a list, in their order. */
  public static final List<String> FIELDS =
      List.of(
          "id",
          "clientRequestId",
          "tenant",
          "environment",
          "key",
          "askedModel",
          "provider",
          "model",
          "status",
          "httpStatus",
          "errorType",
          "errorMessage",
          "stream",
          "estimated",
          "cached",
          "attempts",
          "estimatedCost",
          "inputTokens",
          "outputTokens",
          "totalTokens",
          "responseTimeMs",
          "firstTokenMs",
          "createdAt");

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final double MICROS_PER_MILLI = 1000.0;

  private RequestJson() {}

  static ObjectNode of(RequestDetail detail) {
    RequestEntry request = detail.request();
    ObjectNode answer = JSON.createObjectNode();
    answer.set("request", of(request));
    answer.set("decision", DecisionJson.of(request.askedModel(), detail.decision()));
    ArrayNode attempts = answer.putArray("attempts");
    detail.attempts().forEach(attempt -> attempts.add(of(request.id(), attempt)));
    return answer;
  }

  /** A request as every list shows it. */
  public static ObjectNode of(RequestEntry entry) {
    ObjectNode node =
        JSON.createObjectNode()
            .put("id", entry.id())
            .put("clientRequestId", entry.clientRequestId())
            .put("tenant", entry.tenant())
            .put("environment", entry.environment())
            .put("key", entry.keyId())
            .put("askedModel", entry.askedModel())
            .put("provider", entry.provider())
            .put("model", entry.model())
            .put("status", entry.status().word())
            .put("httpStatus", entry.httpStatus())
            .put("errorType", entry.errorType())
            .put("errorMessage", entry.errorMessage())
            .put("stream", entry.stream())
            .put("estimated", entry.estimated())
            .put("cached", entry.cached())
            .put("attempts", entry.attempts());
    putCost(node, "estimatedCost", entry.costNanos());
    node.put("inputTokens", entry.inputTokens())
        .put("outputTokens", entry.outputTokens())
        .put("totalTokens", entry.totalTokens())
        .put("responseTimeMs", entry.responseMicros() / MICROS_PER_MILLI);
    putMillis(node, "firstTokenMs", entry.firstTokenMicros());
    return node.put("createdAt", Times.toSecond(entry.createdAt()));
  }

  private static ObjectNode of(String requestId, AttemptEntry attempt) {
    Tokens tokens = attempt.tokens();
    ObjectNode node =
        JSON.createObjectNode()
            .put("id", requestId + "." + attempt.number())
            .put("number", attempt.number())
            .put("provider", attempt.target().provider())
            .put("model", attempt.target().model())
            .put("status", attempt.status().word())
            .put("httpStatus", attempt.httpStatus())
            .put("errorType", attempt.errorType())
            .put("errorMessage", attempt.errorMessage())
            .put("estimated", attempt.estimated())
            .put("inputTokens", tokens.input())
            .put("outputTokens", tokens.output())
            .put("cachedInputTokens", tokens.cachedInput())
            .put("cacheWriteTokens", tokens.cacheWrite())
            .put("reasoningTokens", tokens.reasoning())
            .put("totalTokens", tokens.total());
    putCost(node, "cost", attempt.costNanos());
    node.put("responseTimeMs", attempt.durationMicros() / MICROS_PER_MILLI);
    putMillis(node, "firstTokenMs", attempt.firstTokenMicros());
    return node.put("createdAt", Times.toSecond(attempt.createdAt()));
  }

  private static void putCost(ObjectNode node, String name, OptionalLong nanos) {
    if (nanos.isPresent()) {
      node.put(name, Money.dollars(nanos.getAsLong()));
    } else {
      node.putNull(name);
    }
  }

  private static void putMillis(ObjectNode node, String name, OptionalLong micros) {
    if (micros.isPresent()) {
      node.put(name, micros.getAsLong() / MICROS_PER_MILLI);
    } else {
      node.putNull(name);
    }
  }

  public static ObjectNode schema() {
    return Schemas.object(it ->
        it.all(
                "string",
                "id",
                "clientRequestId",
                "tenant",
                "environment",
                "key",
                "askedModel",
                "provider",
                "model",
                "status",
                "errorType",
                "errorMessage",
                "createdAt")
            .all("boolean", "stream", "estimated", "cached")
            .all("integer", "httpStatus", "attempts", "inputTokens", "outputTokens", "totalTokens")
            .all("number", "estimatedCost", "responseTimeMs", "firstTokenMs"));
  }

  static ObjectNode attemptSchema() {
    return Schemas.object(it ->
        it.all(
                "string",
                "id",
                "provider",
                "model",
                "status",
                "errorType",
                "errorMessage",
                "createdAt")
            .all("boolean", "estimated")
            .all(
                "integer",
                "number",
                "httpStatus",
                "inputTokens",
                "outputTokens",
                "cachedInputTokens",
                "cacheWriteTokens",
                "reasoningTokens",
                "totalTokens")
            .all("number", "cost", "responseTimeMs", "firstTokenMs"));
  }
}
