package dev.breakwater.wire.bedrock;

import dev.breakwater.wire.conversation.Citation;
import dev.breakwater.wire.conversation.Part;
import dev.breakwater.wire.conversation.Problem;
import dev.breakwater.wire.conversation.Reply;
import dev.breakwater.wire.conversation.Signature;
import dev.breakwater.wire.conversation.Vendor;
import dev.breakwater.wire.json.Json;
import dev.breakwater.wire.json.JsonObject;
import dev.breakwater.wire.json.MalformedBody;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads whole answers. Only Claude signs its thoughts here, as it does at Anthropic, where they are
 * understood too; thoughts that are hidden are wrapped Amazon's own way.
 */
final class BedrockReplies {
  private BedrockReplies() {}

  static Reply read(byte[] body, String id) throws MalformedBody {
    JsonObject root = Json.object(body);
    Problem problem = BedrockProblems.inAnswer(root);
    if (problem != null) {
      throw new MalformedBody("", "an error came with status 200: " + problem.message());
    }
    JsonObject output = root.object("output");
    JsonObject message = output == null ? null : output.object("message");
    if (message == null) {
      throw root.wrong("output", "an object with a message");
    }
    String stop = required(root, "stopReason");
    List<Part> parts = new ArrayList<>();
    for (JsonObject block : message.objects("content")) {
      block(block, parts);
    }
    return new Reply(
        id,
        "",
        List.of(new Reply.Choice(parts, BedrockFinish.read(stop), null)),
        BedrockUsage.read(root.object("usage")));
  }

  private static void block(JsonObject block, List<Part> parts) throws MalformedBody {
    JsonObject use = block.object("toolUse");
    JsonObject reasoning = block.object("reasoningContent");
    JsonObject cited = block.object("citationsContent");
    if (use != null) {
      parts.add(
          new Part.ToolCall(
              required(use, "toolUseId"), required(use, "name"), input(use.get("input"))));
    } else if (reasoning != null) {
      reasoning(reasoning, parts);
    } else if (cited != null) {
      cited(cited, parts);
    } else if (!block.text("text", "").isEmpty()) {
      parts.add(new Part.Text(block.text("text", "")));
    }
  }

  private static void reasoning(JsonObject reasoning, List<Part> parts) throws MalformedBody {
    JsonObject text = reasoning.object("reasoningText");
    String hidden = reasoning.text("redactedContent");
    if (text != null) {
      parts.add(new Part.Thinking(text.text("text", ""), signature(text.text("signature", ""))));
    } else if (hidden != null) {
      parts.add(new Part.HiddenThinking(hidden(hidden)));
    }
  }

  private static void cited(JsonObject cited, List<Part> parts) throws MalformedBody {
    StringBuilder text = new StringBuilder();
    for (JsonObject content : cited.objects("content")) {
      text.append(content.text("text", ""));
    }
    List<Citation> citations = new ArrayList<>();
    for (JsonObject citation : cited.objects("citations")) {
      citations.add(BedrockCitations.read(citation));
    }
    if (!text.isEmpty()) {
      parts.add(new Part.Text(text.toString(), citations));
    }
  }

  static @Nullable Signature signature(String value) {
    return value.isEmpty() ? null : new Signature(Vendor.ANTHROPIC, value);
  }

  static Signature hidden(String data) {
    return new Signature(Vendor.AMAZON, data);
  }

  private static String input(@Nullable JsonNode input) {
    return input == null ? "{}" : new String(Json.write(input), StandardCharsets.UTF_8);
  }

  static String required(JsonObject holder, String field) throws MalformedBody {
    String value = holder.text(field);
    if (value == null) {
      throw holder.wrong(field, "a string");
    }
    return value;
  }
}
