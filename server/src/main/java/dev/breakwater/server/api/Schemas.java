package dev.breakwater.server.api;

import java.util.function.Consumer;
import tools.jackson.databind.json.JsonMapper;
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
