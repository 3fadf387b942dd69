package dev.breakwater.gateway.provider;

import io.vertx.core.MultiMap;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** When an upstream wants to be asked again, in the spellings that upstreams use. */
final class RetryAfter {
  /** Who asks for more is come back to after a day: earlier would undercut, later may be a slip. */
  private static final Duration LONGEST = Duration.ofDays(1);

  private static final Pattern DECIMAL = Pattern.compile("\\d{1,30}(\\.\\d{1,30})?");

  private RetryAfter() {}

  /**
   * Reads {@code retry-after-ms} (milliseconds) and {@code Retry-After} (seconds, or a date held
   * against the answer's own {@code Date} where there is one, so that clocks need not agree).
   *
   * @param nowMillis wall-clock time
   */
  static Optional<Duration> of(MultiMap headers, long nowMillis) {
    Optional<Duration> millis = number(headers.get("retry-after-ms"), 1);
    if (millis.isPresent()) {
      return millis;
    }
    String value = headers.get("retry-after");
    Optional<Duration> seconds = number(value, 1000);
    return seconds.isPresent() ? seconds : date(value, headers.get("date"), nowMillis);
  }

  private static Optional<Duration> number(@Nullable String text, int millisEach) {
    if (text == null) {
      return Optional.empty();
    }
    String number = text.trim();
    if (!DECIMAL.matcher(number).matches()) {
      return Optional.empty();
    }
    double millis = Math.min((double) LONGEST.toMillis(), Double.parseDouble(number) * millisEach);
    return Optional.of(Duration.ofNanos((long) Math.ceil(millis * 1e6)));
  }

  private static Optional<Duration> date(
      @Nullable String text, @Nullable String sentAt, long nowMillis) {
    if (text == null) {
      return Optional.empty();
    }
    try {
      long at = httpDate(text);
      long wait = Math.max(0, at - sent(sentAt, nowMillis));
      return Optional.of(Duration.ofMillis(Math.min(LONGEST.toMillis(), wait)));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static long sent(@Nullable String sentAt, long nowMillis) {
    try {
      return sentAt == null ? nowMillis : httpDate(sentAt);
    } catch (DateTimeException e) {
      return nowMillis;
    }
  }

  private static long httpDate(String text) {
    return ZonedDateTime.parse(text.trim(), DateTimeFormatter.RFC_1123_DATE_TIME)
        .toInstant()
        .toEpochMilli();
  }
}
