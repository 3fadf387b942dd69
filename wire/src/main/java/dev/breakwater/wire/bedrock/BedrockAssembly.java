package dev.breakwater.wire.bedrock;

import dev.breakwater.wire.format.AnswerAssembly;
import dev.breakwater.wire.format.CallArguments;
import dev.breakwater.wire.json.Json;
import dev.breakwater.wire.json.JsonObject;
import dev.breakwater.wire.json.MalformedBody;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Converse's answer from the events of its stream. */
final class BedrockAssembly implements AnswerAssembly {
  /** What has come of a block of content; which kind it is shows in its pieces. */
  private static final class Block {
    final StringBuilder text = new StringBuilder();
    final StringBuilder input = new StringBuilder();
    final StringBuilder thought = new StringBuilder();
    final StringBuilder signature = new StringBuilder();
    final ArrayNode citations = Json.array();
    boolean reasons;
    @Nullable String redacted;
    @Nullable ObjectNode use;
  }

  private final Map<Long, Block> blocks = new TreeMap<>();
  private final ObjectNode root = Json.object();

  @Override
  public void add(byte[] data, int start, int end) throws MalformedBody {
    JsonObject event = Json.object(Arrays.copyOfRange(data, start, end));
    JsonObject begun = event.object("contentBlockStart");
    JsonObject delta = event.object("contentBlockDelta");
    if (begun != null) {
      begun(begun);
    }
    JsonObject piece = delta == null ? null : delta.object("delta");
    if (delta != null && piece != null) {
      grow(block(delta), piece);
    }
    takeOver(event.object("messageStop"));
    takeOver(event.object("metadata"));
  }

  private Block block(JsonObject event) {
    return blocks.computeIfAbsent(event.count("contentBlockIndex"), it -> new Block());
  }

  private void begun(JsonObject event) throws MalformedBody {
    JsonObject start = event.object("start");
    JsonObject use = start == null ? null : start.object("toolUse");
    if (use != null) {
      block(event).use = use.node();
    }
  }

  private static void grow(Block block, JsonObject delta) throws MalformedBody {
    block.text.append(delta.text("text", ""));
    JsonObject use = delta.object("toolUse");
    if (use != null) {
      block.input.append(use.text("input", ""));
    }
    JsonObject reasoning = delta.object("reasoningContent");
    if (reasoning != null) {
      block.reasons = true;
      block.thought.append(reasoning.text("text", ""));
      block.signature.append(reasoning.text("signature", ""));
      String redacted = reasoning.text("redactedContent");
      block.redacted = redacted == null ? block.redacted : redacted;
    }
    JsonObject citation = delta.object("citation");
    if (citation != null) {
      block.citations.add(citation.node());
    }
  }

  private void takeOver(@Nullable JsonObject envelope) {
    if (envelope != null) {
      envelope.node().forEachEntry((String field, JsonNode value) -> root.set(field, value));
    }
  }

  @Override
  public byte[] whole() {
    ObjectNode message = Json.object().put("role", "assistant");
    ArrayNode content = message.putArray("content");
    blocks.values().forEach(block -> write(block, content));
    ObjectNode whole = Json.object();
    whole.putObject("output").set("message", message);
    whole.setAll(root);
    return Json.write(whole);
  }

  private static void write(Block block, ArrayNode content) {
    ObjectNode use = block.use;
    if (use != null) {
      String input = block.input.toString();
      use.set("input", CallArguments.object(input.isBlank() ? "{}" : input));
      content.addObject().set("toolUse", use);
    } else if (block.redacted != null) {
      content.addObject().putObject("reasoningContent").put("redactedContent", block.redacted);
    } else if (block.reasons) {
      ObjectNode text =
          content.addObject().putObject("reasoningContent").putObject("reasoningText");
      text.put("text", block.thought.toString());
      if (!block.signature.isEmpty()) {
        text.put("signature", block.signature.toString());
      }
    } else if (!block.citations.isEmpty()) {
      ObjectNode cited = content.addObject().putObject("citationsContent");
      cited.putArray("content").addObject().put("text", block.text.toString());
      cited.set("citations", block.citations);
    } else {
      content.addObject().put("text", block.text.toString());
    }
  }
}
