package dev.breakwater.server.api;

import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Short ways to write the JSON schemas of the OpenAPI document. */
public final class Schemas {
  private static final JsonMapper JSON = JsonMapper.shared();

  private Schemas() {}

  public static ObjectNode object(Consumer<Properties> properties) {
    ObjectNode schema = JSON.createObjectNode().put("type", "object");
    properties.accept(new Properties(schema.putObject("properties")));
    return schema;
  }

  public static ObjectNode array(ObjectNode items) {
    ObjectNode schema = JSON.createObjectNode().put("type", "array");
    schema.set("items", items);
    return schema;
  }

  /** One of an enum's constants, written in lower case. */
  public static ObjectNode words(Class<? extends Enum<?>> type) {
    ObjectNode schema = of("string");
    ArrayNode words = schema.putArray("enum");
    for (Enum<?> constant : type.getEnumConstants()) {
      words.add(constant.name().toLowerCase(Locale.ROOT));
    }
    return schema;
  }

  public static ObjectNode word(String only) {
    return of("string").put("const", only);
  }

  public static ObjectNode oneOf(ObjectNode... schemas) {
    ObjectNode schema = JSON.createObjectNode();
    schema.putArray("oneOf").addAll(List.of(schemas));
    return schema;
  }

  public static ObjectNode of(String type) {
    return JSON.createObjectNode().put("type", type);
  }

  /** The properties of an object schema. */
  public static final class Properties {
    private final ObjectNode node;

    private Properties(ObjectNode node) {
      this.node = node;
    }

    /**
     * @param type a JSON type
     * @param names properties of that type
     */
    public Properties all(String type, String... names) {
      for (String name : names) {
        node.set(name, of(type));
      }
      return this;
    }

    public Properties add(String name, ObjectNode schema) {
      node.set(name, schema);
      return this;
    }
  }
}
