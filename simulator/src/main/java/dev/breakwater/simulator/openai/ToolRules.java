package dev.breakwater.simulator.openai;

import dev.breakwater.simulator.answer.Document;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What OpenAI demands of offered tools and of the choice among them. Chat completions wrap a
 * function in an object of its own, Responses do not.
 */
final class ToolRules {
  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_-]+");
  private static final int LONGEST_NAME = 64;
  private static final int MOST_TOOLS = 128;

  private ToolRules() {}

  /** The tools and the choice of a chat completion. */
  static @Nullable Document chat(JsonNode body) {
    return Rules.first(
        tools(body, List.of("function", "custom"), true),
        functions(body),
        choice(body, true),
        body.has("parallel_tool_calls") && !body.has("tools")
            ? alone("parallel_tool_calls")
            : Rules.bool(body, "parallel_tool_calls"));
  }

  /** The tools and the choice of a response; what is not a function is the vendor's to run. */
  static @Nullable Document responses(JsonNode body) {
    return Rules.first(
        tools(body, List.of("function"), false),
        choice(body, false),
        Rules.bool(body, "parallel_tool_calls"));
  }

  private static @Nullable Document tools(JsonNode body, List<String> types, boolean wrapped) {
    JsonNode tools = body.path("tools");
    if (Rules.absent(tools)) {
      return null;
    }
    if (!tools.isArray()) {
      return Rules.wrongType("tools", "an array of objects", tools);
    }
    if (tools.isEmpty() && wrapped) {
      return Rules.emptyArray("tools");
    }
    if (tools.size() > MOST_TOOLS) {
      return Rules.tooLong("tools", MOST_TOOLS, tools.size());
    }
    for (int index = 0; index < tools.size(); index++) {
      JsonNode tool = tools.get(index);
      String where = "tools[" + index + "]";
      if (!tool.isObject()) {
        return Rules.wrongType(where, "an object", tool);
      }
      if (!tool.path("type").isString()) {
        return Rules.missing(where + ".type");
      }
      String type = tool.path("type").stringValue();
      if (!types.contains(type)) {
        return Rules.unsupported(where + ".type", tool.path("type"), types);
      }
      String place = wrapped ? where + "." + type : where;
      Document refusal = function(place, wrapped ? tool.path(type) : tool);
      if (refusal != null) {
        return refusal;
      }
    }
    return null;
  }

  private static @Nullable Document functions(JsonNode body) {
    JsonNode functions = body.path("functions");
    if (Rules.absent(functions)) {
      return body.has("function_call") && !body.path("function_call").isNull()
          ? OpenAiErrors.invalid(
              "Invalid value for 'function_call': 'function_call' is only allowed when 'functions' are specified.",
              "function_call",
              null)
          : null;
    }
    if (!functions.isArray()) {
      return Rules.wrongType("functions", "an array of objects", functions);
    }
    if (functions.isEmpty()) {
      return Rules.emptyArray("functions");
    }
    for (int index = 0; index < functions.size(); index++) {
      Document refusal = function("functions[" + index + "]", functions.get(index));
      if (refusal != null) {
        return refusal;
      }
    }
    return null;
  }

  private static @Nullable Document function(String where, JsonNode function) {
    if (!function.isObject()) {
      return Rules.absent(function)
          ? Rules.missing(where)
          : Rules.wrongType(where, "an object", function);
    }
    JsonNode name = function.path("name");
    if (Rules.absent(name)) {
      return Rules.missing(where + ".name");
    }
    if (!name.isString()) {
      return Rules.wrongType(where + ".name", "a string", name);
    }
    Document refusal = name(where + ".name", name.stringValue());
    if (refusal != null) {
      return refusal;
    }
    JsonNode parameters = function.path("parameters");
    if (Rules.absent(parameters)) {
      return null;
    }
    if (!parameters.isObject()) {
      return Rules.wrongType(where + ".parameters", "an object", parameters);
    }
    return schema(where, function, parameters);
  }

  private static @Nullable Document schema(String where, JsonNode function, JsonNode parameters) {
    String type = parameters.path("type").asString("None");
    Optional<String> problem =
        function.path("strict").asBoolean(false)
            ? StrictSchema.problem(parameters)
            : type.equals("object") || parameters.isEmpty() || parameters.has("$ref")
                ? Optional.empty()
                : Optional.of(
                    "schema must be a JSON Schema of 'type: \"object\"', got 'type: \""
                        + type
                        + "\"'.");
    return problem
        .map(words ->
            OpenAiErrors.invalid(
                "Invalid schema for function '"
                    + function.path("name").stringValue()
                    + "': "
                    + words,
                where + ".parameters",
                "invalid_function_parameters"))
        .orElse(null);
  }

  /** Names are short and of letters, digits, underscores and hyphens. */
  static @Nullable Document name(String where, String name) {
    if (name.length() > LONGEST_NAME) {
      return OpenAiErrors.invalid(
          "Invalid '%s': string too long. Expected a string with maximum length %d, but got a string with length %d instead."
              .formatted(where, LONGEST_NAME, name.length()),
          where,
          "string_above_max_length");
    }
    return NAME.matcher(name).matches()
        ? null
        : OpenAiErrors.invalid(
            "Invalid '%s': string does not match pattern. Expected a string that matches the pattern '^[a-zA-Z0-9_-]+$'."
                .formatted(where),
            where,
            "invalid_value");
  }

  private static @Nullable Document choice(JsonNode body, boolean wrapped) {
    JsonNode choice = body.path("tool_choice");
    if (Rules.absent(choice)) {
      return null;
    }
    if (choice.isString()) {
      Document refusal = Rules.word("tool_choice", choice, List.of("none", "auto", "required"));
      return refusal == null && body.path("tools").isEmpty() && wrapped
          ? alone("tool_choice")
          : refusal;
    }
    if (!choice.isObject()) {
      return Rules.wrongType("tool_choice", "one of a string or object", choice);
    }
    if (body.path("tools").isEmpty()) {
      return alone("tool_choice");
    }
    if (!choice.path("type").isString()) {
      return Rules.missing("tool_choice.type");
    }
    String type = choice.path("type").stringValue();
    if (type.equals("allowed_tools")) {
      return null;
    }
    JsonNode name = (wrapped ? choice.path(type) : choice).path("name");
    String where = wrapped ? "tool_choice." + type + ".name" : "tool_choice.name";
    if (!name.isString()) {
      return Rules.missing(where);
    }
    return names(body.path("tools"), wrapped).contains(name.stringValue())
        ? null
        : OpenAiErrors.invalid(
            "Tool choice '" + name.stringValue() + "' not found in 'tools' parameter.",
            "tool_choice",
            null);
  }

  private static Set<String> names(JsonNode tools, boolean wrapped) {
    Set<String> names = new HashSet<>();
    for (JsonNode tool : tools) {
      JsonNode holder = wrapped ? tool.path(tool.path("type").asString("")) : tool;
      names.add(holder.path("name").asString(""));
    }
    return names;
  }

  private static Document alone(String key) {
    return OpenAiErrors.invalid(
        "Invalid value for '%s': '%s' is only allowed when 'tools' are specified."
            .formatted(key, key),
        key,
        null);
  }
}
