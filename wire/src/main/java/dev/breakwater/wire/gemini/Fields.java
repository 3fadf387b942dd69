package dev.breakwater.wire.gemini;

import dev.breakwater.wire.json.Json;
import dev.breakwater.wire.json.JsonObject;
import dev.breakwater.wire.json.JsonSlice;
import dev.breakwater.wire.json.MalformedBody;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * An object in either spelling that Google's clients use: {@code systemInstruction} and {@code
 * system_instruction}. Asked for in camel case; errors name what the client wrote.
 */
final class Fields {
  private static final byte[] EMPTY = {'{', '}'};

  private final JsonObject object;
  private final boolean snake;

  private Fields(JsonObject object) {
    this.object = object;
    boolean underscore = false;
    for (String name : object.node().propertyNames()) {
      underscore |= name.indexOf('_', 1) > 0;
    }
    this.snake = underscore;
  }

  static Fields of(JsonObject object) {
    return new Fields(object);
  }

  static Fields none() throws MalformedBody {
    return new Fields(Json.object(EMPTY));
  }

  /** The spelling that the object uses. */
  String name(String camel) {
    if (!snake || object.has(camel)) {
      return camel;
    }
    String other = snake(camel);
    return object.has(other) ? other : camel;
  }

  private static String snake(String camel) {
    StringBuilder snake = new StringBuilder(camel.length() + 4);
    for (int i = 0; i < camel.length(); i++) {
      char c = camel.charAt(i);
      if (c >= 'A' && c <= 'Z') {
        snake.append('_').append((char) (c + 32));
      } else {
        snake.append(c);
      }
    }
    return snake.toString();
  }

  static String camel(String name) {
    if (name.indexOf('_', 1) < 0) {
      return name;
    }
    StringBuilder camel = new StringBuilder(name.length());
    for (String word : name.split("_", -1)) {
      boolean later = !camel.isEmpty() && !word.isEmpty();
      camel.append(later ? word.substring(0, 1).toUpperCase(Locale.ROOT) : word);
      if (later) {
        camel.append(word, 1, word.length());
      }
    }
    return camel.toString();
  }

  boolean has(String camel) {
    return object.has(name(camel));
  }

  boolean isText(String camel) {
    return object.isText(name(camel));
  }

  /** The only field of the object. */
  boolean hasOnly(String name) {
    return object.node().size() == 1 && object.has(name);
  }

  /** The object as a JSON text. */
  String json() {
    return json(object.node());
  }

  static String json(JsonNode node) {
    return new String(Json.write(node), StandardCharsets.UTF_8);
  }

  boolean isEmpty() {
    return object.node().isEmpty();
  }

  @Nullable JsonNode get(String camel) {
    return object.get(name(camel));
  }

  @Nullable String text(String camel) throws MalformedBody {
    return object.text(name(camel));
  }

  String text(String camel, String otherwise) throws MalformedBody {
    return object.text(name(camel), otherwise);
  }

  String required(String camel) throws MalformedBody {
    String value = text(camel);
    if (value == null) {
      throw wrong(camel, "a string");
    }
    return value;
  }

  @Nullable JsonSlice slice(String camel) throws MalformedBody {
    return object.slice(name(camel));
  }

  @Nullable Double number(String camel, double least, double most) throws MalformedBody {
    return object.number(name(camel), least, most);
  }

  /** A whole number; one of Google's clients writes them with a fraction of nothing. */
  @Nullable Long whole(String camel, long least, long most) throws MalformedBody {
    String name = name(camel);
    JsonNode value = object.get(name);
    if (value != null && value.isNumber() && !value.isIntegralNumber()) {
      double number = value.asDouble();
      if (number == Math.rint(number) && number >= least && number <= most) {
        return (long) number;
      }
    }
    return object.integer(name, least, most);
  }

  boolean isTrue(String camel) throws MalformedBody {
    return object.isTrue(name(camel));
  }

  @Nullable Fields object(String camel) throws MalformedBody {
    JsonObject child = object.object(name(camel));
    return child == null ? null : new Fields(child);
  }

  List<Fields> objects(String camel) throws MalformedBody {
    List<Fields> objects = new ArrayList<>();
    for (JsonObject child : object.objects(name(camel))) {
      objects.add(new Fields(child));
    }
    return objects;
  }

  List<String> texts(String camel) throws MalformedBody {
    return object.texts(name(camel));
  }

  /** A tree that is handed on as it is; null when it is left out. */
  @Nullable ObjectNode tree(String camel) throws MalformedBody {
    JsonObject child = object.object(name(camel));
    return child == null ? null : child.node();
  }

  String path(String camel) {
    return object.path(name(camel));
  }

  MalformedBody wrong(String camel, String expected) {
    return object.wrong(name(camel), expected);
  }

  /** The fields that say something and are none of these, as the client spells them. */
  List<String> others(Set<String> known) {
    List<String> others = new ArrayList<>();
    for (String name : object.node().propertyNames()) {
      if (!known.contains(camel(name)) && object.has(name)) {
        others.add(name);
      }
    }
    return others;
  }

  /** A field by the client's own spelling. */
  JsonNode given(String name) {
    return object.node().get(name);
  }
}
