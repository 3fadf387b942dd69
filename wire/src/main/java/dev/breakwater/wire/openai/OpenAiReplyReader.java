package dev.breakwater.wire.openai;

import dev.breakwater.wire.conversation.Citation;
import dev.breakwater.wire.conversation.Media;
import dev.breakwater.wire.conversation.Part;
import dev.breakwater.wire.conversation.Reply;
import dev.breakwater.wire.conversation.Signature;
import dev.breakwater.wire.conversation.Vendor;
import dev.breakwater.wire.json.Json;
import dev.breakwater.wire.json.JsonObject;
import dev.breakwater.wire.json.JsonSlice;
import dev.breakwater.wire.json.MalformedBody;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads whole chat completions, and what their chunks have in common with them. */
final class OpenAiReplyReader {
  private final String id;

  private OpenAiReplyReader(String id) {
    this.id = id;
  }

  static Reply read(byte[] body) throws MalformedBody {
    JsonObject root = Json.object(body);
    if (root.has("error")) {
      throw new MalformedBody(
          "error",
          "an error came with status 200: "
              + OpenAiProblems.inAnswer(body, 0, body.length).message());
    }
    List<JsonObject> given = new ArrayList<>(root.objects("choices"));
    if (given.isEmpty()) {
      throw root.wrong("choices", "a non-empty array");
    }
    given.sort(Comparator.comparingLong(choice -> choice.count("index")));
    OpenAiReplyReader reader = new OpenAiReplyReader(root.text("id", ""));
    List<Reply.Choice> choices = new ArrayList<>();
    for (JsonObject choice : given) {
      choices.add(reader.choice(choice, choices.size()));
    }
    return new Reply(
        reader.id, root.text("model", ""), choices, OpenAiUsage.read(root.object("usage")));
  }

  private Reply.Choice choice(JsonObject choice, int index) throws MalformedBody {
    JsonObject message = choice.object("message");
    String finish = choice.text("finish_reason");
    if (message == null) {
      throw choice.wrong("message", "an object");
    }
    if (finish == null) {
      throw choice.wrong("finish_reason", "a string");
    }
    if (choice.get("error") instanceof ObjectNode error) {
      byte[] body = Json.write(error);
      throw new MalformedBody(
          choice.path("error"),
          "the choice failed: " + OpenAiProblems.inAnswer(body, 0, body.length).message());
    }
    String refusal = message.text("refusal", "");
    List<Part> parts = new ArrayList<>(OpenAiThoughts.given(message));
    content(message, OpenAiAnnotations.read(message), parts);
    if (!refusal.isEmpty()) {
      parts.add(new Part.Refusal(refusal));
    }
    images(message, parts);
    boolean called = calls(message, index, parts);
    return new Reply.Choice(
        parts,
        OpenAiFinish.read(finish, !refusal.isEmpty(), called),
        null,
        OpenAiProbabilities.read(choice.object("logprobs")));
  }

  private static void content(JsonObject message, List<Citation> citations, List<Part> parts)
      throws MalformedBody {
    if (message.get("content") instanceof ArrayNode) {
      for (JsonObject part : message.objects("content")) {
        pieces(part, parts);
      }
      return;
    }
    String text = message.text("content", spoken(message));
    if (!text.isEmpty()) {
      parts.add(new Part.Text(text, citations));
    }
  }

  /** Mistral's answers in pieces: texts, and thoughts that are texts again. */
  private static void pieces(JsonObject part, List<Part> parts) throws MalformedBody {
    String type = part.text("type", "");
    String text = type.equals("thinking") ? thought(part) : part.text("text", "");
    if (!text.isEmpty()) {
      parts.add(type.equals("thinking") ? new Part.Thinking(text, null) : new Part.Text(text));
    }
  }

  static String thought(JsonObject part) throws MalformedBody {
    if (part.isText("thinking")) {
      return part.text("thinking", "");
    }
    StringBuilder text = new StringBuilder();
    for (JsonObject piece : part.objects("thinking")) {
      text.append(piece.text("text", ""));
    }
    return text.toString();
  }

  /** What was said aloud, in writing. */
  private static String spoken(JsonObject message) throws MalformedBody {
    JsonObject audio = message.object("audio");
    return audio == null ? "" : audio.text("transcript", "");
  }

  /** OpenRouter's place for pictures that a model has made. */
  private static void images(JsonObject message, List<Part> parts) throws MalformedBody {
    for (Media image : images(message)) {
      parts.add(new Part.Attachment(image));
    }
  }

  static List<Media> images(JsonObject message) throws MalformedBody {
    List<Media> images = new ArrayList<>();
    for (JsonObject image : message.objects("images")) {
      JsonObject object = image.object("image_url");
      JsonSlice url = object == null ? null : object.slice("url");
      if (url != null) {
        images.add(Media.ofUrl(url, Media.Kind.IMAGE));
      }
    }
    return images;
  }

  private boolean calls(JsonObject message, int choice, List<Part> parts) throws MalformedBody {
    List<JsonObject> calls = message.objects("tool_calls");
    for (int i = 0; i < calls.size(); i++) {
      JsonObject function = calls.get(i).object("function");
      if (function == null) {
        throw calls.get(i).wrong("function", "an object");
      }
      String given = calls.get(i).text("id", "");
      parts.add(
          new Part.ToolCall(
              given.isEmpty() ? OpenAiCallIds.of(id, choice, i) : given,
              name(function),
              whole(arguments(function)),
              signature(calls.get(i))));
    }
    JsonObject function = message.object("function_call");
    if (function != null && calls.isEmpty()) {
      parts.add(
          new Part.ToolCall(
              OpenAiCallIds.of(id, choice, 0), name(function), whole(arguments(function))));
    }
    return function != null || !calls.isEmpty();
  }

  private static String name(JsonObject function) throws MalformedBody {
    String name = function.text("name", "");
    if (name.isEmpty()) {
      throw function.wrong("name", "a non-empty string");
    }
    return name;
  }

  private static String whole(String arguments) {
    return arguments.isBlank() ? "{}" : arguments;
  }

  /** Some servers give an object where a text is due. */
  static String arguments(JsonObject function) throws MalformedBody {
    return function.get("arguments") instanceof ObjectNode object
        ? new String(Json.write(object), StandardCharsets.UTF_8)
        : function.text("arguments", "");
  }

  /** What Gemini wants back with a call, as its own endpoint for OpenAI's protocol has it. */
  static @Nullable Signature signature(JsonObject call) throws MalformedBody {
    JsonObject extra = call.object("extra_content");
    JsonObject google = extra == null ? null : extra.object("google");
    String text = google == null ? null : google.text("thought_signature");
    return text == null ? null : new Signature(Vendor.OPENAI, OpenAiThoughts.GOOGLE + text);
  }
}
