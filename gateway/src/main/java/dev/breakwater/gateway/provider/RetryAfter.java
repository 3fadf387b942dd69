package dev.breakwater.gateway.provider;

import io.vertx.core.MultiMap;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** When an upstream wants to be asked again, in the spellings that upstreams use. */
final class RetryAfter {
  private static final Duration LONGEST = Duration.ofDays(1);

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
    try {
      double value = Double.parseDouble(text.trim());
      return value >= 0 && value * millisEach <= LONGEST.toMillis()
          ? Optional.of(Duration.ofNanos((long) Math.ceil(value * millisEach * 1e6)))
          : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static Optional<Duration> date(
      @Nullable String text, @Nullable String sentAt, long nowMillis) {
    if (text == null) {
      return Optional.empty();
    }
    try {
      long at = httpDate(text);
      long now = sentAt == null ? nowMillis : httpDate(sentAt);
      Duration wait = Duration.ofMillis(Math.max(0, at - now));
      return wait.compareTo(LONGEST) <= 0 ? Optional.of(wait) : Optional.empty();
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static long httpDate(String text) {
    return ZonedDateTime.parse(text.trim(), DateTimeFormatter.RFC_1123_DATE_TIME)
        .toInstant()
        .toEpochMilli();
  }
}
