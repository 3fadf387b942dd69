package dev.breakwater.simulator.anthropic;

import dev.breakwater.simulator.answer.Document;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Checks of single values, in the words of Anthropic's validation. Each gives the refusal, or null
 * when the value is right; an optional value may also be null or absent.
 */
final class Checks {
  private static final String OBJECT =
      "Input should be a valid dictionary or object to extract fields from";

  private Checks() {}

  static Document invalid(String place, String problem) {
    return AnthropicErrors.invalid(place + ": " + problem);
  }

  static boolean absent(JsonNode node) {
    return node.isMissingNode() || node.isNull();
  }

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

  static @Nullable Document object(JsonNode value, String place) {
    if (value.isMissingNode()) {
      return invalid(place, "Field required");
    }
    return value.isObject() ? null : invalid(place, OBJECT);
  }

  static @Nullable Document string(JsonNode value, String place) {
    if (value.isMissingNode()) {
      return invalid(place, "Field required");
    }
    return value.isString() ? null : invalid(place, "Input should be a valid string");
  }

  static @Nullable Document optionalString(JsonNode value, String place) {
    return absent(value) ? null : string(value, place);
  }

  static @Nullable Document flag(JsonNode value, String place) {
    return absent(value) || value.isBoolean()
        ? null
        : invalid(place, "Input should be a valid boolean");
  }

  static @Nullable Document whole(JsonNode value, String place) {
    return value.isIntegralNumber() && value.canConvertToInt()
        ? null
        : invalid(place, "Input should be a valid integer");
  }

  /** A required text that is one of a few. */
  static @Nullable Document oneOf(JsonNode value, String place, List<String> allowed) {
    if (value.isMissingNode()) {
      return invalid(place, "Field required");
    }
    return value.isString() && allowed.contains(value.stringValue())
        ? null
        : invalid(place, "Input should be " + choices(allowed));
  }

  /** The kind of an object that comes in several. */
  static Document tag(String found, String place, List<String> expected) {
    return invalid(
        place,
        "Input tag '"
            + found
            + "' found using 'type' does not match any of the expected tags: "
            + String.join(", ", expected.stream().map(tag -> "'" + tag + "'").toList()));
  }

  static @Nullable Document extra(JsonNode object, String place, Set<String> known) {
    for (String key : object.propertyNames()) {
      if (!known.contains(key)) {
        return invalid(place.isEmpty() ? key : place + "." + key, "Extra inputs are not permitted");
      }
    }
    return null;
  }

  private static String choices(List<String> allowed) {
    StringBuilder choices = new StringBuilder();
    for (int index = 0; index < allowed.size(); index++) {
      boolean last = index == allowed.size() - 1;
      choices.append(index == 0 ? "" : last ? " or " : ", ");
      choices.append('\'').append(allowed.get(index)).append('\'');
    }
    return choices.toString();
  }
}
