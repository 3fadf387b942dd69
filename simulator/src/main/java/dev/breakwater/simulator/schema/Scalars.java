package dev.breakwater.simulator.schema;

import dev.breakwater.simulator.json.Json;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Draws strings and numbers. */
final class Scalars {
  private static final String[] WORDS =
      ("harbor wall tide stone storm boat light wind café naïve Zürich señor signal answer north quay 東京 mole 🌊 breaker"
              + " \"spring\" low\\high lantern\tmast anchor\nrope buoy pier")
          .split(" ");
  private static final String[] PLAIN = {
    "harbor", "wall", "tide", "stone", "storm", "boat", "light", "wind", "signal", "anchor"
  };
  private static final int NATURAL_RANGE = 100;
  private static final int NATURAL_WORDS = 5;

  /** Longest text in characters, whatever a schema demands. */
  private static final int LONGEST = 100_000;

  private final Random random;

  Scalars(Random random) {
    this.random = random;
  }

  JsonNode anything() {
    return Json.text(word());
  }

  /** A word of letters. */
  String word() {
    return PLAIN[random.nextInt(PLAIN.length)] + (random.nextInt(3) == 0 ? random.nextInt(10) : "");
  }

  JsonNode string(JsonNode schema) {
    int least = schema.path("minLength").asInt(0);
    int most = schema.path("maxLength").asInt(Integer.MAX_VALUE);
    JsonNode pattern = schema.path("pattern");
    if (pattern.isString()) {
      return Json.text(
          Patterns.matching(pattern.stringValue(), random, least)
              .orElseGet(() -> words(least, most)));
    }
    String formatted = format(schema.path("format").asString("").toLowerCase(Locale.ROOT));
    return Json.text(formatted == null ? words(least, most) : formatted);
  }

  private String words(int least, int most) {
    int shortest = Math.min(least, LONGEST);
    StringBuilder text = new StringBuilder();
    int count = 2 + random.nextInt(NATURAL_WORDS);
    // A word may have a character of two units, so a text as long as this is long enough.
    for (int index = 0; index < count || text.length() < 2 * shortest; index++) {
      text.append(text.isEmpty() ? "" : " ").append(WORDS[random.nextInt(WORDS.length)]);
    }
    int length = text.codePointCount(0, text.length());
    int wanted = Math.min(most, shortest > 0 ? Math.max(shortest, length / 2) : length);
    return wanted >= length
        ? text.toString()
        : text.substring(0, text.offsetByCodePoints(0, wanted));
  }

  private @Nullable String format(String format) {
    return switch (format) {
      case "date-time" -> date() + "T" + time() + "Z";
      case "date" -> date();
      case "time" -> time() + "Z";
      case "duration" -> "PT" + (1 + random.nextInt(50)) + "M";
      case "email", "idn-email" -> word() + "@" + "example.org";
      case "hostname", "idn-hostname" -> word() + ".example.org";
      case "uri", "url", "iri", "uri-reference", "iri-reference" -> "https://example.org/" + word();
      case "ipv4" -> "192.0.2." + (1 + random.nextInt(250));
      case "ipv6" -> "2001:db8::" + Integer.toHexString(1 + random.nextInt(60_000));
      case "uuid" ->
          String.format(
              "%08x-%04x-4%03x-a%03x-%012x",
              random.nextInt(),
              random.nextInt(1 << 16),
              random.nextInt(1 << 12),
              random.nextInt(1 << 12),
              random.nextLong() >>> 16);
      case "json-pointer" -> "/" + word();
      case "regex" -> "^" + word() + "$";
      case "byte" -> "aGFyYm9y";
      default -> null;
    };
  }

  private String date() {
    return String.format(
        "20%02d-%02d-%02d", random.nextInt(100), 1 + random.nextInt(12), 1 + random.nextInt(28));
  }

  private String time() {
    return String.format(
        "%02d:%02d:%02d", random.nextInt(24), random.nextInt(60), random.nextInt(60));
  }

  JsonNode number(JsonNode schema, boolean whole) {
    BigDecimal step = decimal(schema.path("multipleOf"));
    if (step == null || step.signum() <= 0) {
      step = whole ? BigDecimal.ONE : null;
    } else if (whole && step.stripTrailingZeros().scale() > 0) {
      step = step.multiply(BigDecimal.TEN.pow(step.stripTrailingZeros().scale()));
    }
    Bound low = bound(schema, "minimum", "exclusiveMinimum", true);
    Bound high = bound(schema, "maximum", "exclusiveMaximum", false);
    BigDecimal width =
        BigDecimal.valueOf(NATURAL_RANGE).multiply(step == null ? BigDecimal.ONE : step);
    BigDecimal from =
        low != null ? low.at : high != null ? high.at.subtract(width) : BigDecimal.ZERO;
    BigDecimal to = high != null ? high.at : from.add(width);
    if (step != null) {
      return Json.number(multiple(from, to, step, low, high));
    }
    BigDecimal drawn =
        from.add(
            to.subtract(from)
                .multiply(BigDecimal.valueOf(1 + random.nextInt(98)))
                .divide(BigDecimal.valueOf(NATURAL_RANGE)));
    BigDecimal rounded = drawn.setScale(2, RoundingMode.HALF_UP);
    boolean inside = rounded.compareTo(from) > 0 && rounded.compareTo(to) < 0;
    return Json.number(inside ? rounded : drawn);
  }

  private BigDecimal multiple(
      BigDecimal from, BigDecimal to, BigDecimal step, @Nullable Bound low, @Nullable Bound high) {
    long first = from.divide(step, 0, RoundingMode.CEILING).longValue();
    long last = to.divide(step, 0, RoundingMode.FLOOR).longValue();
    if (low != null && low.open && step.multiply(BigDecimal.valueOf(first)).compareTo(from) == 0) {
      first++;
    }
    if (high != null && high.open && step.multiply(BigDecimal.valueOf(last)).compareTo(to) == 0) {
      last--;
    }
    long span = Math.clamp(last - first, 0, NATURAL_RANGE);
    return step.multiply(BigDecimal.valueOf(first + random.nextInt((int) span + 1)));
  }

  /** An end of a range; an open one does not belong to it. */
  private record Bound(BigDecimal at, boolean open) {}

  private static @Nullable Bound bound(
      JsonNode schema, String closedKey, String openKey, boolean lower) {
    BigDecimal closed = decimal(schema.path(closedKey));
    BigDecimal open = decimal(schema.path(openKey));
    if (open == null) {
      // In draft 4 the exclusive keyword only says how to take the other.
      return closed == null ? null : new Bound(closed, schema.path(openKey).asBoolean(false));
    }
    if (closed == null || (lower ? closed.compareTo(open) <= 0 : closed.compareTo(open) >= 0)) {
      return new Bound(open, true);
    }
    return new Bound(closed, false);
  }

  private static @Nullable BigDecimal decimal(JsonNode node) {
    return node.isNumber() ? node.decimalValue() : null;
  }
}
