package dev.breakwater.wire.responses;

import dev.breakwater.wire.conversation.Toolbox;
import dev.breakwater.wire.conversation.Toolbox.Choice;
import dev.breakwater.wire.json.Json;
import dev.breakwater.wire.json.JsonObject;
import dev.breakwater.wire.json.MalformedBody;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads the tools of a request and which of them must be called. */
final class ToolReader {
  private ToolReader() {}

  /**
   * @param essential gets the tools that OpenAI runs itself, and choices of them
   */
  static Toolbox read(JsonObject root, ObjectNode essential) throws MalformedBody {
    List<Toolbox.Tool> tools = new ArrayList<>();
    ArrayNode others = Json.array();
    for (JsonObject tool : root.objects("tools")) {
      if (tool.text("type", "").equals("function")) {
        tools.add(function(tool));
      } else {
        others.add(tool.node());
      }
    }
    if (!others.isEmpty()) {
      essential.set("tools", others);
    }
    boolean parallel = !root.has("parallel_tool_calls") || root.isTrue("parallel_tool_calls");
    return new Toolbox(tools, choice(root, essential), parallel);
  }

  /**
   * Strictness is OpenAI's default and it bends the schema to it; others refuse a schema that does
   * not fit, so only what is asked for is asked of them.
   */
  private static Toolbox.Tool function(JsonObject tool) throws MalformedBody {
    JsonObject parameters = tool.object("parameters");
    return new Toolbox.Tool(
        ContentReader.required(tool, "name"),
        tool.text("description"),
        parameters == null ? null : parameters.node(),
        tool.isTrue("strict"));
  }

  private static Choice choice(JsonObject root, ObjectNode essential) throws MalformedBody {
    if (!root.has("tool_choice")) {
      return new Choice.Automatic();
    }
    if (root.isText("tool_choice")) {
      return switch (root.text("tool_choice", "")) {
        case "auto" -> new Choice.Automatic();
        case "none" -> new Choice.Forbidden();
        case "required" -> new Choice.Required();
        default -> throw root.wrong("tool_choice", "auto, none, required or an object");
      };
    }
    JsonObject choice = root.object("tool_choice");
    return choice == null ? new Choice.Automatic() : chosen(choice, essential);
  }

  private static Choice chosen(JsonObject choice, ObjectNode essential) throws MalformedBody {
    switch (choice.text("type", "")) {
      case "function" -> {
        return new Choice.Named(ContentReader.required(choice, "name"));
      }
      case "allowed_tools" -> {
        List<String> names = new ArrayList<>();
        for (JsonObject tool : choice.objects("tools")) {
          if (tool.text("type", "").equals("function")) {
            names.add(ContentReader.required(tool, "name"));
          }
        }
        if (!names.isEmpty()) {
          return new Choice.Among(names, choice.text("mode", "auto").equals("required"));
        }
      }
      case "" -> throw choice.wrong("type", "the type of a choice");
      default -> {}
    }
    essential.set("tool_choice", choice.node());
    return new Choice.Automatic();
  }
}
