package dev.breakwater.server.config;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations and sizes as people write them. */
final class Quantities {

  private static final Pattern QUANTITY =
      Pattern.compile("(\\d{1,15}(?:\\.\\d{1,9})?)\\s*([A-Za-z]*)");

  private static final Map<String, Long> MILLISECONDS =
      Map.of("", 1L, "ms", 1L, "s", 1_000L, "m", 60_000L, "h", 3_600_000L, "d", 86_400_000L);

  /** Powers of 1024, as memory and files are measured. */
  private static final Map<String, Long> BYTES =
      Map.of("", 1L, "B", 1L, "KB", 1L << 10, "MB", 1L << 20, "GB", 1L << 30, "TB", 1L << 40);

  private Quantities() {}

  /** {@code 500ms}, {@code 30s}, {@code 5m}, {@code 1h}, {@code 30d}, or milliseconds. */
  static Optional<Duration> duration(String text) {
    return scaled(text, MILLISECONDS).map(Duration::ofMillis);
  }

  /** {@code 512KB}, {@code 10MB}, {@code 1GB}, or bytes. */
  static Optional<Long> size(String text) {
    return scaled(text, BYTES);
  }

  /** A duration in the largest unit that says it in whole numbers. */
  static String show(Duration duration) {
    long milliseconds = duration.toMillis();
    if (milliseconds == 0) {
      return "0s";
    }
    for (String unit : new String[] {"d", "h", "m", "s"}) {
      long scale = MILLISECONDS.getOrDefault(unit, 1L);
      if (milliseconds % scale == 0) {
        return milliseconds / scale + unit;
      }
    }
    return milliseconds + "ms";
  }

  static String showSize(long bytes) {
    for (String unit : new String[] {"TB", "GB", "MB", "KB"}) {
      long scale = BYTES.getOrDefault(unit, 1L);
      if (bytes > 0 && bytes % scale == 0) {
        return bytes / scale + unit;
      }
    }
    return bytes + "B";
  }

  private static Optional<Long> scaled(String text, Map<String, Long> units) {
    Matcher matcher = QUANTITY.matcher(text.strip());
    if (!matcher.matches()) {
      return Optional.empty();
    }
    Long scale = units.get(matcher.group(2));
    if (scale == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(scale)).longValueExact());
    } catch (ArithmeticException finerThanTheSmallestUnitOrTooLong) {
      return Optional.empty();
    }
  }
}
