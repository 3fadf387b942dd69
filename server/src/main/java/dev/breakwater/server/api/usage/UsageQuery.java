package dev.breakwater.server.api.usage;

import dev.breakwater.operations.reports.UsageFilter;
import dev.breakwater.operations.reports.UsageReports;
import dev.breakwater.server.api.ApiProblem;
import dev.breakwater.server.api.ApiRequest;
import dev.breakwater.server.api.Operation.Parameter;
import dev.breakwater.server.api.requests.RequestParameters;
import java.util.List;
import java.util.Optional;

/** Which time and whose requests a call of the usage API asks about. */
final class UsageQuery {
  static final int HOURS_A_DAY = 24;
  private static final int MOST_DAYS = 3_660;

  static final List<Parameter> PARAMETERS =
      List.of(
          new Parameter("hours", "integer", "the last so many hours"),
          new Parameter("days", "integer", "the last so many days of 24 hours"),
          new Parameter("date", "string", "a day of the server's time zone"),
          new Parameter("environment", "string", "only this one; all when left out"),
          new Parameter("tenant", "string", "only this one; all when left out"),
          new Parameter("provider", "string", "requests and attempts at this one"),
          new Parameter("model", "string", "requests and attempts at this one"),
          new Parameter("key", "string", "the id of the key that asked"),
          new Parameter("status", "string", "such as success or error"));

  private final UsageReports reports;

  UsageQuery(UsageReports reports) {
    this.reports = reports;
  }

  static UsageFilter.Scope scope(ApiRequest request) {
    return new UsageFilter.Scope(
        request.tenant().orElse(null), request.parameter("environment").orElse(null));
  }

  /**
   * @param usualHours when the call says no time
   */
  UsageFilter filter(ApiRequest request, int usualHours) {
    UsageFilter window = window(request, usualHours);
    return new UsageFilter(
        window.from(),
        window.to(),
        window.scope(),
        request.parameter("provider").orElse(null),
        request.parameter("model").orElse(null),
        request.parameter("key").orElse(null),
        request.parameter("status").map(RequestParameters::status).orElse(null));
  }

  private UsageFilter window(ApiRequest request, int usualHours) {
    Optional<String> date = request.parameter("date");
    boolean hours = request.parameter("hours").isPresent();
    boolean days = request.parameter("days").isPresent();
    if (hours && days) {
      throw ApiProblem.at(400, "hours", "Say 'hours' or 'days', not both.");
    }
    if (date.isPresent() && (hours || days)) {
      String other = hours ? "hours" : "days";
      throw ApiProblem.at(400, other, "Say '" + other + "' or 'date', not both.");
    }
    if (date.isPresent()) {
      return reports.day(RequestParameters.date(date.get()), scope(request));
    }
    long length =
        days
            ? (long) request.parameter("days", 1, 1, MOST_DAYS) * HOURS_A_DAY
            : request.parameter("hours", usualHours, 1, MOST_DAYS * HOURS_A_DAY);
    return reports.lastHours(length, scope(request));
  }
}
