package dev.breakwater.wire.anthropic;

import dev.breakwater.wire.conversation.Part;
import dev.breakwater.wire.conversation.Reply;
import dev.breakwater.wire.conversation.Tokens;
import dev.breakwater.wire.format.Texts;
import dev.breakwater.wire.json.Json;
import dev.breakwater.wire.json.JsonObject;
import dev.breakwater.wire.json.MalformedBody;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Whole messages to and from the neutral model. */
final class AnthropicReplies {
  private AnthropicReplies() {}

  static Reply read(byte[] body) throws MalformedBody {
    JsonObject root = Json.object(body);
    if (root.has("error")) {
      throw new MalformedBody(
          "error",
          "an error came with status 200: "
              + AnthropicProblems.inAnswer(body, 0, body.length).message());
    }
    String stop = root.text("stop_reason");
    if (stop == null) {
      throw root.wrong("stop_reason", "a string");
    }
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

  private static List<Part> parts(JsonObject root) throws MalformedBody {
    List<Part> parts = new ArrayList<>();
    for (JsonObject block : root.objects("content")) {
      refuseCall(block);
      String text = block.text("type", "").equals("text") ? block.text("text", "") : "";
      if (!text.isEmpty()) {
        parts.add(new Part.Text(text));
      }
    }
    return parts;
  }

  /** A call that nobody asked for and that would be lost; thinking is left out as nobody asked. */
  static void refuseCall(JsonObject block) throws MalformedBody {
    if (block.text("type", "").equals("tool_use")) {
      throw new MalformedBody(block.path("type"), "a tool is called though none was offered");
    }
  }

  static byte[] write(Reply reply) {
    ObjectNode root = envelope(reply.id(), reply.model());
    ArrayNode content = root.putArray("content");
    for (Part part : reply.first().parts()) {
      ObjectNode block = content.addObject();
      block.put("type", "text").put("text", Texts.of(part)).putNull("citations");
    }
    root.put("stop_reason", AnthropicFinish.write(reply.first().finish()));
    root.put("stop_sequence", reply.first().stopSequence());
    Tokens tokens = reply.tokens();
    root.set("usage", AnthropicUsage.write(tokens == null ? Tokens.NONE : tokens));
    return Json.write(root);
  }

  static ObjectNode envelope(String id, String model) {
    return Json.object()
        .put("id", id.isEmpty() ? "msg_unnamed" : id)
        .put("type", "message")
        .put("role", "assistant")
        .put("model", model);
  }
}
