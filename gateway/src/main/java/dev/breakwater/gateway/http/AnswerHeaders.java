package dev.breakwater.gateway.http;

import dev.breakwater.gateway.provider.Call;
import dev.breakwater.wire.format.ClientFormat;
import dev.breakwater.wire.format.Header;
import dev.breakwater.wire.format.Protocol;
import io.netty.handler.codec.http.HttpHeaderValidationUtil;
import io.netty.util.AsciiString;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;

/** The headers that an answer carries beside its body; one with nothing to say is left out. */
final class AnswerHeaders {
  static final CharSequence REQUEST_ID = HttpHeaders.createOptimized("x-request-id");
  static final CharSequence JSON = HttpHeaders.createOptimized("application/json");
  static final CharSequence EVENT_STREAM =
      HttpHeaders.createOptimized("text/event-stream; charset=utf-8");

  private static final CharSequence PROBLEM =
      HttpHeaders.createOptimized("application/problem+json");
  private static final CharSequence PROVIDER = HttpHeaders.createOptimized("x-breakwater-provider");
  private static final CharSequence MODEL = HttpHeaders.createOptimized("x-breakwater-model");
  private static final CharSequence ATTEMPTS = HttpHeaders.createOptimized("x-breakwater-attempts");
  private static final CharSequence ANTHROPIC_REQUEST_ID =
      HttpHeaders.createOptimized("request-id");
  private static final CharSequence DROPPED = HttpHeaders.createOptimized("x-breakwater-dropped");
  private static final CharSequence COST = HttpHeaders.createOptimized("x-breakwater-cost");
  private static final CharSequence RETRY_AFTER = HttpHeaders.createOptimized("retry-after");
  private static final CharSequence NO_CACHE = HttpHeaders.createOptimized("no-cache");

  private static final int LONGEST_NAME = 500;
  private static final long NANOS_A_DOLLAR = 1_000_000_000;
  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}|[\\x80-\\x9f]");

  /** Names and values in turn. */
  private final List<CharSequence> headers = new ArrayList<>(16);

  AnswerHeaders(String requestId, CharSequence contentType) {
    add(REQUEST_ID, requestId);
    add(HttpHeaders.CONTENT_TYPE, contentType);
  }

  /** Those that every answer in a protocol begins with. */
  static AnswerHeaders begin(ClientFormat format, String requestId, CharSequence contentType) {
    AnswerHeaders headers = new AnswerHeaders(requestId, contentType);
    // Anthropic's clients look for the id under another name.
    return format.protocol() == Protocol.ANTHROPIC
        ? headers.add(ANTHROPIC_REQUEST_ID, requestId)
        : headers;
  }

  /** Those that every error in a protocol begins with. */
  static AnswerHeaders ofError(ClientFormat format, String requestId) {
    return begin(format, requestId, format.protocol() == Protocol.GENERATE ? PROBLEM : JSON);
  }

  AnswerHeaders of(Call call) {
    add(PROVIDER, printable(call.target().provider()));
    add(MODEL, printable(call.target().model()));
    if (!call.dropped().isEmpty()) {
      add(DROPPED, printable(String.join(", ", call.dropped())));
    }
    return attempts(call.number());
  }

  AnswerHeaders attempts(int attempts) {
    return add(ATTEMPTS, Integer.toString(attempts));
  }

  /**
   * @param nanoDollars left out when negative, that is unknown
   */
  AnswerHeaders cost(long nanoDollars) {
    return nanoDollars < 0 ? this : add(COST, dollars(nanoDollars));
  }

  /** Rounded up: a client that waits as long as we say must not come too early. */
  AnswerHeaders retryAfter(Duration wait) {
    return add(RETRY_AFTER, wholeSeconds(wait));
  }

  /** As {@code Retry-After} has it: at least one, rounded up. */
  static String wholeSeconds(Duration wait) {
    return Long.toString(Math.max(1, (wait.toMillis() + 999) / 1000));
  }

  /** Nobody on the way may keep or gather a stream. */
  AnswerHeaders unbuffered() {
    return add(HttpHeaders.CACHE_CONTROL, NO_CACHE).add("x-accel-buffering", "no");
  }

  /** A provider's word goes before ours; what no header may be is left out. */
  AnswerHeaders setAll(List<Header> more) {
    for (Header header : more) {
      if (HttpHeaderValidationUtil.validateToken(header.name()) < 0
          && HttpHeaderValidationUtil.validateValidHeaderValue(header.value()) < 0) {
        set(header.name(), header.value());
      }
    }
    return this;
  }

  /** Adds them to those of an answer that has none of them yet. */
  void putInto(MultiMap into) {
    forEach(into::add);
  }

  /** Gives every name and value; there is none among them that a header may not have. */
  void forEach(BiConsumer<CharSequence, CharSequence> action) {
    for (int index = 0; index < headers.size(); index += 2) {
      action.accept(headers.get(index), headers.get(index + 1));
    }
  }

  /** What they take on the wire. */
  int bytes() {
    int bytes = 0;
    for (CharSequence text : headers) {
      bytes += text.length() + 2;
    }
    return bytes;
  }

  private void set(CharSequence name, CharSequence value) {
    for (int index = 0; index < headers.size(); index += 2) {
      if (AsciiString.contentEqualsIgnoreCase(headers.get(index), name)) {
        headers.set(index + 1, value);
        return;
      }
    }
    add(name, value);
  }

  /** One that is not there yet. */
  private AnswerHeaders add(CharSequence name, CharSequence value) {
    headers.add(name);
    headers.add(value);
    return this;
  }

  /**
   * A name that the client chose, as a header may have it: bounded, and with question marks for
   * line breaks and other control characters, which no header takes.
   */
  static String printable(String name) {
    for (int index = 0; index < name.length(); index++) {
      if (Character.isISOControl(name.charAt(index)) || index >= LONGEST_NAME) {
        String some = name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME);
        return CONTROL.matcher(some).replaceAll("?");
      }
    }
    return name;
  }

  /**
   * A plain decimal without exponent, as short as it can be.
   *
   * @param nanos not negative
   */
  static String dollars(long nanos) {
    long fraction = nanos % NANOS_A_DOLLAR;
    String whole = Long.toString(nanos / NANOS_A_DOLLAR);
    if (fraction == 0) {
      return whole;
    }
    // The digit before the nine is there for the zeros after the point.
    String digits = Long.toString(NANOS_A_DOLLAR + fraction);
    int end = digits.length();
    while (digits.charAt(end - 1) == '0') {
      end--;
    }
    return whole + '.' + digits.substring(1, end);
  }
}
