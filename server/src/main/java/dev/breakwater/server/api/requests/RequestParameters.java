package dev.breakwater.server.api.requests;

import dev.breakwater.gateway.usage.Status;
import dev.breakwater.operations.reports.RequestFilter;
import dev.breakwater.operations.reports.UsageFilter;
import dev.breakwater.server.api.ApiProblem;
import dev.breakwater.server.api.ApiRequest;
import dev.breakwater.server.api.Operation.Parameter;
import dev.breakwater.server.api.Times;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The query parameters by which requests are chosen. */
public final class RequestParameters {
  public static final List<Parameter> FILTERS =
      List.of(
          new Parameter("environment", "string", "only this one; all when left out"),
          new Parameter("tenant", "string", "only this one; all when left out"),
          new Parameter("provider", "string", "that answered, else the last one tried"),
          new Parameter("model", "string", "that answered, else the last one tried"),
          new Parameter("key", "string", "the id of the key that asked"),
          new Parameter("status", "string", "such as success or error"),
          new Parameter("since", "string", "a time, or a duration back from now"),
          new Parameter("until", "string", "likewise; what began then is out"));

  public static final List<Parameter> WINDOW =
      List.of(
          new Parameter("hours", "integer", "the last so many hours"),
          new Parameter("date", "string", "a day of the server's time zone"));

  private static final int MOST_HOURS = 24 * 3_660;

  private final InstantSource clock;
  private final ZoneId zone;

  /**
   * @param zone in which a date without a zone is meant
   */
  public RequestParameters(InstantSource clock, ZoneId zone) {
    this.clock = clock;
    this.zone = zone;
  }

  /**
   * The filter that a call asks for.
   *
   * @param before the place of the page before; null for the first page
   */
  RequestFilter filter(ApiRequest request, RequestFilter.@Nullable Place before) {
    return filter(request, time(request, "since"), time(request, "until"), before);
  }

  /**
   * A filter with a beginning and an end: {@code hours} or {@code date}, else {@code since} and
   * {@code until}, else the usual time back from now.
   */
  public RequestFilter filterWithin(ApiRequest request, Duration usual) {
    Instant now = clock.instant();
    Optional<LocalDate> date = request.parameter("date").map(RequestParameters::date);
    if (date.isPresent()) {
      refuseBeside(request, "date", "hours", "since", "until");
      return filter(
          request,
          date.get().atStartOfDay(zone).toInstant(),
          date.get().plusDays(1).atStartOfDay(zone).toInstant(),
          null);
    }
    if (request.parameter("hours").isPresent()) {
      refuseBeside(request, "hours", "since", "until");
      int hours = request.parameter("hours", 0, 1, MOST_HOURS);
      return filter(request, now.minus(Duration.ofHours(hours)), now, null);
    }
    Instant until = Objects.requireNonNullElse(time(request, "until"), now);
    Instant since = Objects.requireNonNullElse(time(request, "since"), until.minus(usual));
    return filter(request, since, until, null);
  }

  /** The day on which a filter begins, for the name of a file. */
  public String fileDate(RequestFilter filter) {
    Instant since = filter.since();
    return since == null ? "all" : since.atZone(zone).toLocalDate().toString();
  }

  private static RequestFilter filter(
      ApiRequest request,
      @Nullable Instant since,
      @Nullable Instant until,
      RequestFilter.@Nullable Place before) {
    return new RequestFilter(
        new UsageFilter.Scope(
            request.tenant().orElse(null), request.parameter("environment").orElse(null)),
        since,
        until,
        request.parameter("provider").orElse(null),
        request.parameter("model").orElse(null),
        request.parameter("status").map(RequestParameters::status).orElse(null),
        request.parameter("key").orElse(null),
        null,
        before);
  }

  private @Nullable Instant time(ApiRequest request, String name) {
    return request
        .parameter(name)
        .map(it -> Times.read(name, it, clock.instant(), zone))
        .orElse(null);
  }

  private static void refuseBeside(ApiRequest request, String name, String... others) {
    for (String other : others) {
      if (request.parameter(other).isPresent()) {
        throw ApiProblem.at(400, other, "Say '" + name + "' or '" + other + "', not both.");
      }
    }
  }

  /**
   * A day such as 2026-01-31.
   *
   * @throws ApiProblem 400 when it is none
   */
  public static LocalDate date(String text) {
    try {
      return LocalDate.parse(text);
    } catch (DateTimeParseException e) {
      throw ApiProblem.at(400, "date", "'date' has to be a day such as 2026-01-31.");
    }
  }

  /**
   * How a request ended.
   *
   * @throws ApiProblem 400 when it is no such word
   */
  public static Status status(String word) {
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
}
