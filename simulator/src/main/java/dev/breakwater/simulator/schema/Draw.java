package dev.breakwater.simulator.schema;

import dev.breakwater.simulator.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** One attempt to make a value for a schema; what it makes is likely to satisfy it, not certain. */
final class Draw {
  /** Below this depth only what is required is made, so that schemas that hold themselves end. */
  private static final int DEEP = 4;

  /** Below this depth nothing is made at all. */
  private static final int BOTTOM = 40;

  /** Most values of one draw, so that schemas that hold themselves twice end too. */
  private static final int MOST_VALUES = 5_000;

  private static final int REWRITES = 60;
  private static final int ITEM_DRAWS = 20;

  private final References references;
  private final Random random;

  /** Chance that what is optional is made, 0 to 1. */
  private final double generosity;

  private final Scalars scalars;
  private int made;

  Draw(References references, Random random, double generosity) {
    this.references = references;
    this.random = random;
    this.generosity = generosity;
    this.scalars = new Scalars(random);
  }

  JsonNode value(JsonNode schema) {
    return value(schema, 0);
  }

  /** Whether the schema wanted more values than one draw makes. */
  boolean exhausted() {
    return made > MOST_VALUES;
  }

  private JsonNode value(JsonNode schema, int depth) {
    if (++made > MOST_VALUES) {
      return Json.none();
    }
    if (!schema.isObject()) {
      return schema.isBoolean() && !schema.booleanValue() ? Json.none() : scalars.anything();
    }
    JsonNode plain = plain(schema, depth);
    if (plain.has("const")) {
      return plain.path("const");
    }
    JsonNode choices = plain.path("enum");
    if (choices.isArray() && !choices.isEmpty()) {
      return choices.get(random.nextInt(choices.size()));
    }
    return switch (type(plain, depth)) {
      case "object" -> depth > BOTTOM ? Json.object() : object(plain, depth);
      case "array" -> depth > BOTTOM ? Json.array() : array(plain, depth);
      case "integer" -> scalars.number(plain, true);
      case "number" -> scalars.number(plain, false);
      case "boolean" -> Json.bool(random.nextBoolean());
      case "null" -> Json.none();
      default -> scalars.string(plain);
    };
  }

  private String type(JsonNode schema, int depth) {
    List<String> types = Types.of(schema);
    if (types.isEmpty()) {
      return Types.guess(schema);
    }
    if (types.contains("null") && (depth > DEEP || types.size() == 1)) {
      return "null";
    }
    List<String> others = types.stream().filter(type -> !type.equals("null")).toList();
    return others.get(generosity >= 1 ? 0 : random.nextInt(others.size()));
  }

  /** The schema without references and combinations: one of the ways to satisfy it. */
  private JsonNode plain(JsonNode schema, int depth) {
    ObjectNode plain = Merge.both(schema, Json.object());
    for (int rewrite = 0; rewrite < REWRITES; rewrite++) {
      List<JsonNode> more = new ArrayList<>();
      JsonNode reference = plain.remove("$ref");
      if (reference != null) {
        more.add(references.find(reference.asString("")));
      }
      JsonNode all = plain.remove("allOf");
      if (all != null) {
        all.forEach(more::add);
      }
      for (String keyword : List.of("anyOf", "oneOf")) {
        JsonNode some = plain.remove(keyword);
        if (some != null && !some.isEmpty()) {
          more.add(branch(some, depth));
        }
      }
      JsonNode condition = plain.remove("if");
      if (condition != null) {
        conditional(plain, condition, more);
      }
      if (more.isEmpty()) {
        return plain;
      }
      for (JsonNode one : more) {
        if (one.isObject()) {
          plain = Merge.both(plain, one);
        }
      }
    }
    return plain;
  }

  private void conditional(ObjectNode plain, JsonNode condition, List<JsonNode> more) {
    JsonNode then = plain.remove("then");
    JsonNode otherwise = plain.remove("else");
    if (random.nextBoolean()) {
      more.add(condition);
      if (then != null) {
        more.add(then);
      }
    } else if (otherwise != null) {
      more.add(otherwise);
    }
  }

  private JsonNode branch(JsonNode branches, int depth) {
    if (depth > DEEP) {
      for (JsonNode one : branches) {
        List<String> types = Types.of(one);
        boolean deeper =
            one.has("$ref")
                || one.has("allOf")
                || one.has("anyOf")
                || types.contains("object")
                || types.contains("array")
                || (types.isEmpty() && !one.has("enum") && !one.has("const"));
        if (!deeper) {
          return one;
        }
      }
    }
    JsonNode drawn = branches.get(random.nextInt(branches.size()));
    // A null says little, so it is not taken at once when there is something else.
    return Types.of(drawn).equals(List.of("null"))
        ? branches.get(random.nextInt(branches.size()))
        : drawn;
  }

  private JsonNode object(JsonNode schema, int depth) {
    ObjectNode object = Json.object();
    JsonNode properties = schema.path("properties");
    Set<String> required = required(schema);
    int most = schema.path("maxProperties").asInt(Integer.MAX_VALUE);
    int optional = most - required.size();
    for (var property : properties.properties()) {
      String name = property.getKey();
      boolean wanted = required.contains(name);
      if (!wanted && !never(property.getValue()) && depth <= DEEP && optional > 0) {
        wanted = generosity >= 1 || random.nextDouble() < generosity;
        optional -= wanted ? 1 : 0;
      }
      if (wanted) {
        object.set(name, value(property.getValue(), depth + 1));
      }
    }
    for (String name : required) {
      if (!object.has(name)) {
        object.set(name, value(additional(schema, name), depth + 1));
      }
    }
    addMore(object, schema, most, depth);
    return object;
  }

  private static Set<String> required(JsonNode schema) {
    Set<String> required = new LinkedHashSet<>();
    schema.path("required").forEach(name -> required.add(name.asString("")));
    JsonNode dependent = schema.path("dependentRequired");
    for (int pass = 0; pass < dependent.size(); pass++) {
      dependent
          .properties()
          .forEach(field -> {
            // Taking all of them is the safe side when the property is optional.
            field.getValue().forEach(name -> required.add(name.asString("")));
          });
    }
    return required;
  }

  private static boolean never(JsonNode schema) {
    return schema.isBoolean() && !schema.booleanValue();
  }

  private static JsonNode additional(JsonNode schema, String name) {
    for (var pattern : schema.path("patternProperties").properties()) {
      if (Patterns.found(pattern.getKey(), name)) {
        return pattern.getValue();
      }
    }
    JsonNode additional = schema.path("additionalProperties");
    return additional.isObject() ? additional : Json.object();
  }

  /** Entries that are not listed: for maps, and where a least number is demanded. */
  private void addMore(ObjectNode object, JsonNode schema, int most, int depth) {
    JsonNode additional = schema.path("additionalProperties");
    JsonNode patterns = schema.path("patternProperties");
    boolean map =
        schema.path("properties").isEmpty() && (additional.isObject() || !patterns.isEmpty());
    int least = Math.max(schema.path("minProperties").asInt(0), map && depth <= DEEP ? 2 : 0);
    for (int tries = 0; object.size() < Math.min(least, most) && tries < ITEM_DRAWS; tries++) {
      String name = scalars.word();
      JsonNode names = schema.path("propertyNames");
      if (names.isObject()) {
        name = value(names, depth + 1).asString(name);
      } else if (!patterns.isEmpty() && !additional.isObject()) {
        String pattern = patterns.propertyNames().iterator().next();
        name = Patterns.matching(pattern, random, 0).orElse(name);
      }
      object.set(name, value(additional(schema, name), depth + 1));
    }
  }

  private JsonNode array(JsonNode schema, int depth) {
    ArrayNode array = Json.array();
    JsonNode items = schema.path("items");
    JsonNode prefix = items.isArray() ? items : schema.path("prefixItems");
    JsonNode rest = items.isArray() ? schema.path("additionalItems") : items;
    int least = schema.path("minItems").asInt(0);
    int most = schema.path("maxItems").asInt(Integer.MAX_VALUE);
    JsonNode contained = schema.path("contains");
    for (JsonNode one : prefix) {
      if (array.size() < most) {
        array.add(value(one, depth + 1));
      }
    }
    int natural = depth > DEEP || never(rest) ? 0 : 1 + random.nextInt(2);
    int wanted = Math.min(most, Math.max(least, array.isEmpty() ? natural : array.size()));
    if (contained.isObject()) {
      JsonNode both = rest.isObject() ? Merge.both(rest, contained) : contained;
      int times = Math.max(1, schema.path("minContains").asInt(1));
      for (int index = 0; index < times; index++) {
        array.add(value(both, depth + 1));
      }
    }
    boolean unique = schema.path("uniqueItems").asBoolean(false);
    JsonNode item = rest.isMissingNode() ? Json.object() : rest;
    for (long tries = (long) wanted + ITEM_DRAWS; array.size() < wanted && tries > 0; tries--) {
      if (exhausted()) {
        break;
      }
      JsonNode made = value(item, depth + 1);
      if (!unique || !SchemaCheck.holds(array, made)) {
        array.add(made);
      }
    }
    return array;
  }
}
