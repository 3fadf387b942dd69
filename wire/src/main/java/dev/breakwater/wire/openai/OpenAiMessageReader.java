package dev.breakwater.wire.openai;

import dev.breakwater.wire.conversation.Extras;
import dev.breakwater.wire.conversation.Part;
import dev.breakwater.wire.conversation.Role;
import dev.breakwater.wire.conversation.Signature;
import dev.breakwater.wire.conversation.Turn;
import dev.breakwater.wire.conversation.Vendor;
import dev.breakwater.wire.json.JsonObject;
import dev.breakwater.wire.json.MalformedBody;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the messages of one request; what they say that the neutral model cannot goes aside. */
final class OpenAiMessageReader {
  private final Extras extras;
  private final List<Part> system = new ArrayList<>();
  private final List<Turn> turns = new ArrayList<>();

  /** The calls of functions, which have no ids, by name: a result is of the last one. */
  private final Map<String, String> functionCalls = new HashMap<>();

  private boolean resultsMayFollow;

  OpenAiMessageReader(Extras extras) {
    this.extras = extras;
  }

  List<Part> system() {
    return system;
  }

  List<Turn> turns() {
    return turns;
  }

  void read(JsonObject message) throws MalformedBody {
    String role = message.text("role", "");
    boolean result = role.equals("tool") || role.equals("function");
    switch (role) {
      case "system", "developer" -> system(OpenAiParts.read(message));
      case "user" -> turns.add(new Turn(Role.USER, OpenAiParts.read(message)));
      case "assistant" -> turns.add(new Turn(Role.ASSISTANT, assistant(message)));
      case "tool" -> result(toolResult(message));
      case "function" -> result(functionResult(message));
      default -> throw message.wrong("role", "system, developer, user, assistant or tool");
    }
    resultsMayFollow = result;
    if (!role.equals("function") && message.has("name")) {
      extras.harmless().put("messages.name", true);
    }
  }

  /** The texts of one message are one, as far as no cache point parts them. */
  private void system(List<Part> parts) {
    StringBuilder text = new StringBuilder();
    for (Part part : parts) {
      switch (part) {
        case Part.Text piece -> text.append(piece.text());
        case Part.CachePoint point -> {
          system.add(new Part.Text(text.toString()));
          system.add(point);
          text.setLength(0);
        }
        case Part.Attachment attachment -> extras.essential().put("messages.content", true);
        case Part.Refusal refusal -> text.append(refusal.text());
        case Part.ToolCall call -> {}
        case Part.ToolResult result -> {}
        case Part.Thinking thinking -> {}
        case Part.HiddenThinking hidden -> {}
      }
    }
    if (!text.isEmpty() || parts.stream().noneMatch(Part.CachePoint.class::isInstance)) {
      system.add(new Part.Text(text.toString()));
    }
  }

  private List<Part> assistant(JsonObject message) throws MalformedBody {
    List<Part> parts = new ArrayList<>(OpenAiThoughts.brought(message));
    List<Part> calls = calls(message);
    String refusal = message.text("refusal");
    boolean audio = message.has("audio");
    if (audio) {
      extras.essential().put("messages.audio", true);
    }
    boolean more = !parts.isEmpty() || !calls.isEmpty() || refusal != null || audio;
    if (message.has("content") || !more) {
      for (Part part : OpenAiParts.read(message)) {
        if (!more || !(part instanceof Part.Text text && text.text().isEmpty())) {
          parts.add(part);
        }
      }
    }
    if (refusal != null) {
      parts.add(new Part.Refusal(refusal));
    }
    parts.addAll(calls);
    return parts;
  }

  private List<Part> calls(JsonObject message) throws MalformedBody {
    List<Part> calls = new ArrayList<>();
    for (JsonObject call : message.objects("tool_calls")) {
      String type = call.text("type", "function");
      JsonObject function = call.object("function");
      if (!type.equals("function")) {
        extras.essential().put("messages.tool_calls", type);
      } else if (function == null) {
        throw call.wrong("function", "an object");
      } else {
        calls.add(
            new Part.ToolCall(
                filled(call, "id"),
                filled(function, "name"),
                arguments(function),
                signature(call.object("extra_content"))));
      }
    }
    JsonObject function = message.object("function_call");
    if (function != null) {
      String id = "call_" + turns.size();
      functionCalls.put(filled(function, "name"), id);
      calls.add(new Part.ToolCall(id, filled(function, "name"), arguments(function)));
    }
    return calls;
  }

  private static String arguments(JsonObject function) throws MalformedBody {
    String arguments = function.text("arguments", "");
    return arguments.isBlank() ? "{}" : arguments;
  }

  /** Google's place for what its models want back with a call. */
  private static @Nullable Signature signature(@Nullable JsonObject extra) throws MalformedBody {
    JsonObject google = extra == null ? null : extra.object("google");
    String text = google == null ? null : google.text("thought_signature");
    return text == null ? null : Signature.brought(text, Vendor.GOOGLE);
  }

  private Part.ToolResult toolResult(JsonObject message) throws MalformedBody {
    return new Part.ToolResult(
        filled(message, "tool_call_id"), null, OpenAiParts.read(message), false);
  }

  private Part.ToolResult functionResult(JsonObject message) throws MalformedBody {
    String name = filled(message, "name");
    String id = functionCalls.getOrDefault(name, "call_" + turns.size());
    List<Part> content = message.has("content") ? OpenAiParts.read(message) : List.of();
    return new Part.ToolResult(id, name, content, false);
  }

  /** Results that follow each other answer the calls of one turn. */
  private void result(Part.ToolResult result) {
    List<Part> parts = new ArrayList<>();
    if (resultsMayFollow) {
      parts.addAll(turns.removeLast().parts());
    }
    parts.add(result);
    turns.add(new Turn(Role.USER, parts));
  }

  private static String filled(JsonObject object, String field) throws MalformedBody {
    String text = object.text(field, "");
    if (text.isEmpty()) {
      throw object.wrong(field, "a non-empty string");
    }
    return text;
  }
}
