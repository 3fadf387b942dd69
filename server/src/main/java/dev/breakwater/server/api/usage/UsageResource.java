package dev.breakwater.server.api.usage;

import dev.breakwater.operations.reports.GroupBy;
import dev.breakwater.operations.reports.UsageFilter;
import dev.breakwater.operations.reports.UsageGroups;
import dev.breakwater.operations.reports.UsageReport;
import dev.breakwater.operations.reports.UsageReports;
import dev.breakwater.server.api.ApiProblem;
import dev.breakwater.server.api.ApiRequest;
import dev.breakwater.server.api.Operation;
import dev.breakwater.server.api.Operation.Parameter;
import dev.breakwater.server.api.Operation.Reply;
import dev.breakwater.server.api.Permission;
import io.vertx.core.http.HttpMethod;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;

/** {@code /api/admin/llm-usage}: what requests took and cost. */
public final class UsageResource {
  private static final String PATH = "/api/admin/llm-usage";
  private static final int USUAL_HOURS = 24;
  private static final int MOST_DAYS = 3_660;
  private static final int HOURS_A_DAY = 24;
  private static final int USUAL_ROWS = 100;
  private static final int MOST_ROWS = 1_000;

  private final UsageReports reports;

  public UsageResource(UsageReports reports) {
    this.reports = reports;
  }

  public List<Operation> operations() {
    return List.of(
        new Operation(
            HttpMethod.GET,
            PATH,
            Permission.READ,
            "Figures of a time: hours=N, date=YYYY-MM-DD or days=N, grouped when asked",
            List.of(
                new Parameter("hours", "integer", "the last so many hours, 24 by default"),
                new Parameter("date", "string", "a day of the server's time zone"),
                new Parameter("days", "integer", "the last so many days, by provider and model"),
                new Parameter("group_by", "string", "hour, day, provider, model, tenant or key"),
                new Parameter("environment", "string", "only this one; all when left out"),
                new Parameter("limit", "integer", "of requests: 1 to 1,000, 100 by default")),
            Optional.empty(),
            UsageJson.schema(),
            this::get));
  }

  private Reply get(ApiRequest request) {
    UsageFilter.Scope scope =
        new UsageFilter.Scope(null, request.parameter("environment").orElse(null));
    if (request.parameter("days").isPresent()) {
      int days = request.parameter("days", 1, 1, MOST_DAYS);
      UsageFilter filter = reports.lastHours((long) days * HOURS_A_DAY, scope);
      return Reply.ok(
          UsageJson.groups(reports.withErrors(filter), GroupBy.PROVIDER_AND_MODEL, true));
    }
    UsageFilter filter = window(request, scope);
    Optional<String> groupBy = request.parameter("group_by");
    if (groupBy.isPresent()) {
      GroupBy by = groupBy(groupBy.get());
      UsageGroups groups = reports.grouped(filter, by);
      return Reply.ok(UsageJson.groups(groups, by, false));
    }
    UsageReport report =
        reports.total(filter, request.parameter("limit", USUAL_ROWS, 1, MOST_ROWS));
    return Reply.ok(UsageJson.total(report));
  }

  private UsageFilter window(ApiRequest request, UsageFilter.Scope scope) {
    Optional<String> date = request.parameter("date");
    if (date.isEmpty()) {
      return reports.lastHours(
          request.parameter("hours", USUAL_HOURS, 1, MOST_DAYS * HOURS_A_DAY), scope);
    }
    if (request.parameter("hours").isPresent()) {
      throw ApiProblem.at(400, "hours", "Say 'hours' or 'date', not both.");
    }
    try {
      return reports.day(LocalDate.parse(date.get()), scope);
    } catch (DateTimeParseException e) {
      throw ApiProblem.at(400, "date", "'date' has to be a day such as 2026-01-31.");
    }
  }

  private static GroupBy groupBy(String word) {
    return switch (word) {
      case "hour" -> GroupBy.HOUR;
      case "day" -> GroupBy.DAY;
      case "provider" -> GroupBy.PROVIDER;
      case "model" -> GroupBy.MODEL;
      case "tenant" -> GroupBy.TENANT;
      case "key" -> GroupBy.KEY;
      default ->
          throw ApiProblem.at(
              400, "group_by", "'group_by' has to be hour, day, provider, model, tenant or key.");
    };
  }
}
