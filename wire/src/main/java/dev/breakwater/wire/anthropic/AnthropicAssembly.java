package dev.breakwater.wire.anthropic;

import dev.breakwater.wire.format.AnswerAssembly;
import dev.breakwater.wire.format.CallArguments;
import dev.breakwater.wire.json.GrowingTexts;
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

/**
 * A message from its events. A call's input that was cut off by the limit of tokens is no JSON; the
 * text of it stands in the input then.
 */
final class AnthropicAssembly implements AnswerAssembly {
  private static final String PARTIAL = "partial_json";

  private final GrowingTexts texts = new GrowingTexts();
  private final Map<Long, ObjectNode> blocks = new TreeMap<>();

  /** The inputs of calls, by the index of their block, as the text they come as. */
  private final Map<Long, StringBuilder> inputs = new TreeMap<>();

  private @Nullable ObjectNode message;

  @Override
  public void add(byte[] data, int start, int end) throws MalformedBody {
    JsonObject event = Json.object(Arrays.copyOfRange(data, start, end));
    switch (event.text("type", "")) {
      case "message_start" -> {
        JsonObject begun = event.object("message");
        message = begun == null ? null : begun.node();
      }
      case "content_block_start" -> {
        JsonObject block = event.object("content_block");
        if (block != null) {
          blocks.put(event.count("index"), block.node());
        }
      }
      case "content_block_delta" -> {
        ObjectNode block = blocks.get(event.count("index"));
        JsonObject delta = event.object("delta");
        if (block != null && delta != null) {
          grow(event.count("index"), block, delta.node());
        }
      }
      case "message_delta" -> changed(event.node());
      default -> {
        // Ends and pings say nothing about the message.
      }
    }
  }

  private void grow(long index, ObjectNode block, ObjectNode delta) {
    delta.forEachEntry((field, value) -> {
      String text = Json.string(value);
      switch (field) {
        case "type" -> {}
        case PARTIAL -> {
          if (text != null) {
            inputs.computeIfAbsent(index, it -> new StringBuilder()).append(text);
          }
        }
        case "citation" -> citations(block).add(value);
        default -> {
          if (text == null) {
            block.set(field, value);
          } else {
            texts.append(block, field, text);
          }
        }
      }
    });
  }

  private static ArrayNode citations(ObjectNode block) {
    return block.get("citations") instanceof ArrayNode given ? given : block.putArray("citations");
  }

  /**
   * The counts come in parts, each of which stands from then on; the rest belongs to the message.
   */
  private void changed(ObjectNode event) throws MalformedBody {
    ObjectNode begun = begun();
    event.forEachEntry((field, value) -> {
      switch (field) {
        case "type" -> {}
        case "delta" -> takeOver(value, begun);
        case "usage" -> {
          if (begun.get("usage") instanceof ObjectNode usage) {
            takeOver(value, usage);
          } else {
            begun.set("usage", value);
          }
        }
        default -> begun.set(field, value);
      }
    });
  }

  private static void takeOver(JsonNode from, ObjectNode to) {
    if (from instanceof ObjectNode object) {
      object.forEachEntry((field, value) -> {
        if (!value.isNull() || !to.has(field)) {
          to.set(field, value);
        }
      });
    }
  }

  private ObjectNode begun() throws MalformedBody {
    if (message == null) {
      throw new MalformedBody("message", "the stream has no 'message_start'");
    }
    return message;
  }

  @Override
  public byte[] whole() throws MalformedBody {
    texts.settle();
    ObjectNode begun = begun();
    ArrayNode content = begun.putArray("content");
    blocks.forEach((index, block) -> {
      StringBuilder input = inputs.get(index);
      if (input != null && !input.isEmpty()) {
        block.set("input", CallArguments.object(input.toString()));
      }
      content.add(block);
    });
    return Json.write(begun);
  }
}
