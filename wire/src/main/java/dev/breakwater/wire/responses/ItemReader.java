package dev.breakwater.wire.responses;

import dev.breakwater.wire.conversation.Media;
import dev.breakwater.wire.conversation.Part;
import dev.breakwater.wire.conversation.Signature;
import dev.breakwater.wire.json.JsonObject;
import dev.breakwater.wire.json.JsonSlice;
import dev.breakwater.wire.json.MalformedBody;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what a model has said, item by item: in an answer's output or in a request's input. */
final class ItemReader {
  /** Between the pieces of a summary that are shown as paragraphs. */
  static final String PARAGRAPH = "\n\n";

  private @Nullable Signature ofNextCall;

  /** An item's type; messages and references may leave it out. */
  static String type(JsonObject item) throws MalformedBody {
    String otherwise = item.has("role") ? "message" : item.has("id") ? "item_reference" : "";
    return item.text("type", otherwise);
  }

  /**
   * Adds what an item says.
   *
   * @return false for an item of the provider's own tools
   */
  boolean read(JsonObject item, List<Part> parts) throws MalformedBody {
    switch (type(item)) {
      case "message" -> parts.addAll(ContentReader.parts(item, "content"));
      case "function_call" -> parts.add(call(item));
      case "reasoning" -> reasoning(item, parts);
      case "image_generation_call" -> image(item, parts);
      default -> {
        return false;
      }
    }
    return true;
  }

  private Part call(JsonObject item) throws MalformedBody {
    String id = callId(item);
    String name = ContentReader.required(item, "name");
    String arguments = ContentReader.required(item, "arguments");
    Signature signature = ofNextCall;
    ofNextCall = null;
    return new Part.ToolCall(id, name, arguments.isBlank() ? "{}" : arguments, signature);
  }

  /** The id that the call's result will name. */
  static String callId(JsonObject item) throws MalformedBody {
    String id = item.text("call_id", "");
    if (id.isEmpty()) {
      throw item.wrong("call_id", "a string that is not empty");
    }
    return id;
  }

  private void reasoning(JsonObject item, List<Part> parts) throws MalformedBody {
    String thoughts = thoughts(item);
    String encrypted = item.text("encrypted_content", "");
    Sealed sealed = encrypted.isEmpty() ? null : Sealed.read(encrypted);
    switch (sealed) {
      case Sealed.Thought thought -> parts.add(new Part.Thinking(thoughts, thought.signature()));
      case Sealed.Hidden hidden -> parts.add(new Part.HiddenThinking(hidden.data()));
      case Sealed.OfCall call -> ofNextCall = call.signature();
      case null -> {
        if (!thoughts.isEmpty()) {
          parts.add(new Part.Thinking(thoughts, null));
        }
      }
    }
  }

  /** The summary, or the thoughts themselves where a model shows them. */
  static String thoughts(JsonObject item) throws MalformedBody {
    List<String> texts = new ArrayList<>();
    for (String field : List.of("summary", "content")) {
      for (JsonObject piece : item.objects(field)) {
        texts.add(piece.text("text", ""));
      }
      if (!texts.isEmpty()) {
        break;
      }
    }
    return String.join(PARAGRAPH, texts);
  }

  static void image(JsonObject item, List<Part> parts) throws MalformedBody {
    JsonSlice result = item.slice("result");
    if (result != null) {
      String format = item.text("output_format", "png");
      parts.add(new Part.Attachment(new Media.Inline("image/" + format, result)));
    }
  }
}
