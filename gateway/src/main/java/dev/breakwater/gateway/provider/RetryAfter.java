package dev.breakwater.gateway.provider;

import io.vertx.core.MultiMap;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * When an upstream wants to be asked again, in the spellings that upstreams use. An explicit {@code
 * retry-after-ms} (milliseconds) or {@code Retry-After} (seconds or a date) counts alone; else the
 * {@code retryDelay} of an error's details; else, of the limits that are {@linkplain ResetTimes
 * used up}, the one that lasts longest. The last two are read of answers that say that there was
 * too much (429, 503, 529), for others carry limits too without meaning them.
 *
 * <p>Dates are held against the answer's own {@code Date} where there is one, so that clocks need
 * not agree. What cannot be read says nothing; what asks for more than a day gets a day.
 */
final class RetryAfter {
  /** Who asks for more is come back to after a day: earlier would undercut, later may be a slip. */
  private static final Duration LONGEST = Duration.ofDays(1);

  private static final Pattern DECIMAL = Pattern.compile("\\d{1,30}(\\.\\d{1,30})?");
  private static final String STEP = "(\\d{1,30}(?:\\.\\d{1,30})?)(ms|us|µs|ns|d|h|m|s)";
  private static final Pattern ONE_STEP = Pattern.compile(STEP);
  private static final Pattern STEPS = Pattern.compile("(?:" + STEP + "){1,8}");

  /** From here on a number of seconds is a date: nobody's limit lasts for thirty years. */
  private static final double FIRST_EPOCH_SECOND = 1e9;

  /** And from here on it is one in milliseconds (OpenRouter). */
  private static final double FIRST_EPOCH_MILLI = 1e11;

  private final MultiMap headers;
  private final long nowMillis;

  private RetryAfter(MultiMap headers, long nowMillis) {
    this.headers = headers;
    this.nowMillis = sent(headers.get("date"), nowMillis);
  }

  /**
   * @param nowMillis wall-clock time
   */
  static Optional<Duration> of(int status, MultiMap headers, byte[] body, long nowMillis) {
    RetryAfter reader = new RetryAfter(headers, nowMillis);
    Optional<Duration> explicit = reader.explicit();
    if (explicit.isPresent() || !saysTooMuch(status)) {
      return explicit;
    }
    return RetryDelay.in(body)
        .flatMap(RetryAfter::steps)
        .or(() ->
            ResetTimes.usedUp(headers)
                .flatMap(value -> reader.reset(value).stream())
                .max(Comparator.naturalOrder()));
  }

  private static boolean saysTooMuch(int status) {
    return status == 429 || status == 503 || status == 529;
  }

  private Optional<Duration> explicit() {
    Optional<Duration> millis = number(headers.get("retry-after-ms"), 1);
    if (millis.isPresent()) {
      return millis;
    }
    String value = headers.get("retry-after");
    Optional<Duration> seconds = number(value, 1000);
    return seconds.isPresent() || value == null ? seconds : httpDate(value).map(this::until);
  }

  /** Seconds, steps such as {@code 6m0s}, or a moment: since 1970, or as RFC 3339 has it. */
  private Optional<Duration> reset(String value) {
    String text = value.trim();
    if (DECIMAL.matcher(text).matches()) {
      double number = Double.parseDouble(text);
      if (number < FIRST_EPOCH_SECOND) {
        return number(text, 1000);
      }
      return Optional.of(until(number < FIRST_EPOCH_MILLI ? number * 1000 : number));
    }
    Optional<Duration> steps = steps(text);
    return steps.isPresent() ? steps : moment(text).map(this::until);
  }

  private Duration until(double epochMillis) {
    return bounded(Math.max(0, epochMillis - nowMillis));
  }

  private static Optional<Duration> number(@Nullable String text, int millisEach) {
    if (text == null) {
      return Optional.empty();
    }
    String number = text.trim();
    return DECIMAL.matcher(number).matches()
        ? Optional.of(bounded(Double.parseDouble(number) * millisEach))
        : Optional.empty();
  }

  /** A time written as its steps: {@code 1s}, {@code 6m0s}, {@code 120ms}. */
  private static Optional<Duration> steps(String text) {
    String given = text.trim();
    if (!STEPS.matcher(given).matches()) {
      return Optional.empty();
    }
    double millis = 0;
    Matcher step = ONE_STEP.matcher(given);
    while (step.find()) {
      millis += Double.parseDouble(step.group(1)) * millisOf(step.group(2));
    }
    return Optional.of(bounded(millis));
  }

  private static double millisOf(String unit) {
    return switch (unit) {
      case "d" -> 86_400_000;
      case "h" -> 3_600_000;
      case "m" -> 60_000;
      case "s" -> 1000;
      case "ms" -> 1;
      case "ns" -> 1e-6;
      default -> 1e-3;
    };
  }

  private static Duration bounded(double millis) {
    return Duration.ofNanos((long) Math.ceil(Math.min((double) LONGEST.toMillis(), millis) * 1e6));
  }

  private static long sent(@Nullable String date, long nowMillis) {
    return date == null ? nowMillis : httpDate(date).map(Double::longValue).orElse(nowMillis);
  }

  private static Optional<Double> httpDate(String text) {
    try {
      ZonedDateTime date = ZonedDateTime.parse(text.trim(), DateTimeFormatter.RFC_1123_DATE_TIME);
      return Optional.of((double) date.toInstant().toEpochMilli());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static Optional<Double> moment(String text) {
    try {
      Instant moment = DateTimeFormatter.ISO_OFFSET_DATE_TIME.parse(text, Instant::from);
      return Optional.of((double) moment.toEpochMilli());
    } catch (DateTimeException | ArithmeticException e) {
      return Optional.empty();
    }
  }
}
