package dev.breakwater.wire.responses;

import dev.breakwater.wire.conversation.OutputFormat;
import dev.breakwater.wire.conversation.Toolbox;
import dev.breakwater.wire.conversation.Toolbox.Choice;
import dev.breakwater.wire.json.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes tools, the choice of them and the format of text: in requests, and where answers repeat
 * them.
 */
final class ToolWriter {
  private ToolWriter() {}

  static ArrayNode tools(Toolbox toolbox) {
    ArrayNode tools = Json.array();
    for (Toolbox.Tool tool : toolbox.tools()) {
      ObjectNode written = tools.addObject().put("type", "function").put("name", tool.name());
      if (tool.description() != null) {
        written.put("description", tool.description());
      }
      ObjectNode parameters = tool.parameters();
      written.set("parameters", parameters == null ? noParameters() : parameters);
      written.put("strict", tool.strict());
    }
    return tools;
  }

  private static ObjectNode noParameters() {
    ObjectNode schema = Json.object().put("type", "object");
    schema.putObject("properties");
    return schema;
  }

  static JsonNode choice(Choice choice) {
    return switch (choice) {
      case Choice.Automatic automatic -> word("auto");
      case Choice.Forbidden forbidden -> word("none");
      case Choice.Required required -> word("required");
      case Choice.Named named -> function(named.tool());
      case Choice.Among among -> {
        ObjectNode allowed = Json.object().put("type", "allowed_tools");
        allowed.put("mode", among.required() ? "required" : "auto");
        ArrayNode tools = allowed.putArray("tools");
        among.tools().forEach(tool -> tools.add(function(tool)));
        yield allowed;
      }
    };
  }

  private static ObjectNode function(String name) {
    return Json.object().put("type", "function").put("name", name);
  }

  private static JsonNode word(String word) {
    return JsonNodeFactory.instance.stringNode(word);
  }

  static ObjectNode format(OutputFormat output) {
    return switch (output) {
      case OutputFormat.Plain plain -> Json.object().put("type", "text");
      case OutputFormat.JsonMode mode -> Json.object().put("type", "json_object");
      case OutputFormat.JsonSchema schema -> {
        ObjectNode format = Json.object().put("type", "json_schema");
        format.put("name", schema.name() == null ? "answer" : schema.name());
        if (schema.description() != null) {
          format.put("description", schema.description());
        }
        format.set("schema", schema.schema());
        yield format.put("strict", schema.strict());
      }
    };
  }
}
