package dev.breakwater.wire.anthropic;

import dev.breakwater.wire.conversation.Conversation;
import dev.breakwater.wire.conversation.Part;
import dev.breakwater.wire.conversation.Toolbox;
import dev.breakwater.wire.conversation.Turn;
import dev.breakwater.wire.json.Json;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/** The tools as the hosts of Claude want them. */
public final class ToolPlan {
  private ToolPlan() {}

  /**
   * Where only some of the tools may be called, only those are shown. Where calls were made and no
   * tool is offered any more, the tools that were called are shown and forbidden, for the hosts
   * refuse calls of tools that they are not shown.
   */
  public static Toolbox of(Conversation conversation) {
    Toolbox asked = conversation.toolbox();
    if (asked.choice() instanceof Toolbox.Choice.Among among) {
      List<Toolbox.Tool> some =
          asked.tools().stream().filter(tool -> among.tools().contains(tool.name())).toList();
      return new Toolbox(some, asked.choice(), asked.parallel());
    }
    if (!asked.isEmpty()) {
      return asked;
    }
    List<Toolbox.Tool> called =
        called(conversation.turns()).stream()
            .map(name -> new Toolbox.Tool(name, null, null, false))
            .toList();
    return new Toolbox(called, new Toolbox.Choice.Forbidden(), true);
  }

  private static Set<String> called(List<Turn> turns) {
    Set<String> names = new LinkedHashSet<>();
    for (Turn turn : turns) {
      for (Part part : turn.parts()) {
        if (part instanceof Part.ToolCall call) {
          names.add(call.name());
        }
      }
    }
    return names;
  }

  /** A tool's schema, which must be an object's. */
  public static ObjectNode schema(Toolbox.Tool tool) {
    ObjectNode schema = tool.parameters();
    if (schema != null && schema.has("type")) {
      return ClaudeSchemas.plain(schema);
    }
    ObjectNode object = Json.object().put("type", "object");
    if (schema == null) {
      object.putObject("properties");
      return object;
    }
    return object.setAll(ClaudeSchemas.plain(schema));
  }
}
