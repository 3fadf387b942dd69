package dev.breakwater.wire.anthropic;

import static dev.breakwater.wire.anthropic.AnthropicBlockReader.required;

import dev.breakwater.wire.conversation.FinishReason;
import dev.breakwater.wire.conversation.Part;
import dev.breakwater.wire.conversation.Reply;
import dev.breakwater.wire.conversation.Signature;
import dev.breakwater.wire.conversation.Tokens;
import dev.breakwater.wire.conversation.Vendor;
import dev.breakwater.wire.format.CallArguments;
import dev.breakwater.wire.json.Json;
import dev.breakwater.wire.json.JsonObject;
import dev.breakwater.wire.json.JsonWriter;
import dev.breakwater.wire.json.MalformedBody;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Whole messages to and from the neutral model. */
final class AnthropicReplies {
  /**
   * What thoughts without a signature are signed with towards clients, who expect one: marked as
   * ours, so that it goes no further when it comes back.
   */
  static final String UNSIGNED = Signature.MARK + "unsigned";

  private static final String ID = "msg_";

  private AnthropicReplies() {}

  static Reply read(byte[] body) throws MalformedBody {
    JsonObject root = Json.object(body);
    if (root.has("error")) {
      throw new MalformedBody(
          "error",
          "an error came with status 200: "
              + AnthropicProblems.inAnswer(body, 0, body.length).message());
    }
    String stop = required(root, "stop_reason");
    if (!root.has("content")) {
      throw root.wrong("content", "an array");
    }
    AnthropicUsage usage = new AnthropicUsage();
    JsonObject counts = root.object("usage");
    if (counts != null) {
      usage.read(counts);
    }
    return new Reply(
        root.text("id", ""),
        root.text("model", ""),
        List.of(
            new Reply.Choice(parts(root), AnthropicFinish.read(stop), root.text("stop_sequence"))),
        counts == null ? null : usage.tokens());
  }

  /** The calls and results of tools that run at Anthropic are its own affair. */
  private static List<Part> parts(JsonObject root) throws MalformedBody {
    List<Part> parts = new ArrayList<>();
    for (JsonObject block : root.objects("content")) {
      switch (block.text("type", "")) {
        case "text" -> {
          String text = block.text("text", "");
          if (!text.isEmpty()) {
            parts.add(new Part.Text(text, AnthropicCitations.read(block)));
          }
        }
        case "thinking" ->
            parts.add(
                new Part.Thinking(
                    block.text("thinking", ""), signature(block.text("signature", ""))));
        case "redacted_thinking" ->
            parts.add(
                new Part.HiddenThinking(new Signature(Vendor.ANTHROPIC, required(block, "data"))));
        case "tool_use" ->
            parts.add(
                new Part.ToolCall(
                    required(block, "id"), required(block, "name"), input(block.get("input"))));
        default -> {}
      }
    }
    String explanation = explanation(root);
    if (explanation != null && parts.isEmpty()) {
      parts.add(new Part.Refusal(explanation));
    }
    return parts;
  }

  /** Why the model declines, where that is said. */
  static @Nullable String explanation(JsonObject holder) throws MalformedBody {
    JsonObject details = holder.object("stop_details");
    return details == null ? null : details.text("explanation");
  }

  static @Nullable Signature signature(String value) {
    return value.isEmpty() ? null : new Signature(Vendor.ANTHROPIC, value);
  }

  static String input(@Nullable JsonNode input) {
    return input == null ? "{}" : new String(Json.write(input), StandardCharsets.UTF_8);
  }

  static byte[] write(Reply reply) {
    ObjectNode root = Json.object().put("id", id(reply.id())).put("type", "message");
    root.put("role", "assistant").put("model", reply.model()).putNull("container");
    ArrayNode content = root.putArray("content");
    Reply.Choice choice = reply.first();
    boolean called = false;
    boolean refused = false;
    for (Part part : choice.parts()) {
      called |= part instanceof Part.ToolCall;
      refused |= part instanceof Part.Refusal;
      block(part, content);
    }
    String reason = reason(choice.finish(), called, refused);
    root.put("stop_reason", reason).put("stop_sequence", choice.stopSequence());
    root.set("stop_details", details(reason));
    root.putNull("diagnostics");
    Tokens tokens = reply.tokens();
    root.set("usage", AnthropicUsage.write(tokens == null ? Tokens.NONE : tokens, true));
    return Json.write(root);
  }

  /** Clients know messages by how their ids begin. */
  static String id(String given) {
    return given.startsWith(ID) ? given : ID + (given.isEmpty() ? "unnamed" : given);
  }

  /** Some providers forget to say that they stopped for a call. */
  static String reason(FinishReason finish, boolean called, boolean refused) {
    if (finish == FinishReason.STOP && (called || refused)) {
      return AnthropicFinish.write(called ? FinishReason.TOOL_CALLS : FinishReason.REFUSAL);
    }
    return AnthropicFinish.write(finish);
  }

  static @Nullable ObjectNode details(String reason) {
    return reason.equals("refusal")
        ? Json.object().put("type", "refusal").putNull("category").putNull("explanation")
        : null;
  }

  private static void block(Part part, ArrayNode content) {
    switch (part) {
      case Part.Text text ->
          AnthropicCitations.write(text.citations(), text(content, text.text()), false);
      case Part.Refusal refusal -> text(content, refusal.text());
      case Part.Thinking thinking ->
          content
              .addObject()
              .put("type", "thinking")
              .put("thinking", thinking.text())
              .put("signature", shown(thinking.signature()));
      case Part.HiddenThinking hidden ->
          content
              .addObject()
              .put("type", "redacted_thinking")
              .put("data", hidden.data().shownTo(Vendor.ANTHROPIC));
      case Part.ToolCall call -> {
        ObjectNode block = content.addObject().put("type", "tool_use").put("id", call.id());
        block.put("name", call.name()).set("input", CallArguments.object(call.arguments()));
        block.putObject("caller").put("type", "direct");
      }
      case Part.Attachment attachment -> {
        // A message has no place for media that a model has made.
      }
      case Part.ToolResult result -> {}
      case Part.CachePoint point -> {}
    }
  }

  static String shown(@Nullable Signature signature) {
    return signature == null ? UNSIGNED : signature.shownTo(Vendor.ANTHROPIC);
  }

  private static ObjectNode text(ArrayNode content, String text) {
    return content.addObject().put("type", "text").put("text", text);
  }

  /** The message that a stream starts with. */
  static void writeStart(String id, String model, Tokens tokens, JsonWriter json) {
    json.object("message").field("id", id(id)).field("type", "message").field("role", "assistant");
    json.field("model", model).nullField("container").array("content").end();
    json.nullField("stop_reason").nullField("stop_sequence").nullField("stop_details");
    json.nullField("diagnostics").field("usage", AnthropicUsage.write(tokens, true)).end();
  }
}
