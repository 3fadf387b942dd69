package dev.breakwater.simulator.gemini;

import static dev.breakwater.simulator.gemini.Checks.first;

import dev.breakwater.simulator.answer.Document;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What Gemini demands of offered functions and of how they are to be called. */
final class ToolRules {
  private static final Set<String> TOOL =
      Set.of(
          "functionDeclarations",
          "googleSearch",
          "googleSearchRetrieval",
          "codeExecution",
          "urlContext",
          "googleMaps",
          "computerUse",
          "fileSearch",
          "mcpServers");
  private static final Set<String> DECLARATION =
      Set.of(
          "name",
          "description",
          "parameters",
          "parametersJsonSchema",
          "response",
          "responseJsonSchema",
          "behavior");
  private static final String NAME = "[a-zA-Z_][a-zA-Z0-9_.:-]{0,63}";
  private static final List<String> MODES =
      List.of("MODE_UNSPECIFIED", "AUTO", "ANY", "NONE", "VALIDATED");

  private ToolRules() {}

  /** The functions of all tools, in their order. */
  static List<JsonNode> declarations(JsonNode body) {
    List<JsonNode> declarations = new ArrayList<>();
    for (JsonNode tool : list(Fields.get(body, "tools"))) {
      declarations.addAll(list(Fields.get(tool, "functionDeclarations")));
    }
    return declarations;
  }

  /** How functions are to be called; a missing node when nothing is said. */
  static JsonNode calling(JsonNode body) {
    return Fields.get(Fields.get(body, "toolConfig"), "functionCallingConfig");
  }

  /** Google takes a single message where a list of one is meant. */
  private static List<JsonNode> list(JsonNode value) {
    List<JsonNode> list = new ArrayList<>();
    if (value.isObject()) {
      list.add(value);
    } else {
      value.forEach(list::add);
    }
    return list;
  }

  static @Nullable Document check(JsonNode body) {
    JsonNode tools = Fields.get(body, "tools");
    if (!tools.isObject()) {
      Document refusal = Checks.list(tools, "tools", "Tool");
      if (refusal != null) {
        return refusal;
      }
    }
    List<JsonNode> all = list(tools);
    Set<String> names = new HashSet<>();
    for (int index = 0; index < all.size(); index++) {
      Document refusal = tool(all.get(index), "tools[" + index + "]", names);
      if (refusal != null) {
        return refusal;
      }
    }
    return calling(body, names);
  }

  private static @Nullable Document tool(JsonNode tool, String where, Set<String> names) {
    Document refusal = Checks.message(tool, where, "Tool", TOOL);
    List<JsonNode> declarations = list(Fields.get(tool, "functionDeclarations"));
    for (int index = 0; refusal == null && index < declarations.size(); index++) {
      JsonNode declaration = declarations.get(index);
      String place = where + ".function_declarations[" + index + "]";
      refusal = declaration(declaration, place);
      if (refusal == null && !names.add(declaration.path("name").asString(""))) {
        refusal =
            GeminiErrors.invalid(
                "Duplicate function declaration found: " + declaration.path("name").asString(""));
      }
    }
    return refusal;
  }

  private static @Nullable Document declaration(JsonNode declaration, String where) {
    JsonNode parameters = Fields.get(declaration, "parameters");
    JsonNode free = Fields.get(declaration, "parametersJsonSchema");
    return first(
        () -> Checks.message(declaration, where, "FunctionDeclaration", DECLARATION),
        () -> Checks.text(declaration.path("name"), where + ".name"),
        () -> Checks.text(declaration.path("description"), where + ".description"),
        () ->
            declaration.path("name").asString("").matches(NAME)
                ? null
                : Checks.broken(
                    where + ".name",
                    "Invalid function name. Must start with a letter or an underscore. Must be"
                        + " alphanumeric (a-z, A-Z, 0-9), underscores (_), dots (.), colons (:), or"
                        + " dashes (-), with a maximum length of 64."),
        () ->
            parameters.isMissingNode() || free.isMissingNode()
                ? null
                : Checks.broken(
                    where, "only one of parameters and parameters_json_schema may be set."),
        () ->
            parameters.isMissingNode()
                ? null
                : GoogleSchema.check(parameters, where + ".parameters"));
  }

  private static @Nullable Document calling(JsonNode body, Set<String> names) {
    JsonNode config = Fields.get(body, "toolConfig");
    JsonNode calling = calling(body);
    String where = "tool_config.function_calling_config";
    JsonNode allowed = Fields.get(calling, "allowedFunctionNames");
    JsonNode mode = Fields.get(calling, "mode");
    return first(
        () ->
            Checks.message(
                config,
                "tool_config",
                "ToolConfig",
                Set.of(
                    "functionCallingConfig",
                    "retrievalConfig",
                    "includeServerSideToolInvocations")),
        () ->
            Checks.message(
                calling,
                where,
                "FunctionCallingConfig",
                Set.of("mode", "allowedFunctionNames", "streamFunctionCallArguments")),
        () -> Checks.oneOf(mode, where + ".mode", "FunctionCallingConfig.Mode", MODES),
        () ->
            mode.asString("").equals("ANY") && names.isEmpty()
                ? GeminiErrors.invalid(
                    "Function calling config is set without function_declarations.")
                : null,
        () ->
            !allowed.isEmpty() && !Set.of("ANY", "VALIDATED").contains(mode.asString("AUTO"))
                ? GeminiErrors.invalid(
                    "Allowed function names should only be set when function calling mode is ANY.")
                : null,
        () -> allowed(allowed, names));
  }

  private static @Nullable Document allowed(JsonNode allowed, Set<String> names) {
    for (JsonNode name : allowed) {
      if (!names.contains(name.asString(""))) {
        return GeminiErrors.invalid(
            "Allowed function name "
                + name.asString("")
                + " is not found in the function declarations.");
      }
    }
    return null;
  }
}
