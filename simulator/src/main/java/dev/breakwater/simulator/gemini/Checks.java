package dev.breakwater.simulator.gemini;

import dev.breakwater.simulator.answer.Document;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Checks of single values, in the words of Google's reading of JSON into protocol buffers. Each
 * gives the refusal, or null when the value is right; missing ones are.
 */
final class Checks {
  private static final String PACKAGE = "type.googleapis.com/google.ai.generativelanguage.v1beta.";

  private Checks() {}

  /** The first refusal; later checks are not even made. */
  @SafeVarargs
  static @Nullable Document first(Supplier<@Nullable Document>... checks) {
    for (Supplier<@Nullable Document> check : checks) {
      Document refusal = check.get();
      if (refusal != null) {
        return refusal;
      }
    }
    return null;
  }

  static Document wrong(String where, String type, JsonNode value) {
    return GeminiErrors.invalid("Invalid value at '" + where + "' (" + type + "), " + value);
  }

  /** A rule about a request that could be read. */
  static Document broken(String where, String rule) {
    return GeminiErrors.invalid("* GenerateContentRequest." + where + ": " + rule + "\n");
  }

  static @Nullable Document unknown(JsonNode object, Set<String> known, String where) {
    for (String key : object.propertyNames()) {
      if (!known.contains(key) && !known.contains(Fields.camel(key))) {
        String place = where.isEmpty() ? "" : " at '" + where + "'";
        return GeminiErrors.invalid(
            "Invalid JSON payload received. Unknown name \""
                + key
                + "\""
                + place
                + ": Cannot find field.");
      }
    }
    return null;
  }

  /** A message of that name with no other fields than the known ones. */
  static @Nullable Document message(JsonNode value, String where, String name, Set<String> known) {
    if (value.isMissingNode()) {
      return null;
    }
    return value.isObject() ? unknown(value, known, where) : wrong(where, PACKAGE + name, value);
  }

  /** A list of messages. */
  static @Nullable Document list(JsonNode value, String where, String name) {
    return value.isMissingNode() || value.isArray() ? null : wrong(where, PACKAGE + name, value);
  }

  static @Nullable Document text(JsonNode value, String where) {
    return value.isMissingNode() || value.isString() ? null : wrong(where, "TYPE_STRING", value);
  }

  static @Nullable Document flag(JsonNode value, String where) {
    return value.isMissingNode() || value.isBoolean() ? null : wrong(where, "TYPE_BOOL", value);
  }

  /** Free JSON, which has to be an object. */
  static @Nullable Document struct(JsonNode value, String where) {
    return value.isMissingNode() || value.isObject()
        ? null
        : wrong(where, "type.googleapis.com/google.protobuf.Struct", value);
  }

  static @Nullable Document oneOf(JsonNode value, String where, String name, List<String> allowed) {
    return value.isMissingNode() || (value.isString() && allowed.contains(value.stringValue()))
        ? null
        : wrong(where, PACKAGE + name, value);
  }

  static @Nullable Document whole(JsonNode value, String where, int least, int most) {
    if (value.isMissingNode()) {
      return null;
    }
    Integer number = Fields.whole(value);
    if (number == null) {
      return wrong(where, "TYPE_INT32", value);
    }
    return number < least || number > most ? range(where, least, most) : null;
  }

  static @Nullable Document number(JsonNode value, String where, int least, int most) {
    if (value.isMissingNode()) {
      return null;
    }
    if (!value.isNumber()) {
      return wrong(where, "TYPE_FLOAT", value);
    }
    return value.doubleValue() < least || value.doubleValue() > most
        ? range(where, least, most)
        : null;
  }

  private static Document range(String where, int least, int most) {
    return broken(where, "must be in the range [" + least + ", " + most + "]");
  }
}
