package dev.breakwater.server.api.usage;

import dev.breakwater.operations.reports.GroupBy;
import dev.breakwater.operations.reports.UsageGroups;
import dev.breakwater.operations.reports.UsageReport;
import dev.breakwater.operations.reports.UsageStats;
import dev.breakwater.server.api.Decimals;
import dev.breakwater.server.api.Money;
import dev.breakwater.server.api.Schemas;
import dev.breakwater.server.api.Times;
import dev.breakwater.server.api.requests.RequestJson;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Usage figures in the API's shapes. */
final class UsageJson {
  private static final JsonMapper JSON = JsonMapper.shared();

  private UsageJson() {}

  static ObjectNode total(UsageReport report) {
    ObjectNode answer = JSON.createObjectNode();
    answer.set("stats", stats(report.stats()));
    ArrayNode requests = answer.putArray("requests");
    report.requests().forEach(entry -> requests.add(RequestJson.of(entry)));
    return answer
        .put("asOf", Times.toSecond(report.asOf()))
        .put("from", Times.toSecond(report.from()))
        .put("to", Times.toSecond(report.to()));
  }

  /**
   * @param withErrors whether each group lists its error messages
   * @param keyNames what the key of an id is called
   */
  static ObjectNode groups(
      UsageGroups groups, GroupBy by, boolean withErrors, UnaryOperator<String> keyNames) {
    ObjectNode answer = JSON.createObjectNode();
    ArrayNode stats = answer.putArray("stats");
    for (UsageGroups.Group group : groups.groups()) {
      ObjectNode entry = JSON.createObjectNode();
      List<String> names = names(by);
      for (int index = 0; index < names.size(); index++) {
        entry.put(names.get(index), group.names().get(index));
      }
      if (by == GroupBy.KEY) {
        entry.put("keyName", keyNames.apply(group.names().getFirst()));
      }
      entry.setAll(stats(group.stats()));
      if (withErrors) {
        group.errors().forEach(entry.putArray("errors")::add);
      }
      stats.add(entry);
    }
    return answer
        .put("asOf", Times.toSecond(groups.asOf()))
        .put("from", Times.toSecond(groups.from()))
        .put("to", Times.toSecond(groups.to()));
  }

  static ObjectNode schema() {
    ObjectNode figures = Schemas.object(UsageJson::figures);
    ObjectNode group =
        Schemas.object(it ->
            figures(
                it.all(
                        "string",
                        "hour",
                        "day",
                        "provider",
                        "model",
                        "tenant",
                        "key",
                        "keyName",
                        "variant")
                    .add("errors", Schemas.array(Schemas.of("string")))));
    return Schemas.object(it ->
        it.add("stats", Schemas.oneOf(figures, Schemas.array(group)))
            .add("requests", Schemas.array(RequestJson.schema()))
            .all("string", "asOf", "from", "to"));
  }

  private static void figures(Schemas.Properties properties) {
    properties
        .all(
            "integer",
            "requestCount",
            "successCount",
            "errorCount",
            "cancelledCount",
            "rejectedCount",
            "cachedCount",
            "unpricedRequests",
            "inputTokens",
            "outputTokens",
            "totalTokens")
        .all(
            "number",
            "successRate",
            "errorRate",
            "totalCost",
            "averageCost",
            "averageResponseTime",
            "avgResponseTime",
            "p50ResponseTime",
            "p95ResponseTime",
            "p99ResponseTime",
            "fallbackUsageRate");
  }

  private static List<String> names(GroupBy by) {
    return switch (by) {
      case PROVIDER_AND_MODEL -> List.of("provider", "model");
      case NOTHING -> List.of();
      case HOUR, DAY, PROVIDER, MODEL, TENANT, KEY, VARIANT ->
          List.of(by.name().toLowerCase(Locale.ROOT));
    };
  }

  private static ObjectNode stats(UsageStats stats) {
    return JSON.createObjectNode()
        .put("requestCount", stats.requestCount())
        .put("successCount", stats.successCount())
        .put("errorCount", stats.errorCount())
        .put("cancelledCount", stats.cancelledCount())
        .put("rejectedCount", stats.rejectedCount())
        .put("cachedCount", stats.cachedCount())
        .put("successRate", Decimals.plain(stats.successRate()))
        .put("errorRate", Decimals.plain(stats.errorRate()))
        .put("totalCost", Money.dollars(stats.totalCostNanos()))
        .put("averageCost", Money.dollars(stats.averageCostNanos()))
        .put("unpricedRequests", stats.unpricedRequests())
        .put("averageResponseTime", Decimals.plain(stats.averageResponseTime()))
        .put("avgResponseTime", Decimals.plain(stats.averageResponseTime()))
        .put("p50ResponseTime", Decimals.plain(stats.p50ResponseTime()))
        .put("p95ResponseTime", Decimals.plain(stats.p95ResponseTime()))
        .put("p99ResponseTime", Decimals.plain(stats.p99ResponseTime()))
        .put("inputTokens", stats.inputTokens())
        .put("outputTokens", stats.outputTokens())
        .put("totalTokens", stats.totalTokens())
        .put("fallbackUsageRate", Decimals.plain(stats.fallbackUsageRate()));
  }
}
