package dev.breakwater.wire.generate;

import dev.breakwater.wire.conversation.Media;
import dev.breakwater.wire.conversation.Part;
import dev.breakwater.wire.conversation.Role;
import dev.breakwater.wire.conversation.Turn;
import dev.breakwater.wire.json.Json;
import dev.breakwater.wire.json.JsonObject;
import dev.breakwater.wire.json.JsonSlice;
import dev.breakwater.wire.json.MalformedBody;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads one message: its role, its content, and the calls of tools in it or answered by it. */
final class GenerateMessages {
  private static final List<String> KNOWN =
      List.of("role", "content", "toolCalls", "toolCallId", "isError");
  private static final List<String> KNOWN_IN_PARTS =
      List.of("type", "text", "url", "mimeType", "data", "name");

  private GenerateMessages() {}

  static void read(JsonObject message, List<Part> system, List<Turn> turns) throws MalformedBody {
    KnownFields.check(message, KNOWN);
    List<Part> parts = parts(message);
    String role = message.text("role", "");
    switch (role) {
      case "system" -> {
        for (Part part : parts) {
          if (!(part instanceof Part.Text)) {
            throw message.wrong("content", "made of texts only");
          }
          system.add(part);
        }
      }
      case "user" -> turns.add(new Turn(Role.USER, parts));
      case "assistant" -> {
        calls(message, parts);
        turns.add(new Turn(Role.ASSISTANT, parts));
      }
      case "tool" -> result(message, parts, turns);
      default -> throw message.wrong("role", "system, user, assistant or tool");
    }
  }

  private static List<Part> parts(JsonObject message) throws MalformedBody {
    List<Part> parts = new ArrayList<>();
    if (message.isText("content")) {
      parts.add(new Part.Text(message.text("content", "")));
      return parts;
    }
    if (!message.has("content") && !message.has("toolCalls")) {
      throw message.wrong("content", "a string or an array");
    }
    for (JsonObject part : message.objects("content")) {
      parts.add(part(part));
    }
    return parts;
  }

  private static Part part(JsonObject part) throws MalformedBody {
    KnownFields.check(part, KNOWN_IN_PARTS);
    return switch (part.text("type", "")) {
      case "text" -> {
        String text = part.text("text");
        if (text == null) {
          throw part.wrong("text", "a string");
        }
        yield new Part.Text(text);
      }
      case "image" -> attachment(part, Media.Kind.IMAGE);
      case "audio" -> attachment(part, Media.Kind.AUDIO);
      case "video" -> attachment(part, Media.Kind.VIDEO);
      case "document" -> attachment(part, Media.Kind.DOCUMENT);
      default -> throw part.wrong("type", "text, image, audio, video or document");
    };
  }

  private static Part attachment(JsonObject part, Media.Kind kind) throws MalformedBody {
    JsonSlice url = part.slice("url");
    JsonSlice data = part.slice("data");
    String mimeType = part.text("mimeType");
    Media media;
    if (url != null) {
      Media given = Media.ofUrl(url, kind);
      media = given instanceof Media.Link link ? new Media.Link(kind, mimeType, link.url()) : given;
    } else if (data != null && mimeType != null) {
      media = new Media.Inline(mimeType, data);
    } else {
      throw part.wrong("url", "a string, or 'data' in Base64 with its 'mimeType'");
    }
    return new Part.Attachment(media, part.text("name"), null);
  }

  private static void calls(JsonObject message, List<Part> parts) throws MalformedBody {
    for (JsonObject call : message.objects("toolCalls")) {
      KnownFields.check(call, List.of("id", "name", "arguments"));
      parts.add(new Part.ToolCall(required(call, "id"), required(call, "name"), arguments(call)));
    }
  }

  /** An object, or its JSON text. */
  private static String arguments(JsonObject call) throws MalformedBody {
    if (call.isText("arguments")) {
      return call.text("arguments", "");
    }
    JsonObject arguments = call.object("arguments");
    return arguments == null
        ? "{}"
        : new String(Json.write(arguments.node()), StandardCharsets.UTF_8);
  }

  private static String required(JsonObject object, String field) throws MalformedBody {
    String value = object.text(field, "");
    if (value.isEmpty()) {
      throw object.wrong(field, "a non-empty string");
    }
    return value;
  }

  /** Results of one turn's calls come message by message. */
  private static void result(JsonObject message, List<Part> content, List<Turn> turns)
      throws MalformedBody {
    Part result =
        new Part.ToolResult(
            required(message, "toolCallId"), null, content, message.isTrue("isError"));
    boolean goesOn =
        !turns.isEmpty()
            && turns.getLast().role() == Role.USER
            && turns.getLast().parts().getLast() instanceof Part.ToolResult;
    List<Part> parts = new ArrayList<>(goesOn ? turns.removeLast().parts() : List.of());
    parts.add(result);
    turns.add(new Turn(Role.USER, parts));
  }
}
