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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** {@code /api/admin/llm-usage}: what requests took and cost. */
public final class UsageResource {
  static final String PATH = "/api/admin/llm-usage";
  private static final int USUAL_HOURS = 24;
  private static final int USUAL_ROWS = 100;
  private static final int MOST_ROWS = 1_000;

  /** More hours or days in one answer are nobody's to read; each would cost its own buckets. */
  private static final int MOST_TIMES = 1_000;

  private final UsageReports reports;
  private final UsageQuery query;
  private final UnaryOperator<String> keyNames;

  /**
   * @param keyNames what the key of an id is called
   */
  public UsageResource(UsageReports reports, UnaryOperator<String> keyNames) {
    this.reports = reports;
    this.query = new UsageQuery(reports);
    this.keyNames = keyNames;
  }

  public List<Operation> operations() {
    List<Parameter> parameters = new ArrayList<>(UsageQuery.PARAMETERS);
    parameters.add(
        new Parameter("group_by", "string", "hour, day, provider, model, tenant, key or variant"));
    parameters.add(new Parameter("limit", "integer", "of requests: 1 to 1,000, 100 by default"));
    return List.of(
        new Operation(
            HttpMethod.GET,
            PATH,
            Permission.READ_USAGE,
            "Figures of a time: hours=N, 24 by default, date=YYYY-MM-DD or days=N; grouped when"
                + " asked, by provider and model with their errors for days=N alone",
            parameters,
            Optional.empty(),
            UsageJson.schema(),
            this::get));
  }

  private Reply get(ApiRequest request) {
    UsageFilter filter = query.filter(request, USUAL_HOURS);
    Optional<GroupBy> by = request.parameter("group_by").map(UsageResource::groupBy);
    if (by.isPresent()) {
      refuseTooMany(by.get(), filter);
      UsageGroups groups = reports.grouped(filter, by.get());
      return Reply.ok(UsageJson.groups(groups, by.get(), false, keyNames));
    }
    if (request.parameter("days").isPresent()) {
      UsageGroups groups = reports.withErrors(filter);
      return Reply.ok(UsageJson.groups(groups, GroupBy.PROVIDER_AND_MODEL, true, keyNames));
    }
    UsageReport report =
        reports.total(filter, request.parameter("limit", USUAL_ROWS, 1, MOST_ROWS));
    return Reply.ok(UsageJson.total(report));
  }

  private static void refuseTooMany(GroupBy by, UsageFilter filter) {
    Duration length = Duration.between(filter.from(), filter.to());
    if (by == GroupBy.HOUR && length.toHours() > MOST_TIMES) {
      throw tooMany(length.toHours(), "hours", "ask for a shorter time, or for group_by=day");
    }
    if (by == GroupBy.DAY && length.toDays() > MOST_TIMES) {
      throw tooMany(length.toDays(), "days", "ask for a shorter time");
    }
  }

  private static ApiProblem tooMany(long times, String what, String remedy) {
    return ApiProblem.at(
        400,
        "group_by",
        String.format(
            Locale.ROOT,
            "These are %,d %s, and an answer has at most %,d: %s.",
            times,
            what,
            MOST_TIMES,
            remedy));
  }

  private static GroupBy groupBy(String word) {
    return switch (word) {
      case "hour" -> GroupBy.HOUR;
      case "day" -> GroupBy.DAY;
      case "provider" -> GroupBy.PROVIDER;
      case "model" -> GroupBy.MODEL;
      case "tenant" -> GroupBy.TENANT;
      case "key" -> GroupBy.KEY;
      case "variant" -> GroupBy.VARIANT;
      default ->
          throw ApiProblem.at(
              400,
              "group_by",
              "'group_by' has to be hour, day, provider, model, tenant, key or variant.");
    };
  }
}
