package dev.breakwater.wire.json;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.POJONode;

/**
 * An object of a tree that knows its place, so that every type error names its field. A null counts
 * as a field left out.
 */
public final class JsonObject {
  private final ObjectNode node;
  private final String path;

  JsonObject(ObjectNode node, String path) {
    this.node = node;
    this.path = path;
  }

  /** The JSON path of a field of this object. */
  public String path(String field) {
    return path.isEmpty() ? field : path + "." + field;
  }

  public @Nullable JsonNode get(String field) {
    JsonNode value = node.get(field);
    return value == null || value.isNull() ? null : value;
  }

  public boolean has(String field) {
    return get(field) != null;
  }

  public Set<String> fields() {
    return new TreeSet<>(node.propertyNames());
  }

  public boolean isText(String field) {
    JsonNode value = get(field);
    return value != null && (value.isString() || slice(value) != null);
  }

  public @Nullable String text(String field) throws MalformedBody {
    JsonNode value = get(field);
    if (value == null) {
      return null;
    }
    JsonSlice slice = slice(value);
    if (slice != null) {
      return slice.text();
    }
    if (!value.isString()) {
      throw wrong(field, "a string");
    }
    return value.stringValue();
  }

  /** A string that may be large and need not become a text; null when it is left out. */
  public @Nullable JsonSlice slice(String field) throws MalformedBody {
    JsonNode value = get(field);
    if (value == null) {
      return null;
    }
    JsonSlice slice = slice(value);
    if (slice == null && !value.isString()) {
      throw wrong(field, "a string");
    }
    return slice == null ? JsonSlice.of(value.stringValue()) : slice;
  }

  private static @Nullable JsonSlice slice(JsonNode value) {
    return value instanceof POJONode node && node.getPojo() instanceof JsonSlice slice
        ? slice
        : null;
  }

  /** The tree itself, for what is handed on as it is; changes to it show here. */
  public ObjectNode node() {
    return node;
  }

  public String text(String field, String otherwise) throws MalformedBody {
    String value = text(field);
    return value == null ? otherwise : value;
  }

  public @Nullable Double number(String field, double least, double most) throws MalformedBody {
    JsonNode value = get(field);
    if (value == null) {
      return null;
    }
    double number = value.isNumber() ? value.asDouble() : Double.NaN;
    if (!(number >= least && number <= most)) {
      throw wrong(field, "a number from %s to %s".formatted(plain(least), plain(most)));
    }
    return number;
  }

  public @Nullable Long integer(String field, long least, long most) throws MalformedBody {
    JsonNode value = get(field);
    if (value == null) {
      return null;
    }
    if (!value.isIntegralNumber()
        || !value.canConvertToLong()
        || value.longValue() < least
        || value.longValue() > most) {
      throw wrong(field, "a whole number from %d to %d".formatted(least, most));
    }
    return value.longValue();
  }

  /** A count that a provider reports: 0 when left out, {@link Long#MIN_VALUE} when it is none. */
  public long count(String field) {
    JsonNode value = get(field);
    if (value == null) {
      return 0;
    }
    return value.isIntegralNumber() && value.canConvertToLong()
        ? value.longValue()
        : Long.MIN_VALUE;
  }

  public boolean isTrue(String field) throws MalformedBody {
    JsonNode value = get(field);
    if (value == null) {
      return false;
    }
    if (!value.isBoolean()) {
      throw wrong(field, "true or false");
    }
    return value.booleanValue();
  }

  public @Nullable JsonObject object(String field) throws MalformedBody {
    JsonNode value = get(field);
    if (value == null) {
      return null;
    }
    if (value instanceof ObjectNode object) {
      return new JsonObject(object, path(field));
    }
    throw wrong(field, "an object");
  }

  /** The objects of an array; empty when it is left out. */
  public List<JsonObject> objects(String field) throws MalformedBody {
    List<JsonObject> objects = new ArrayList<>();
    for (JsonNode element : array(field)) {
      String place = path(field) + "[" + objects.size() + "]";
      if (!(element instanceof ObjectNode object)) {
        throw new MalformedBody(place, "'" + place + "' must be an object");
      }
      objects.add(new JsonObject(object, place));
    }
    return objects;
  }

  /** The strings of an array; empty when it is left out. */
  public List<String> texts(String field) throws MalformedBody {
    List<String> texts = new ArrayList<>();
    for (JsonNode element : array(field)) {
      JsonSlice slice = slice(element);
      if (slice == null && !element.isString()) {
        throw wrong(field, "an array of strings");
      }
      texts.add(slice == null ? element.stringValue() : slice.text());
    }
    return texts;
  }

  /** The error for a field that is not what it must be. */
  public MalformedBody wrong(String field, String expected) {
    String place = path(field);
    return new MalformedBody(
        place, "'%s' must be %s, not %s".formatted(place, expected, shown(get(field))));
  }

  private Iterable<JsonNode> array(String field) throws MalformedBody {
    JsonNode value = get(field);
    if (value == null) {
      return List.of();
    }
    if (value instanceof ArrayNode array) {
      return array;
    }
    throw wrong(field, "an array");
  }

  private static String shown(@Nullable JsonNode value) {
    if (value == null) {
      return "left out";
    }
    String text = value.toString();
    return text.length() <= 40 ? text : text.substring(0, 40) + "…";
  }

  private static String plain(double value) {
    return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
  }
}
