package dev.breakwater.server.api.usage;

import dev.breakwater.operations.reports.Degradation;
import dev.breakwater.operations.reports.ErrorReport;
import dev.breakwater.operations.reports.Savings;
import dev.breakwater.server.api.Decimals;
import dev.breakwater.server.api.Money;
import dev.breakwater.server.api.Schemas;
import dev.breakwater.server.api.Times;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Findings in the API's shapes. */
final class FindingsJson {
  private static final JsonMapper JSON = JsonMapper.shared();

  private FindingsJson() {}

  static ObjectNode of(ErrorReport report) {
    ObjectNode answer = JSON.createObjectNode();
    ArrayNode errors = answer.putArray("errors");
    for (ErrorReport.Pattern pattern : report.patterns()) {
      errors
          .addObject()
          .put("provider", pattern.provider())
          .put("model", pattern.model())
          .put("errorType", pattern.errorType())
          .put("message", pattern.message())
          .put("count", pattern.count())
          .put("share", Decimals.plain(report.share(pattern)))
          .put("firstSeen", Times.toSecond(pattern.firstSeen()))
          .put("lastSeen", Times.toSecond(pattern.lastSeen()));
    }
    return answer
        .put("errorCount", report.errorCount())
        .put("asOf", Times.toSecond(report.asOf()))
        .put("from", Times.toSecond(report.from()))
        .put("to", Times.toSecond(report.to()));
  }

  static ObjectNode errorsSchema() {
    return Schemas.object(it ->
        it.add(
                "errors",
                Schemas.array(
                    Schemas.object(error ->
                        error
                            .all(
                                "string",
                                "provider",
                                "model",
                                "errorType",
                                "message",
                                "firstSeen",
                                "lastSeen")
                            .all("integer", "count")
                            .all("number", "share"))))
            .all("integer", "errorCount")
            .all("string", "asOf", "from", "to"));
  }

  static ObjectNode of(Degradation degradation) {
    ObjectNode answer = JSON.createObjectNode();
    ArrayNode findings = answer.putArray("findings");
    for (Degradation.Finding finding : degradation.findings()) {
      findings
          .addObject()
          .put("provider", finding.provider())
          .put("model", finding.model())
          .put("metric", finding.metric().word())
          .put("before", Decimals.plain(finding.before()))
          .put("now", Decimals.plain(finding.now()))
          .put("worsePercent", Decimals.plain(finding.worsePercent()))
          .put("requests", finding.samples())
          .put("requestsBefore", finding.samplesBefore());
    }
    return answer
        .put("comparedTargets", degradation.compared())
        .put("leastRequests", Degradation.LEAST_IN_HOUR)
        .put("leastRequestsBefore", Degradation.LEAST_BEFORE)
        .put("asOf", Times.toSecond(degradation.asOf()))
        .put("from", Times.toSecond(degradation.from()))
        .put("hourFrom", Times.toSecond(degradation.hour()));
  }

  static ObjectNode degradationSchema() {
    return Schemas.object(it ->
        it.add(
                "findings",
                Schemas.array(
                    Schemas.object(finding ->
                        finding
                            .all("string", "provider", "model", "metric")
                            .all("number", "before", "now", "worsePercent")
                            .all("integer", "requests", "requestsBefore"))))
            .all("integer", "comparedTargets", "leastRequests", "leastRequestsBefore")
            .all("string", "asOf", "from", "hourFrom"));
  }

  static ObjectNode of(Savings savings) {
    ObjectNode answer = JSON.createObjectNode();
    ArrayNode findings = answer.putArray("findings");
    for (Savings.Finding finding : savings.findings()) {
      findings
          .addObject()
          .put("tenant", finding.tenant())
          .put("environment", finding.environment())
          .put("provider", finding.provider())
          .put("model", finding.model())
          .put("requestCount", finding.requests())
          .put("successRate", Decimals.plain(finding.successRate()))
          .put("totalCost", Money.dollars(finding.costNanos()))
          .put("cheaperProvider", finding.otherProvider())
          .put("cheaperModel", finding.otherModel())
          .put("cheaperSuccessRate", Decimals.plain(finding.otherSuccessRate()))
          .put("projectedCost", Money.dollars(finding.thereNanos()))
          .put("savingPerMonth", Money.dollars(finding.monthlyNanos()));
    }
    return answer
        .put("leastRequests", Savings.LEAST_REQUESTS)
        .put("leastSavingPercent", Savings.LEAST_SAVING_PERCENT)
        .put("successRateMargin", Savings.MARGIN_POINTS)
        .put("asOf", Times.toSecond(savings.asOf()))
        .put("from", Times.toSecond(savings.from()))
        .put("to", Times.toSecond(savings.to()));
  }

  static ObjectNode savingsSchema() {
    return Schemas.object(it ->
        it.add(
                "findings",
                Schemas.array(
                    Schemas.object(finding ->
                        finding
                            .all(
                                "string",
                                "tenant",
                                "environment",
                                "provider",
                                "model",
                                "cheaperProvider",
                                "cheaperModel")
                            .all("integer", "requestCount")
                            .all(
                                "number",
                                "successRate",
                                "totalCost",
                                "cheaperSuccessRate",
                                "projectedCost",
                                "savingPerMonth"))))
            .all("integer", "leastRequests", "leastSavingPercent", "successRateMargin")
            .all("string", "asOf", "from", "to"));
  }
}
