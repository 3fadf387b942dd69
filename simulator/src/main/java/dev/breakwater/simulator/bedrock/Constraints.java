package dev.breakwater.simulator.bedrock;

import dev.breakwater.simulator.answer.Document;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Constraints of single values, in the words of Amazon's services. Each gives the refusal, or null
 * when it is kept; an absent value keeps all but {@link #required}.
 */
final class Constraints {
  private Constraints() {}

  static Document broken(String value, String place, String constraint) {
    return BedrockErrors.invalid(
        "1 validation error detected: Value "
            + value
            + " at '"
            + place
            + "' failed to satisfy constraint: Member must "
            + constraint);
  }

  static boolean absent(JsonNode value) {
    return value.isMissingNode() || value.isNull();
  }

  static @Nullable Document required(JsonNode value, String place) {
    return absent(value) ? broken("null", place, "not be null") : null;
  }

  static @Nullable Document object(JsonNode value) {
    return absent(value) || value.isObject()
        ? null
        : BedrockErrors.unreadable("Unexpected value type in payload");
  }

  static @Nullable Document list(JsonNode value) {
    return absent(value) || value.isArray() ? null : unexpected(value, "list");
  }

  static @Nullable Document text(JsonNode value) {
    return absent(value) || value.isString() ? null : unexpected(value, "String");
  }

  static @Nullable Document flag(JsonNode value) {
    return absent(value) || value.isBoolean() ? null : unexpected(value, "Boolean");
  }

  /** A text that is one of a few. */
  static @Nullable Document oneOf(JsonNode value, String place, List<String> allowed) {
    Document refusal = text(value);
    if (refusal != null || absent(value) || allowed.contains(value.stringValue())) {
      return refusal;
    }
    return broken("'" + value.stringValue() + "'", place, "satisfy enum value set: " + allowed);
  }

  /** A name of tools and their calls. */
  static @Nullable Document name(JsonNode value, String place) {
    Document refusal = first(required(value, place), text(value));
    if (refusal != null) {
      return refusal;
    }
    String name = "'" + value.stringValue() + "'";
    if (!value.stringValue().matches("[a-zA-Z0-9_-]+")) {
      return broken(name, place, "satisfy regular expression pattern: [a-zA-Z0-9_-]+");
    }
    return value.stringValue().length() > 64
        ? broken(name, place, "have length less than or equal to 64")
        : null;
  }

  /** A number from {@code least} to {@code most}. */
  static @Nullable Document number(JsonNode value, String place, double least, double most) {
    if (absent(value)) {
      return null;
    }
    if (!value.isNumber()) {
      return unexpected(value, "Float");
    }
    return range(value, place, least, most);
  }

  /** A whole number from {@code least} up. */
  static @Nullable Document whole(JsonNode value, String place, int least) {
    if (absent(value)) {
      return null;
    }
    if (!value.isIntegralNumber() || !value.canConvertToInt()) {
      return unexpected(value, "Integer");
    }
    return range(value, place, least, Integer.MAX_VALUE);
  }

  private static @Nullable Document range(JsonNode value, String place, double least, double most) {
    String shown = "'" + value.asString() + "'";
    if (value.doubleValue() < least) {
      return broken(shown, place, "have value greater than or equal to " + (int) least);
    }
    return value.doubleValue() > most
        ? broken(shown, place, "have value less than or equal to " + (int) most)
        : null;
  }

  private static Document unexpected(JsonNode value, String wanted) {
    String kind =
        switch (value.getNodeType()) {
          case ARRAY -> "START_ARRAY";
          case OBJECT, POJO -> "START_OBJECT";
          case STRING, BINARY -> "STRING_VALUE";
          case NUMBER -> value.isIntegralNumber() ? "NUMBER_VALUE" : "DECIMAL_VALUE";
          case BOOLEAN -> value.booleanValue() ? "TRUE_VALUE" : "FALSE_VALUE";
          case MISSING, NULL -> "NULL_VALUE";
        };
    return BedrockErrors.unreadable(kind + " can not be converted to a " + wanted);
  }

  static @Nullable Document first(@Nullable Document... refusals) {
    for (Document refusal : refusals) {
      if (refusal != null) {
        return refusal;
      }
    }
    return null;
  }
}
