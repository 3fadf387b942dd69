package dev.breakwater.simulator.openai;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * What OpenAI demands of a schema that answers must keep strictly: every object lists all its
 * properties as required and allows no others.
 */
final class StrictSchema {
  private static final Set<String> REFUSED =
      Set.of("allOf", "not", "dependentRequired", "dependentSchemas", "if", "then", "else");

  private StrictSchema() {}

  /** What is wrong, in OpenAI's words after the schema's name; empty when nothing is. */
  static Optional<String> problem(JsonNode schema) {
    if (!types(schema).contains("object") && !schema.has("$ref")) {
      return Optional.of(
          "schema must be a JSON Schema of 'type: \"object\"', got 'type: \""
              + schema.path("type").asString("None")
              + "\"'.");
    }
    return problem(schema, new ArrayList<>());
  }

  private static Optional<String> problem(JsonNode schema, List<String> place) {
    if (!schema.isObject()) {
      return Optional.empty();
    }
    for (String keyword : REFUSED) {
      if (schema.has(keyword)) {
        return Optional.of(context(place) + "'" + keyword + "' is not permitted.");
      }
    }
    if (types(schema).contains("object")) {
      Optional<String> problem = object(schema, place);
      if (problem.isPresent()) {
        return problem;
      }
    }
    for (String keyword : List.of("properties", "$defs", "definitions")) {
      for (var field : schema.path(keyword).properties()) {
        Optional<String> problem =
            problem(field.getValue(), deeper(place, keyword, field.getKey()));
        if (problem.isPresent()) {
          return problem;
        }
      }
    }
    JsonNode branches = schema.path("anyOf");
    for (int index = 0; index < branches.size(); index++) {
      Optional<String> problem =
          problem(branches.get(index), deeper(place, "anyOf", Integer.toString(index)));
      if (problem.isPresent()) {
        return problem;
      }
    }
    return problem(schema.path("items"), deeper(place, "items"));
  }

  private static Optional<String> object(JsonNode schema, List<String> place) {
    JsonNode additional = schema.path("additionalProperties");
    if (!additional.isBoolean() || additional.booleanValue()) {
      return Optional.of(
          context(place) + "'additionalProperties' is required to be supplied and to be false.");
    }
    List<String> required = new ArrayList<>();
    schema.path("required").forEach(name -> required.add(name.asString("")));
    for (String name : schema.path("properties").propertyNames()) {
      if (!required.contains(name)) {
        return Optional.of(
            context(place)
                + "'required' is required to be supplied and to be an array including every key in properties. Missing '"
                + name
                + "'.");
      }
    }
    return Optional.empty();
  }

  private static List<String> types(JsonNode schema) {
    JsonNode type = schema.path("type");
    List<String> types = new ArrayList<>();
    if (type.isString()) {
      types.add(type.stringValue());
    }
    if (type.isArray()) {
      type.forEach(one -> types.add(one.asString("")));
    }
    return types;
  }

  private static List<String> deeper(List<String> place, String... steps) {
    List<String> deeper = new ArrayList<>(place);
    deeper.addAll(List.of(steps));
    return deeper;
  }

  private static String context(List<String> place) {
    List<String> quoted = place.stream().map(step -> "'" + step + "'").toList();
    return "In context=(" + String.join(", ", quoted) + (quoted.size() == 1 ? ",), " : "), ");
  }
}
