package dev.breakwater.server.api;

import dev.breakwater.gateway.route.NearestNames;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads the fields of a JSON object that a caller sent, gathering everything that is wrong. A field
 * that is absent or null reads as null.
 */
public final class Fields {
  private final ObjectNode object;
  private final String path;
  private final List<ApiProblem.FieldError> errors;

  private Fields(ObjectNode object, String path, List<ApiProblem.FieldError> errors) {
    this.object = object;
    this.path = path;
    this.errors = errors;
  }

  public static Fields of(ObjectNode object) {
    return new Fields(object, "", new ArrayList<>());
  }

  /** Says of every field that is not among the known ones which of them is nearest. */
  public Fields only(Set<String> known) {
    object
        .propertyNames()
        .forEach(name -> {
          if (!known.contains(name)) {
            wrong(name, "is not a known field; the nearest is '" + nearest(name, known) + "'");
          }
        });
    return this;
  }

  public @Nullable String text(String name) {
    JsonNode value = value(name);
    if (value == null) {
      return null;
    }
    if (!value.isString()) {
      wrong(name, "has to be a text");
      return null;
    }
    return value.stringValue();
  }

  public @Nullable Boolean flag(String name) {
    JsonNode value = value(name);
    if (value == null) {
      return null;
    }
    if (!value.isBoolean()) {
      wrong(name, "has to be true or false");
      return null;
    }
    return value.booleanValue();
  }

  /** A whole number; 3.0 is one, 3.5 is not. */
  public @Nullable Long whole(String name) {
    JsonNode value = value(name);
    if (value == null) {
      return null;
    }
    try {
      if (value.isNumber() && Double.isFinite(value.doubleValue())) {
        return value.decimalValue().longValueExact();
      }
    } catch (ArithmeticException e) {
      // a fraction, or larger than any number that is meant here
    }
    wrong(name, "has to be a whole number");
    return null;
  }

  public @Nullable Double number(String name) {
    JsonNode value = value(name);
    if (value == null || (value.isNumber() && Double.isFinite(value.doubleValue()))) {
      return value == null ? null : value.doubleValue();
    }
    wrong(name, "has to be a number");
    return null;
  }

  /** A number to its last digit. */
  public @Nullable BigDecimal decimal(String name) {
    JsonNode value = value(name);
    if (value == null || (value.isNumber() && Double.isFinite(value.doubleValue()))) {
      return value == null ? null : value.decimalValue();
    }
    wrong(name, "has to be a number");
    return null;
  }

  /** Whether there is a text, for a field that may be an object as well. */
  public boolean isText(String name) {
    JsonNode value = value(name);
    return value != null && value.isString();
  }

  public @Nullable Duration millis(String name) {
    Long millis = whole(name);
    if (millis == null) {
      return null;
    }
    if (millis < 0 || millis > Duration.ofDays(365).toMillis()) {
      wrong(name, "has to be a number of milliseconds from 0 to a year");
      return null;
    }
    return Duration.ofMillis(millis);
  }

  public <E extends Enum<E>> @Nullable E word(String name, Class<E> type) {
    String text = text(name);
    if (text == null) {
      return null;
    }
    for (E constant : type.getEnumConstants()) {
      if (constant.name().equalsIgnoreCase(text)) {
        return constant;
      }
    }
    List<String> words = new ArrayList<>();
    for (E constant : type.getEnumConstants()) {
      words.add(constant.name().toLowerCase(Locale.ROOT));
    }
    wrong(name, "has to be one of " + String.join(", ", words));
    return null;
  }

  /** The fields of an object inside this one. */
  public @Nullable Fields object(String name) {
    JsonNode value = value(name);
    if (value == null) {
      return null;
    }
    if (value instanceof ObjectNode inner) {
      return new Fields(inner, path + name + ".", errors);
    }
    wrong(name, "has to be an object");
    return null;
  }

  /** The fields of each object in a list. */
  public @Nullable List<Fields> objects(String name) {
    JsonNode value = value(name);
    if (value == null) {
      return null;
    }
    if (!value.isArray()) {
      wrong(name, "has to be a list");
      return null;
    }
    List<Fields> all = new ArrayList<>();
    for (int index = 0; index < value.size(); index++) {
      if (value.get(index) instanceof ObjectNode inner) {
        all.add(new Fields(inner, path + name + "[" + index + "].", errors));
      } else {
        wrong(name + "[" + index + "]", "has to be an object");
      }
    }
    return all;
  }

  /** Adds an error of this object's. */
  public void wrong(String name, String message) {
    errors.add(new ApiProblem.FieldError(path + name, message));
  }

  /** Adds an error of a field of which nothing has been said yet. */
  public void wrongIfRight(String name, String message) {
    if (errors.stream().noneMatch(error -> error.field().equals(path + name))) {
      wrong(name, message);
    }
  }

  /** Every error until now. */
  public List<ApiProblem.FieldError> errors() {
    return List.copyOf(errors);
  }

  /**
   * @throws ApiProblem 422 with every error, when there are any
   */
  public void refuseIfWrong() {
    if (!errors.isEmpty()) {
      throw ApiProblem.all(422, errors);
    }
  }

  private @Nullable JsonNode value(String name) {
    JsonNode value = object.get(name);
    return value == null || value.isNull() ? null : value;
  }

  private static String nearest(String name, Set<String> known) {
    return known.stream()
        .sorted()
        .min(
            Comparator.comparingInt(candidate ->
                NearestNames.distance(
                    name.toLowerCase(Locale.ROOT), candidate.toLowerCase(Locale.ROOT))))
        .orElse("");
  }
}
