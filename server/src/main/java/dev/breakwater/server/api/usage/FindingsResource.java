package dev.breakwater.server.api.usage;

import dev.breakwater.operations.reports.PriceEstimate;
import dev.breakwater.operations.reports.UsageFilter;
import dev.breakwater.operations.reports.UsageReports;
import dev.breakwater.server.api.ApiRequest;
import dev.breakwater.server.api.Operation;
import dev.breakwater.server.api.Operation.Parameter;
import dev.breakwater.server.api.Operation.Reply;
import dev.breakwater.server.api.Permission;
import io.vertx.core.http.HttpMethod;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the figures say by themselves: {@code errors}, {@code degradation} and {@code optimization}
 * under {@code /api/admin/llm-usage}.
 */
public final class FindingsResource {
  private static final int USUAL_ERROR_HOURS = 24;
  private static final int USUAL_SAVING_HOURS = 7 * 24;
  private static final int USUAL_ROWS = 100;
  private static final int MOST_ROWS = 1_000;

  private final UsageReports reports;
  private final UsageQuery query;
  private final PriceEstimate prices;

  /**
   * @param prices what requests would cost elsewhere
   */
  public FindingsResource(UsageReports reports, PriceEstimate prices) {
    this.reports = reports;
    this.query = new UsageQuery(reports);
    this.prices = prices;
  }

  public List<Operation> operations() {
    List<Parameter> listed = new ArrayList<>(UsageQuery.PARAMETERS);
    listed.add(new Parameter("limit", "integer", "1 to 1,000, 100 by default"));
    return List.of(
        new Operation(
            HttpMethod.GET,
            UsageResource.PATH + "/errors",
            Permission.READ_USAGE,
            "What went wrong, by what the messages have in common, most frequent first",
            listed,
            Optional.empty(),
            FindingsJson.errorsSchema(),
            this::errors),
        new Operation(
            HttpMethod.GET,
            UsageResource.PATH + "/degradation",
            Permission.READ_USAGE,
            "Targets that answer worse by over 20 % in the last hour than in the 23 before it",
            List.of(
                new Parameter("environment", "string", "only this one; all when left out"),
                new Parameter("tenant", "string", "only this one; all when left out")),
            Optional.empty(),
            FindingsJson.degradationSchema(),
            request -> Reply.ok(FindingsJson.of(reports.degradation(UsageQuery.scope(request))))),
        new Operation(
            HttpMethod.GET,
            UsageResource.PATH + "/optimization",
            Permission.READ_USAGE,
            "Who could pay less at the same success rate; over the last 7 days unless another time"
                + " is said",
            UsageQuery.PARAMETERS,
            Optional.empty(),
            FindingsJson.savingsSchema(),
            this::optimization));
  }

  private Reply errors(ApiRequest request) {
    UsageFilter filter = query.filter(request, USUAL_ERROR_HOURS);
    return Reply.ok(
        FindingsJson.of(
            reports.errors(filter, request.parameter("limit", USUAL_ROWS, 1, MOST_ROWS))));
  }

  private Reply optimization(ApiRequest request) {
    return Reply.ok(
        FindingsJson.of(reports.savings(query.filter(request, USUAL_SAVING_HOURS), prices)));
  }
}
