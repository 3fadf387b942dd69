package dev.breakwater.wire.openai;

import dev.breakwater.wire.conversation.Extras;
import dev.breakwater.wire.conversation.Toolbox;
import dev.breakwater.wire.conversation.Toolbox.Choice;
import dev.breakwater.wire.conversation.Toolbox.Tool;
import dev.breakwater.wire.json.Json;
import dev.breakwater.wire.json.JsonObject;
import dev.breakwater.wire.json.MalformedBody;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;

/** Reads what tools a request offers: as tools, or as functions, their older name. */
final class OpenAiToolReader {
  private OpenAiToolReader() {}

  static Toolbox read(JsonObject root, Extras extras) throws MalformedBody {
    List<Tool> tools = new ArrayList<>();
    ArrayNode others = Json.array();
    for (JsonObject tool : root.objects("tools")) {
      if (tool.text("type", "function").equals("function")) {
        tools.add(function(object(tool, "function")));
      } else {
        others.add(tool.node());
      }
    }
    if (!others.isEmpty()) {
      extras.essential().set("tools", others);
    }
    for (JsonObject function : root.objects("functions")) {
      tools.add(function(function));
    }
    boolean parallel =
        !root.has("functions")
            && (!root.has("parallel_tool_calls") || root.isTrue("parallel_tool_calls"));
    return new Toolbox(tools, choice(root, extras), parallel);
  }

  private static Tool function(JsonObject function) throws MalformedBody {
    JsonObject parameters = function.object("parameters");
    return new Tool(
        name(function),
        function.text("description"),
        parameters == null ? null : parameters.node(),
        function.isTrue("strict"));
  }

  private static Choice choice(JsonObject root, Extras extras) throws MalformedBody {
    if (root.has("tool_choice")) {
      return root.isText("tool_choice")
          ? inAWord(root, "tool_choice")
          : toolChoice(object(root, "tool_choice"), extras);
    }
    if (!root.has("function_call") || root.isText("function_call")) {
      return root.has("function_call") ? inAWord(root, "function_call") : new Choice.Automatic();
    }
    return new Choice.Named(name(object(root, "function_call")));
  }

  private static Choice inAWord(JsonObject root, String field) throws MalformedBody {
    return switch (root.text(field, "")) {
      case "auto" -> new Choice.Automatic();
      case "none" -> new Choice.Forbidden();
      case "required", "any" -> new Choice.Required();
      default -> throw root.wrong(field, "none, auto, required or an object");
    };
  }

  private static Choice toolChoice(JsonObject choice, Extras extras) throws MalformedBody {
    return switch (choice.text("type", "")) {
      case "function" -> new Choice.Named(name(object(choice, "function")));
      case "allowed_tools" -> allowed(object(choice, "allowed_tools"));
      case "custom" -> {
        extras.essential().set("tool_choice", choice.node());
        yield new Choice.Automatic();
      }
      default -> throw choice.wrong("type", "function, allowed_tools or custom");
    };
  }

  private static Choice allowed(JsonObject allowed) throws MalformedBody {
    List<String> names = new ArrayList<>();
    for (JsonObject tool : allowed.objects("tools")) {
      names.add(name(object(tool, "function")));
    }
    return switch (allowed.text("mode", "")) {
      case "auto" -> new Choice.Among(names, false);
      case "required" -> new Choice.Among(names, true);
      default -> throw allowed.wrong("mode", "auto or required");
    };
  }

  private static String name(JsonObject function) throws MalformedBody {
    @Nullable String name = function.text("name");
    if (name == null || name.isEmpty()) {
      throw function.wrong("name", "a non-empty string");
    }
    return name;
  }

  private static JsonObject object(JsonObject parent, String field) throws MalformedBody {
    JsonObject object = parent.object(field);
    if (object == null) {
      throw parent.wrong(field, "an object");
    }
    return object;
  }
}
