package dev.breakwater.simulator.script;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The values of one object of a script, checked as they are taken. */
final class Values {
  private static final Pattern DURATION = Pattern.compile("(\\d{1,12})(ms|s|m)?");
  private static final Pattern HEADER_NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

  private final String where;
  private final JsonNode node;
  private final List<String> problems;

  Values(String where, JsonNode node, List<String> problems) {
    this.where = where;
    this.node = node;
    this.problems = problems;
  }

  @Nullable Long whole(String key, long least, long most) {
    JsonNode value = node.get(key);
    if (value == null) {
      return null;
    }
    if (value.isIntegralNumber() && value.canConvertToLong()) {
      long number = value.longValue();
      if (number >= least && number <= most) {
        return number;
      }
    }
    wrong(key, "must be a whole number from " + least + " to " + most, value);
    return null;
  }

  double share(String key) {
    JsonNode value = node.get(key);
    if (value == null) {
      return 1;
    }
    if (value.isNumber() && value.doubleValue() >= 0 && value.doubleValue() <= 1) {
      return value.doubleValue();
    }
    wrong(key, "must be a number from 0 to 1", value);
    return 1;
  }

  @Nullable String text(String key) {
    JsonNode value = node.get(key);
    if (value == null) {
      return null;
    }
    if (value.isString() && !value.stringValue().isEmpty()) {
      return value.stringValue();
    }
    wrong(key, "must be a text", value);
    return null;
  }

  /** A list of texts, which may be empty. */
  @Nullable List<String> texts(String key) {
    JsonNode value = node.get(key);
    if (value == null) {
      return null;
    }
    List<String> texts = new ArrayList<>();
    if (value.isArray()) {
      value.forEach(it -> texts.add(it.isString() ? it.stringValue() : ""));
    }
    if (!value.isArray() || texts.contains("")) {
      wrong(key, "must be a list of texts", value);
    }
    return List.copyOf(texts);
  }

  /** A duration: {@code 300ms}, {@code 10s}, {@code 2m}, or a number of milliseconds. */
  long millis(String key, long absent) {
    JsonNode value = node.get(key);
    if (value == null) {
      return absent;
    }
    if (value.isIntegralNumber() && value.canConvertToLong() && value.longValue() >= 0) {
      return value.longValue();
    }
    Matcher matcher = DURATION.matcher(value.isString() ? value.stringValue() : "");
    if (matcher.matches()) {
      long number = Long.parseLong(matcher.group(1));
      String unit = matcher.group(2);
      return "m".equals(unit) ? number * 60_000 : "s".equals(unit) ? number * 1_000 : number;
    }
    wrong(key, "must be a duration such as \"300ms\", \"10s\" or a number of milliseconds", value);
    return absent;
  }

  Map<String, String> headers(String key) {
    JsonNode value = node.get(key);
    if (value == null) {
      return Map.of();
    }
    if (!value.isObject()) {
      wrong(key, "must be an object of header names and values", value);
      return Map.of();
    }
    Map<String, String> headers = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> header : value.properties()) {
      String text = header.getValue().isValueNode() ? header.getValue().asString() : "\n";
      if (HEADER_NAME.matcher(header.getKey()).matches()
          && text.chars().allMatch(Values::printable)) {
        headers.put(header.getKey(), text);
      } else {
        wrong(
            key + "." + header.getKey(),
            "must be a header's name with its value as a text",
            header.getValue());
      }
    }
    return headers;
  }

  private static boolean printable(int character) {
    return character >= ' ' && character != 127 && character < 256;
  }

  private void wrong(String key, String rule, JsonNode value) {
    problems.add(where + key + ": " + rule + ", is " + value);
  }
}
