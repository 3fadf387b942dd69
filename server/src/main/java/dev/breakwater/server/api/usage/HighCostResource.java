package dev.breakwater.server.api.usage;

import dev.breakwater.operations.reports.RequestFilter;
import dev.breakwater.operations.reports.Requests;
import dev.breakwater.server.api.ApiProblem;
import dev.breakwater.server.api.ApiRequest;
import dev.breakwater.server.api.Operation;
import dev.breakwater.server.api.Operation.Parameter;
import dev.breakwater.server.api.Operation.Reply;
import dev.breakwater.server.api.Permission;
import dev.breakwater.server.api.Schemas;
import dev.breakwater.server.api.Times;
import dev.breakwater.server.api.requests.RequestCursor;
import dev.breakwater.server.api.requests.RequestJson;
import dev.breakwater.server.api.requests.RequestParameters;
import io.vertx.core.http.HttpMethod;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /api/admin/llm-usage/high-cost}: single requests that cost much, newest first. */
public final class HighCostResource {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final BigDecimal USUAL_DOLLARS = new BigDecimal("0.10");
  private static final BigDecimal MOST_DOLLARS = new BigDecimal("1000000");
  private static final int NANO_DIGITS = 9;
  private static final Duration USUAL_TIME = Duration.ofHours(24);
  private static final int USUAL_ROWS = 100;
  private static final int MOST_ROWS = 1_000;

  private final Requests requests;
  private final RequestParameters parameters;

  public HighCostResource(Requests requests, RequestParameters parameters) {
    this.requests = requests;
    this.parameters = parameters;
  }

  public List<Operation> operations() {
    List<Parameter> all = new ArrayList<>();
    all.add(new Parameter("over", "number", "dollars that they cost more than, 0.10 by default"));
    all.addAll(RequestParameters.WINDOW);
    all.addAll(RequestParameters.FILTERS);
    all.add(new Parameter("limit", "integer", "1 to 1,000, 100 by default"));
    all.add(new Parameter("cursor", "string", "the nextCursor of the page before"));
    return List.of(
        new Operation(
            HttpMethod.GET,
            UsageResource.PATH + "/high-cost",
            Permission.READ_USAGE,
            "Requests that cost more than an amount, newest first; of the last 24 hours unless"
                + " another time is said",
            all,
            Optional.empty(),
            Schemas.object(it ->
                it.add("requests", Schemas.array(RequestJson.schema()))
                    .all("string", "nextCursor", "asOf")),
            this::list));
  }

  private Reply list(ApiRequest request) {
    RequestFilter filter =
        parameters
            .filterWithin(request, USUAL_TIME)
            .costlier(
                over(request), request.parameter("cursor").map(RequestCursor::read).orElse(null));
    Requests.Page page =
        requests.list(filter, request.parameter("limit", USUAL_ROWS, 1, MOST_ROWS));
    ObjectNode answer = JSON.createObjectNode();
    ArrayNode listed = answer.putArray("requests");
    page.requests().forEach(entry -> listed.add(RequestJson.of(entry)));
    return Reply.ok(
        answer
            .put("nextCursor", page.next().map(RequestCursor::text).orElse(null))
            .put("asOf", Times.toSecond(page.asOf())));
  }

  private static long over(ApiRequest request) {
    try {
      BigDecimal dollars =
          request.parameter("over").map(String::trim).map(BigDecimal::new).orElse(USUAL_DOLLARS);
      if (dollars.signum() >= 0 && dollars.compareTo(MOST_DOLLARS) <= 0) {
        return dollars.movePointRight(NANO_DIGITS).longValue();
      }
    } catch (NumberFormatException e) {
      // told below, as an amount out of range is
    }
    throw ApiProblem.at(400, "over", "'over' has to be dollars such as 0.10, 0 to 1,000,000.");
  }
}
