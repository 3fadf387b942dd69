package dev.breakwater.server.api.fallback;

import dev.breakwater.operations.reports.FallbackEntry;
import dev.breakwater.operations.reports.FallbackLog;
import dev.breakwater.operations.reports.UsageFilter;
import dev.breakwater.server.api.ApiProblem;
import dev.breakwater.server.api.ApiRequest;
import dev.breakwater.server.api.Operation.Reply;
import dev.breakwater.server.api.Times;
import dev.breakwater.server.api.requests.DecisionJson;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code ?action=logs}: which target answered which request after what. */
public final class FallbackLogs {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final int USUAL = 100;
  private static final int MOST = 1000;

  private final FallbackLog log;
  private final InstantSource clock;
  private final ZoneId zone;

  /**
   * @param zone in which a date without a zone is meant
   */
  public FallbackLogs(FallbackLog log, InstantSource clock, ZoneId zone) {
    this.log = log;
    this.clock = clock;
    this.zone = zone;
  }

  /** Of the tenant that the call is about. */
  public Reply list(ApiRequest request) {
    Optional<Instant> since =
        request.parameter("since").map(it -> Times.read("since", it, clock.instant(), zone));
    FallbackLog.Page page =
        log.read(
            new UsageFilter.Scope(
                request.tenant().orElse(null), request.parameter("environment").orElse(null)),
            since.orElse(null),
            request.parameter("provider").orElse(null),
            success(request),
            request.parameter("limit", USUAL, 1, MOST));
    return Reply.ok(json(page));
  }

  private static @Nullable Boolean success(ApiRequest request) {
    return request
        .parameter("success")
        .map(word ->
            switch (word) {
              case "true" -> true;
              case "false" -> false;
              default -> throw ApiProblem.at(400, "success", "'success' has to be true or false.");
            })
        .orElse(null);
  }

  private static ObjectNode json(FallbackLog.Page page) {
    ObjectNode answer = JSON.createObjectNode();
    FallbackLog.Stats stats = page.stats();
    answer
        .putObject("stats")
        .put("successRate", stats.successRate())
        .put("fallbackUsageRate", stats.fallbackUsageRate())
        .put("totalRequests", stats.totalRequests())
        .put("successfulRequests", stats.successfulRequests())
        .put("failedRequests", stats.failedRequests())
        .put("cancelledRequests", stats.cancelledRequests())
        .put("fallbackRequests", stats.fallbackRequests());
    ArrayNode logs = answer.putArray("logs");
    page.logs().forEach(entry -> logs.add(entry(entry)));
    answer.put("asOf", Times.toSecond(page.asOf())).put("from", Times.toSecond(page.from()));
    return answer;
  }

  private static ObjectNode entry(FallbackEntry entry) {
    ObjectNode node =
        JSON.createObjectNode()
            .put("id", entry.id())
            .put("request_id", entry.requestId())
            .put("environment", entry.environment())
            .put("primary_provider", entry.primaryProvider())
            .put("primary_model", entry.primaryModel())
            .put("used_provider", entry.usedProvider())
            .put("used_model", entry.usedModel())
            .put("attempts", entry.attempts())
            .put("success", entry.success())
            .put("error_type", entry.errorType())
            .put("error_message", entry.errorMessage())
            .put("response_time_ms", entry.responseTimeMs())
            .put("created_at", Times.toSecond(entry.createdAt()));
    node.set("decision", DecisionJson.of(entry.askedModel(), entry.decision()));
    return node;
  }
}
