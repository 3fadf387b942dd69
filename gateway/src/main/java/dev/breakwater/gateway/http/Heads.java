package dev.breakwater.gateway.http;

import dev.breakwater.gateway.access.Credentials;
import dev.breakwater.gateway.concurrent.Timekeeper;
import dev.breakwater.gateway.exchange.Arrival;
import dev.breakwater.gateway.provider.PassOn;
import dev.breakwater.wire.format.Header;
import io.netty.util.AsciiString;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
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

  private static final int MOST_PLAIN_DIGITS = 9;

  // Those know their hash, which every look-up takes.
  private static final CharSequence X_API_KEY = HttpHeaders.createOptimized("x-api-key");
  private static final CharSequence X_GOOG_API_KEY = HttpHeaders.createOptimized("x-goog-api-key");
  private static final CharSequence SESSION = HttpHeaders.createOptimized("x-breakwater-session");
  private static final CharSequence FALLBACK = HttpHeaders.createOptimized("x-breakwater-fallback");
  private static final CharSequence TIMEOUT = HttpHeaders.createOptimized("x-breakwater-timeout");
  private static final CharSequence SDK_TIMEOUT =
      HttpHeaders.createOptimized("x-stainless-timeout");

  private Heads() {}

  /**
   * @param id the one that we give it
   * @param epochMillis when it came
   * @param address the sender's
   */
  static Arrival arrival(
      HttpServerRequest request, String id, Timekeeper time, long epochMillis, String address) {
    MultiMap headers = request.headers();
    return new Arrival(
        id,
        clientRequestId(headers),
        time.nanos(),
        epochMillis,
        credentials(request),
        address,
        headers.get(SESSION),
        !"off".equalsIgnoreCase(headers.get(FALLBACK)),
        timeout(headers),
        passOn(request));
  }

  static Credentials credentials(HttpServerRequest request) {
    MultiMap headers = request.headers();
    String query = request.query();
    return Credentials.of(
        headers.get(HttpHeaders.AUTHORIZATION),
        headers.get(X_API_KEY),
        headers.get(X_GOOG_API_KEY),
        query == null ? null : request.getParam("key"));
  }

  private static @Nullable String clientRequestId(MultiMap headers) {
    String id = headers.get(AnswerHeaders.REQUEST_ID);
    return id == null || id.length() <= MOST_ID_CHARACTERS
        ? id
        : id.substring(0, MOST_ID_CHARACTERS);
  }

  /** {@code X-Breakwater-Timeout} as a duration, else the SDKs' own header in seconds. */
  private static Optional<Duration> timeout(MultiMap headers) {
    String ours = headers.get(TIMEOUT);
    return ours != null ? duration(ours) : seconds(headers.get(SDK_TIMEOUT));
  }

  /** SDKs give whole seconds with every request. */
  private static Optional<Duration> seconds(@Nullable String text) {
    if (text == null) {
      return Optional.empty();
    }
    int value = 0;
    for (int index = 0; index < text.length(); index++) {
      int digit = text.charAt(index) - '0';
      if (digit < 0 || digit > 9 || index >= MOST_PLAIN_DIGITS) {
        return duration(text + "s");
      }
      value = value * 10 + digit;
    }
    return value == 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(value));
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
    PassedOn passedOn = new PassedOn();
    if (headers instanceof io.netty.handler.codec.http.HttpHeaders plain) {
      // The walk that makes no text of names and values.
      Iterator<Map.Entry<CharSequence, CharSequence>> entries = plain.iteratorCharSequence();
      while (entries.hasNext()) {
        Map.Entry<CharSequence, CharSequence> entry = entries.next();
        passedOn.add(entry.getKey(), entry.getValue());
      }
    } else {
      headers.forEach(passedOn::add);
    }
    return passedOn.headers;
  }

  /** Gathers what a provider may see. */
  private static final class PassedOn {
    private List<Header> headers = List.of();

    void add(CharSequence name, CharSequence value) {
      if (starts(name, "openai-") || starts(name, "anthropic-")) {
        headers = headers.isEmpty() ? new ArrayList<>(2) : headers;
        headers.add(new Header(name.toString().toLowerCase(Locale.ROOT), value.toString()));
      }
    }

    private static boolean starts(CharSequence name, String prefix) {
      return AsciiString.regionMatches(name, true, 0, prefix, 0, prefix.length());
    }
  }
}
