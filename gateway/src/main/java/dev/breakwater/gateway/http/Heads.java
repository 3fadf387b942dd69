package dev.breakwater.gateway.http;

import dev.breakwater.gateway.access.Credentials;
import dev.breakwater.gateway.concurrent.Timekeeper;
import dev.breakwater.gateway.exchange.Arrival;
import dev.breakwater.gateway.provider.PassOn;
import dev.breakwater.wire.format.Header;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads what we act on from a request's head. */
final class Heads {
  /** Ids that clients send are kept, but not at any length. */
  private static final int MOST_ID_CHARACTERS = 200;

  private Heads() {}

  /**
   * @param id the one that we give it
   * @param address the sender's
   */
  static Arrival arrival(HttpServerRequest request, String id, Timekeeper time, String address) {
    MultiMap headers = request.headers();
    return new Arrival(
        id,
        clientRequestId(headers),
        time.nanos(),
        time.epochMillis(),
        credentials(request),
        address,
        headers.get("x-breakwater-session"),
        !"off".equalsIgnoreCase(headers.get("x-breakwater-fallback")),
        timeout(headers),
        passOn(request));
  }

  static Credentials credentials(HttpServerRequest request) {
    MultiMap headers = request.headers();
    String query = request.query();
    return Credentials.of(
        headers.get("authorization"),
        headers.get("x-api-key"),
        headers.get("x-goog-api-key"),
        query == null ? null : request.getParam("key"));
  }

  private static @Nullable String clientRequestId(MultiMap headers) {
    String id = headers.get("x-request-id");
    return id == null || id.length() <= MOST_ID_CHARACTERS
        ? id
        : id.substring(0, MOST_ID_CHARACTERS);
  }

  /** {@code X-Breakwater-Timeout} as a duration, else the SDKs' own header in seconds. */
  private static Optional<Duration> timeout(MultiMap headers) {
    String ours = headers.get("x-breakwater-timeout");
    return ours != null
        ? duration(ours)
        : Optional.ofNullable(headers.get("x-stainless-timeout")).flatMap(it -> duration(it + "s"));
  }

  /** Such as {@code 500ms}, {@code 30s}, {@code 5m}, {@code 1500} (milliseconds); else empty. */
  static Optional<Duration> duration(String text) {
    String value = text.trim().toLowerCase(Locale.ROOT);
    try {
      Duration duration =
          value.endsWith("ms")
              ? Duration.ofMillis(Long.parseLong(value.substring(0, value.length() - 2)))
              : value.matches("[0-9]+")
                  ? Duration.ofMillis(Long.parseLong(value))
                  : Duration.parse("pt" + value);
      return duration.isPositive() ? Optional.of(duration) : Optional.empty();
    } catch (NumberFormatException | DateTimeParseException e) {
      return Optional.empty();
    }
  }

  private static PassOn passOn(HttpServerRequest request) {
    List<Header> headers = passOn(request.headers());
    String query = request.query() == null ? "" : withoutOurs(request.query());
    return headers.isEmpty() && query.isEmpty() ? PassOn.NOTHING : new PassOn(headers, query);
  }

  /** The key is ours, and how a stream is framed is decided by the protocol's own path. */
  private static String withoutOurs(String query) {
    return Arrays.stream(query.split("&"))
        .filter(it -> !it.startsWith("key=") && !it.startsWith("alt="))
        .collect(Collectors.joining("&"));
  }

  private static List<Header> passOn(MultiMap headers) {
    List<Header> passOn = List.of();
    for (Map.Entry<String, String> header : headers) {
      String name = header.getKey();
      if (name.regionMatches(true, 0, "openai-", 0, 7)
          || name.regionMatches(true, 0, "anthropic-", 0, 10)) {
        passOn = passOn.isEmpty() ? new ArrayList<>(2) : passOn;
        passOn.add(new Header(name.toLowerCase(Locale.ROOT), header.getValue()));
      }
    }
    return passOn;
  }
}
