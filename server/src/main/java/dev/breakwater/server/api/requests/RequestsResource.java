package dev.breakwater.server.api.requests;

import dev.breakwater.gateway.usage.Status;
import dev.breakwater.operations.reports.RequestFilter;
import dev.breakwater.operations.reports.Requests;
import dev.breakwater.operations.reports.UsageFilter;
import dev.breakwater.server.api.ApiProblem;
import dev.breakwater.server.api.ApiRequest;
import dev.breakwater.server.api.Operation;
import dev.breakwater.server.api.Operation.Parameter;
import dev.breakwater.server.api.Operation.Reply;
import dev.breakwater.server.api.Permission;
import dev.breakwater.server.api.Schemas;
import dev.breakwater.server.api.Times;
import io.vertx.core.http.HttpMethod;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /api/admin/requests}: requests, newest first, and one with all that is kept of it. */
public final class RequestsResource {
  private static final String PATH = "/api/admin/requests";
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final int USUAL = 100;
  private static final int MOST = 1_000;

  private final Requests requests;
  private final InstantSource clock;
  private final ZoneId zone;

  /**
   * @param zone in which a date without a zone is meant
   */
  public RequestsResource(Requests requests, InstantSource clock, ZoneId zone) {
    this.requests = requests;
    this.clock = clock;
    this.zone = zone;
  }

  public List<Operation> operations() {
    return List.of(
        new Operation(
            HttpMethod.GET,
            PATH,
            Permission.READ,
            "Requests, newest first, page by page",
            List.of(
                new Parameter("environment", "string", "only this one; all when left out"),
                new Parameter("provider", "string", "that answered, else the last one tried"),
                new Parameter("model", "string", "that answered, else the last one tried"),
                new Parameter("status", "string", "such as success or error"),
                new Parameter("since", "string", "a time, or a duration back from now"),
                new Parameter("until", "string", "likewise; what began then is out"),
                new Parameter("limit", "integer", "1 to 1,000, 100 by default"),
                new Parameter("cursor", "string", "the nextCursor of the page before")),
            Optional.empty(),
            Schemas.object(it ->
                it.add("requests", Schemas.array(RequestJson.schema()))
                    .all("string", "nextCursor", "asOf")),
            this::list),
        new Operation(
            HttpMethod.GET,
            PATH + "/{id}",
            Permission.READ,
            "One request by the X-Request-Id of its answer, with its decisions and attempts",
            List.of(),
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
        .find(id)
        .map(detail -> Reply.ok(RequestJson.of(detail)))
        .orElseThrow(() ->
            ApiProblem.of(
                404, "No request has this id; it is the X-Request-Id of an answer of ours."));
  }

  private Reply list(ApiRequest request) {
    RequestFilter filter =
        new RequestFilter(
            new UsageFilter.Scope(null, request.parameter("environment").orElse(null)),
            time(request, "since"),
            time(request, "until"),
            request.parameter("provider").orElse(null),
            request.parameter("model").orElse(null),
            request.parameter("status").map(RequestsResource::status).orElse(null),
            request.parameter("cursor").map(RequestsResource::place).orElse(null));
    Requests.Page page = requests.list(filter, request.parameter("limit", USUAL, 1, MOST));
    ObjectNode answer = JSON.createObjectNode();
    ArrayNode listed = answer.putArray("requests");
    page.requests().forEach(entry -> listed.add(RequestJson.of(entry)));
    return Reply.ok(
        answer
            .put("nextCursor", page.next().map(RequestsResource::cursor).orElse(null))
            .put("asOf", Times.toSecond(page.asOf())));
  }

  private @Nullable Instant time(ApiRequest request, String name) {
    return request
        .parameter(name)
        .map(it -> Times.read(name, it, clock.instant(), zone))
        .orElse(null);
  }

  private static Status status(String word) {
    return Arrays.stream(Status.values())
        .filter(status -> status.word().equals(word))
        .findFirst()
        .orElseThrow(() ->
            ApiProblem.at(
                400,
                "status",
                "'status' has to be one of "
                    + Arrays.stream(Status.values())
                        .map(Status::word)
                        .collect(Collectors.joining(", "))
                    + "."));
  }

  private static String cursor(RequestFilter.Place place) {
    String text = place.createdMillis() + " " + place.id();
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static RequestFilter.Place place(String cursor) {
    try {
      String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
      int space = text.indexOf(' ');
      return new RequestFilter.Place(
          Long.parseLong(text.substring(0, space)), text.substring(space + 1));
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw ApiProblem.at(400, "cursor", "'cursor' has to be the nextCursor of a page before.");
    }
  }
}
