package dev.breakwater.server.api.requests;

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
import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /api/admin/requests}: requests, newest first, and one with all that is kept of it. */
public final class RequestsResource {
  private static final String PATH = "/api/admin/requests";
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final int USUAL = 100;
  private static final int MOST = 1_000;

  private static final Parameter TENANT =
      new Parameter("tenant", "string", "only when it is this one's");

  private static final List<Parameter> LIST_PARAMETERS =
      Stream.concat(
              RequestParameters.FILTERS.stream(),
              Stream.of(
                  new Parameter("limit", "integer", "1 to 1,000, 100 by default"),
                  new Parameter("cursor", "string", "the nextCursor of the page before")))
          .toList();

  private final Requests requests;
  private final RequestParameters parameters;

  public RequestsResource(Requests requests, RequestParameters parameters) {
    this.requests = requests;
    this.parameters = parameters;
  }

  public List<Operation> operations() {
    return List.of(
        new Operation(
            HttpMethod.GET,
            PATH,
            Permission.READ_USAGE,
            "Requests, newest first, page by page",
            LIST_PARAMETERS,
            Optional.empty(),
            Schemas.object(it ->
                it.add("requests", Schemas.array(RequestJson.schema()))
                    .all("string", "nextCursor", "asOf")),
            this::list),
        new Operation(
            HttpMethod.GET,
            PATH + "/{id}",
            Permission.READ_USAGE,
            "One request by the X-Request-Id of its answer, with its decisions and attempts",
            List.of(TENANT),
            Optional.empty(),
            Schemas.object(it ->
                it.add("request", RequestJson.schema())
                    .add("decision", DecisionJson.schema())
                    .add("attempts", Schemas.array(RequestJson.attemptSchema()))),
            this::one));
  }

  private Reply one(ApiRequest request) {
    String id = Objects.requireNonNull(request.variables().get("id"));
    return requests
        .find(id, request.tenant().orElse(null))
        .map(detail -> Reply.ok(RequestJson.of(detail)))
        .orElseThrow(() ->
            ApiProblem.of(
                404, "No request has this id; it is the X-Request-Id of an answer of ours."));
  }

  private Reply list(ApiRequest request) {
    RequestFilter filter =
        parameters.filter(
            request, request.parameter("cursor").map(RequestCursor::read).orElse(null));
    Requests.Page page = requests.list(filter, request.parameter("limit", USUAL, 1, MOST));
    ObjectNode answer = JSON.createObjectNode();
    ArrayNode listed = answer.putArray("requests");
    page.requests().forEach(entry -> listed.add(RequestJson.of(entry)));
    return Reply.ok(
        answer
            .put("nextCursor", page.next().map(RequestCursor::text).orElse(null))
            .put("asOf", Times.toSecond(page.asOf())));
  }
}
