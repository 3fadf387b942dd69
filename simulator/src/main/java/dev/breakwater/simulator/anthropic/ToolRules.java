package dev.breakwater.simulator.anthropic;

import static dev.breakwater.simulator.anthropic.Checks.absent;
import static dev.breakwater.simulator.anthropic.Checks.first;
import static dev.breakwater.simulator.anthropic.Checks.invalid;

import dev.breakwater.simulator.answer.Document;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What Anthropic demands of offered tools and of the choice among them. */
final class ToolRules {
  private static final Set<String> FIELDS =
      Set.of(
          "type",
          "name",
          "description",
          "input_schema",
          "cache_control",
          "strict",
          "defer_loading",
          "allowed_callers",
          "eager_input_streaming",
          "input_examples");
  private static final String NAME = "^[a-zA-Z0-9_-]{1,128}$";

  /** Families of tools that the vendor defines; a date follows the name. */
  private static final String OWN =
      "(bash|browser|code_execution|computer|memory|text_editor|tool_search_tool_bm25|tool_search_tool_regex"
          + "|web_fetch|web_search|computer_toolset|browser_toolset)_\\d{8}";

  private ToolRules() {}

  static @Nullable Document check(JsonNode body) {
    JsonNode tools = body.path("tools");
    if (!absent(tools) && !tools.isArray()) {
      return invalid("tools", "Input should be a valid list");
    }
    Set<String> names = new HashSet<>();
    for (int index = 0; index < tools.size(); index++) {
      JsonNode tool = tools.get(index);
      Document refusal = tool(tool, "tools." + index);
      if (refusal != null) {
        return refusal;
      }
      if (!names.add(tool.path("name").asString(""))) {
        return AnthropicErrors.invalid("tools: Tool names must be unique.");
      }
    }
    return choice(body.path("tool_choice"), names);
  }

  private static @Nullable Document tool(JsonNode tool, String where) {
    Document refusal = Checks.object(tool, where);
    if (refusal != null) {
      return refusal;
    }
    String type = tool.path("type").asString("custom");
    if (type.matches(OWN)) {
      return Checks.string(tool.path("name"), where + "." + type + ".name");
    }
    if (!type.equals("custom")) {
      return Checks.tag(
          type,
          where,
          List.of("bash_20250124", "custom", "text_editor_20250728", "web_search_20250305"));
    }
    String place = where + ".custom";
    JsonNode schema = tool.path("input_schema");
    return first(
        () -> name(tool.path("name"), place + ".name"),
        () -> Checks.optionalString(tool.path("description"), place + ".description"),
        () -> Checks.object(schema, place + ".input_schema"),
        () -> Checks.oneOf(schema.path("type"), place + ".input_schema.type", List.of("object")),
        () -> Checks.extra(tool, place, FIELDS),
        () -> BlockRules.cacheControl(tool.path("cache_control"), place + ".cache_control"));
  }

  private static @Nullable Document name(JsonNode name, String place) {
    Document refusal = Checks.string(name, place);
    if (refusal != null || name.stringValue().matches(NAME)) {
      return refusal;
    }
    return invalid(place, "String should match pattern '" + NAME + "'");
  }

  private static @Nullable Document choice(JsonNode choice, Set<String> names) {
    if (absent(choice)) {
      return null;
    }
    Document refusal = Checks.object(choice, "tool_choice");
    if (refusal != null) {
      return refusal;
    }
    String type = choice.path("type").asString("");
    String place = "tool_choice." + type;
    Set<String> fields =
        switch (type) {
          case "auto", "any" -> Set.of("type", "disable_parallel_tool_use");
          case "tool" -> Set.of("type", "name", "disable_parallel_tool_use");
          case "none" -> Set.of("type");
          default -> Set.of();
        };
    if (fields.isEmpty()) {
      return Checks.tag(type, "tool_choice", List.of("any", "auto", "none", "tool"));
    }
    return first(
        () -> Checks.extra(choice, place, fields),
        () ->
            Checks.flag(
                choice.path("disable_parallel_tool_use"), place + ".disable_parallel_tool_use"),
        () -> type.equals("tool") ? Checks.string(choice.path("name"), place + ".name") : null,
        () ->
            names.isEmpty()
                ? invalid("tool_choice", "tool_choice may only be specified while providing tools")
                : null,
        () ->
            type.equals("tool") && !names.contains(choice.path("name").stringValue())
                ? AnthropicErrors.invalid(
                    "Tool '" + choice.path("name").stringValue() + "' not found in provided tools")
                : null);
  }
}
