package dev.breakwater.simulator.gemini;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Fields as Google's JSON has them: in camel case, or with the underscores of the protocol buffers.
 */
final class Fields {
  private Fields() {}

  /**
   * The field of that camel case name in either spelling; a missing node when it is null or not
   * there.
   */
  static JsonNode get(JsonNode object, String name) {
    JsonNode value = object.path(name);
    if (value.isMissingNode()) {
      value = object.path(underscored(name));
    }
    return value.isNull() ? value.path("") : value;
  }

  /** A whole number, which may also come as a text of digits; null when it is none. */
  static @Nullable Integer whole(JsonNode value) {
    if (value.isString() && value.stringValue().matches("-?\\d{1,9}")) {
      return Integer.valueOf(value.stringValue());
    }
    boolean integral = value.isNumber() && value.doubleValue() == Math.rint(value.doubleValue());
    return integral && Math.abs(value.doubleValue()) <= Integer.MAX_VALUE
        ? Integer.valueOf((int) value.doubleValue())
        : null;
  }

  /** A name in camel case, whichever spelling it comes in. */
  static String camel(String name) {
    StringBuilder camel = new StringBuilder(name.length());
    for (int index = 0; index < name.length(); index++) {
      char character = name.charAt(index);
      if (character == '_' && index > 0 && index + 1 < name.length()) {
        index++;
        camel.append(Character.toUpperCase(name.charAt(index)));
      } else {
        camel.append(character);
      }
    }
    return camel.toString();
  }

  /** A name with underscores, as messages about it have it. */
  static String underscored(String name) {
    StringBuilder underscored = new StringBuilder(name.length() + 4);
    for (int index = 0; index < name.length(); index++) {
      char character = name.charAt(index);
      if (Character.isUpperCase(character)) {
        underscored.append('_').append(Character.toLowerCase(character));
      } else {
        underscored.append(character);
      }
    }
    return underscored.toString();
  }
}
