package dev.breakwater.server.api;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times as the API writes and reads them. */
public final class Times {
  private static final Pattern SHORT = Pattern.compile("(\\d{1,9})(ms|s|m|h|d|w)");
  private static final Pattern AGO =
      Pattern.compile("(\\d{1,9}) (second|minute|hour|day|week)s? ago");

  private static final Pattern WITHOUT_ZONE =
      Pattern.compile("\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}(:\\d{2}(\\.\\d{1,9})?)?");

  private Times() {}

  /** ISO-8601 in UTC to the second, because scripts parse it so. */
  public static String toSecond(long epochMillis) {
    return toSecond(Instant.ofEpochMilli(epochMillis));
  }

  public static String toSecond(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /**
   * Reads an ISO-8601 date or date-time, epoch milliseconds, a duration back from now ({@code 1h},
   * {@code PT1H}) or {@code 1 hour ago}.
   *
   * @param zone in which a date or date-time without a zone is meant
   * @throws ApiProblem 400 naming the parameter when it is none of these
   */
  public static Instant read(String name, String text, Instant now, ZoneId zone) {
    String value = text.trim();
    try {
      Optional<Duration> back = back(value);
      if (back.isPresent()) {
        return now.minus(back.get());
      }
      if (value.matches("\\d{10,15}")) {
        return Instant.ofEpochMilli(Long.parseLong(value));
      }
      if (value.matches("\\d{4}-\\d{2}-\\d{2}")) {
        return LocalDate.parse(value).atStartOfDay(zone).toInstant();
      }
      if (WITHOUT_ZONE.matcher(value).matches()) {
        return LocalDateTime.parse(value).atZone(zone).toInstant();
      }
      return OffsetDateTime.parse(value).toInstant();
    } catch (DateTimeException | ArithmeticException e) {
      throw ApiProblem.at(
          400,
          name,
          "'"
              + name
              + "' has to be a time such as 2026-01-31T09:00:00Z, 2026-01-31, epoch milliseconds,"
              + " 1h or '1 hour ago'.");
    }
  }

  /** A length of time such as {@code 24h}, {@code 0s} or {@code PT1H}; empty for anything else. */
  public static Optional<Duration> duration(String text) {
    Matcher brief = SHORT.matcher(text.trim());
    try {
      return brief.matches()
          ? Optional.of(of(Long.parseLong(brief.group(1)), brief.group(2)))
          : Optional.of(Duration.parse(text.trim()));
    } catch (DateTimeException | ArithmeticException e) {
      return Optional.empty();
    }
  }

  private static Optional<Duration> back(String value) {
    Matcher brief = SHORT.matcher(value);
    if (brief.matches()) {
      return Optional.of(of(Long.parseLong(brief.group(1)), brief.group(2)));
    }
    Matcher ago = AGO.matcher(value.toLowerCase(Locale.ROOT));
    if (ago.matches()) {
      return Optional.of(of(Long.parseLong(ago.group(1)), ago.group(2).substring(0, 1)));
    }
    return value.startsWith("P") ? Optional.of(Duration.parse(value)) : Optional.empty();
  }

  private static Duration of(long amount, String unit) {
    return switch (unit) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      case "h" -> Duration.ofHours(amount);
      case "d" -> Duration.ofDays(amount);
      default -> Duration.ofDays(7 * amount);
    };
  }
}
