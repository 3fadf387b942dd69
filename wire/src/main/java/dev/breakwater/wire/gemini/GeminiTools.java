package dev.breakwater.wire.gemini;

import dev.breakwater.wire.conversation.Toolbox;
import dev.breakwater.wire.conversation.Toolbox.Choice;
import dev.breakwater.wire.conversation.Toolbox.Tool;
import dev.breakwater.wire.format.Dropped;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes the tools offered, and which must be called. */
final class GeminiTools {
  private GeminiTools() {}

  static void write(Toolbox toolbox, ObjectNode root, Dropped dropped) {
    if (toolbox.isEmpty()) {
      return;
    }
    ArrayNode functions = root.putArray("tools").addObject().putArray("functionDeclarations");
    toolbox.tools().forEach(tool -> function(tool, functions.addObject()));
    dropped.addIf(!toolbox.parallel(), "parallel_tool_calls");
    switch (toolbox.choice()) {
      case Choice.Automatic automatic -> {}
      case Choice.Forbidden forbidden -> mode(root, "NONE", List.of());
      case Choice.Required required -> mode(root, "ANY", List.of());
      case Choice.Named named -> mode(root, "ANY", List.of(named.tool()));
      case Choice.Among among -> mode(root, among.required() ? "ANY" : "VALIDATED", among.tools());
    }
  }

  private static void function(Tool tool, ObjectNode function) {
    function.put("name", tool.name());
    if (tool.description() != null) {
      function.put("description", tool.description());
    }
    ObjectNode parameters = tool.parameters();
    if (parameters == null) {
      return;
    }
    GeminiSchemas.put(function, "parameters", "parametersJsonSchema", parameters, false);
  }

  private static void mode(ObjectNode root, String mode, List<String> allowed) {
    ObjectNode calling = root.putObject("toolConfig").putObject("functionCallingConfig");
    calling.put("mode", mode);
    if (!allowed.isEmpty()) {
      allowed.forEach(calling.putArray("allowedFunctionNames")::add);
    }
  }
}
