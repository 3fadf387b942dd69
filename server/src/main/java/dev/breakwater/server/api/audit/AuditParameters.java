package dev.breakwater.server.api.audit;

import dev.breakwater.operations.audit.AuditFilter;
import dev.breakwater.server.api.ApiProblem;
import dev.breakwater.server.api.ApiRequest;
import dev.breakwater.server.api.Operation.Parameter;
import dev.breakwater.server.api.Times;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * The query parameters by which entries are chosen.
 *
 * @param zone in which a date without a zone is meant
 */
record AuditParameters(InstantSource clock, ZoneId zone) {
  static final List<Parameter> FILTERS =
      List.of(
          new Parameter("actor", "string", "id or name of who did it"),
          new Parameter("action", "string", "such as key.create; key.* for all about keys"),
          new Parameter("object", "string", "what it was done to"),
          new Parameter("tenant", "string", "only what belongs to this one"),
          new Parameter("since", "string", "a time, or a duration back from now"),
          new Parameter("until", "string", "likewise; what happened then is out"));

  AuditFilter filter(ApiRequest request) {
    return new AuditFilter(
        request.parameter("actor"),
        request.parameter("action"),
        request.parameter("object"),
        request.tenant(),
        time(request, "since"),
        time(request, "until"));
  }

  /** What is asked for, in words that the audit keeps. */
  static String asked(ApiRequest request) {
    StringBuilder text = new StringBuilder();
    for (Parameter parameter : FILTERS) {
      request
          .parameter(parameter.name())
          .ifPresent(value ->
              text.append(text.isEmpty() ? "" : " ")
                  .append(parameter.name())
                  .append('=')
                  .append(value));
    }
    return text.isEmpty() ? "all" : text.toString();
  }

  private Optional<Instant> time(ApiRequest request, String name) {
    return request.parameter(name).map(text -> Times.read(name, text, clock.instant(), zone));
  }

  /** Only what stands before the place in the list. */
  static long cursor(ApiRequest request) {
    Optional<String> cursor = request.parameter("cursor");
    if (cursor.isEmpty()) {
      return Long.MAX_VALUE;
    }
    if (!cursor.get().matches("\\d{1,18}")) {
      throw ApiProblem.at(400, "cursor", "'cursor' has to be the nextCursor of a page before.");
    }
    return Long.parseLong(cursor.get());
  }
}
