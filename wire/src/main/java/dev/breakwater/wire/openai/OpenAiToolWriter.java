package dev.breakwater.wire.openai;

import dev.breakwater.wire.conversation.Toolbox;
import dev.breakwater.wire.conversation.Toolbox.Choice;
import dev.breakwater.wire.conversation.Toolbox.Tool;
import dev.breakwater.wire.format.Dropped;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes the tools that a request offers. */
final class OpenAiToolWriter {
  private final OpenAiModel model;
  private final Dropped dropped;

  OpenAiToolWriter(OpenAiModel model, Dropped dropped) {
    this.model = model;
    this.dropped = dropped;
  }

  void write(Toolbox toolbox, ObjectNode root) {
    if (toolbox.isEmpty()) {
      return;
    }
    ArrayNode tools = root.putArray("tools");
    toolbox.tools().stream()
        .filter(tool -> isShown(tool, toolbox.choice()))
        .forEach(tool -> tool(tool, tools.addObject()));
    switch (toolbox.choice()) {
      case Choice.Automatic automatic -> {}
      case Choice.Forbidden forbidden -> root.put("tool_choice", "none");
      case Choice.Required required -> root.put("tool_choice", "required");
      case Choice.Named named -> reference(root.putObject("tool_choice"), named.tool());
      case Choice.Among among -> among(among, root);
    }
    if (!toolbox.parallel()) {
      root.put("parallel_tool_calls", false);
    }
  }

  /** Imitators do not know {@code allowed_tools}: there, what is not allowed is not shown. */
  private boolean isShown(Tool tool, Choice choice) {
    return model.isOwn()
        || !(choice instanceof Choice.Among among)
        || among.tools().contains(tool.name());
  }

  private void among(Choice.Among among, ObjectNode root) {
    String mode = among.required() ? "required" : "auto";
    if (!model.isOwn()) {
      root.put("tool_choice", mode);
      return;
    }
    ObjectNode choice = root.putObject("tool_choice").put("type", "allowed_tools");
    ArrayNode allowed = choice.putObject("allowed_tools").put("mode", mode).putArray("tools");
    List.copyOf(among.tools()).forEach(name -> reference(allowed.addObject(), name));
  }

  private static void reference(ObjectNode node, String tool) {
    node.put("type", "function").putObject("function").put("name", tool);
  }

  private void tool(Tool tool, ObjectNode node) {
    ObjectNode function = node.put("type", "function").putObject("function");
    function.put("name", tool.name());
    if (tool.description() != null) {
      function.put("description", tool.description());
    }
    if (tool.parameters() != null) {
      function.set("parameters", tool.parameters());
    }
    if (tool.strict()) {
      if (StrictSchemas.allow(tool.parameters())) {
        function.put("strict", true);
      } else {
        dropped.add("tools.function.strict");
      }
    }
  }
}
