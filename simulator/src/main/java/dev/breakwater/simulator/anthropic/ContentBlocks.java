package dev.breakwater.simulator.anthropic;

import dev.breakwater.simulator.json.Json;
import dev.breakwater.simulator.speech.Block;
import dev.breakwater.simulator.speech.Passage;
import dev.breakwater.simulator.speech.Piece;
import dev.breakwater.simulator.speech.Signature;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * An answer's blocks as Anthropic writes them, whole or as events.
 *
 * @param citations of the text
 * @param redacted whether thoughts are given in encrypted form
 */
record ContentBlocks(List<ObjectNode> citations, boolean redacted) {

  static Buffer event(String type, CharSequence fields) {
    return Buffer.buffer(
        "event: " + type + "\ndata: {\"type\":\"" + type + "\"" + fields + "}\n\n");
  }

  /** A block in full. */
  ObjectNode whole(Block block) {
    String text = block.said().text();
    return switch (block) {
      case Block.Thinking(Passage said) -> thought(said);
      case Block.Text _ -> {
        ObjectNode whole = Json.object().put("type", "text").put("text", text);
        // The vendor leaves out what is not there, and clients refuse a null.
        if (citations.isEmpty()) {
          yield whole;
        }
        ArrayNode cited = whole.putArray("citations");
        citations.forEach(cited::add);
        yield whole;
      }
      case Block.ToolCall(String id, String name, Passage _) -> {
        JsonNode arguments = Json.parse(Json.utf8(text));
        // Arguments that the limit cut are no JSON and are not shown.
        yield call(id, name, arguments == null ? Json.object() : arguments);
      }
    };
  }

  private ObjectNode thought(Passage said) {
    if (redacted) {
      return Json.object()
          .put("type", "redacted_thinking")
          .put("data", Signature.seal(said.text()));
    }
    String shown = shown(said);
    return Json.object()
        .put("type", "thinking")
        .put("thinking", shown)
        .put("signature", Signature.of(shown));
  }

  private static String shown(Passage said) {
    return said.pieces() == 0 ? "" : said.text();
  }

  private static ObjectNode call(String id, String name, JsonNode input) {
    ObjectNode call = Json.object().put("type", "tool_use").put("id", id).put("name", name);
    call.set("input", input);
    call.putObject("caller").put("type", "direct");
    return call;
  }

  /** The events before a block's first piece. */
  List<Buffer> start(int index, Block block) {
    ObjectNode empty =
        switch (block) {
          case Block.Thinking(Passage said) ->
              redacted
                  ? thought(said)
                  : Json.object().put("type", "thinking").put("thinking", "").put("signature", "");
          case Block.Text _ -> Json.object().put("type", "text").put("text", "");
          case Block.ToolCall(String id, String name, Passage _) -> call(id, name, Json.object());
        };
    List<Buffer> start = new ArrayList<>(2);
    start.add(event("content_block_start", ",\"index\":" + index + ",\"content_block\":" + empty));
    if (block instanceof Block.ToolCall) {
      start.add(delta(index, "{\"type\":\"input_json_delta\",\"partial_json\":\"\"}"));
    }
    return start;
  }

  /** The event of one piece. */
  Buffer piece(Piece piece) {
    StringBuilder out = new StringBuilder(64);
    out.append(
        switch (piece.block()) {
          case Block.Thinking _ -> "{\"type\":\"thinking_delta\",\"thinking\":\"";
          case Block.Text _ -> "{\"type\":\"text_delta\",\"text\":\"";
          case Block.ToolCall _ -> "{\"type\":\"input_json_delta\",\"partial_json\":\"";
        });
    Json.appendEscaped(out, piece.block().said().text(), piece.start(), piece.end());
    return delta(piece.index(), out.append("\"}"));
  }

  /** The events after a block's last piece. */
  List<Buffer> stop(int index, Block block) {
    List<Buffer> stop = new ArrayList<>(2);
    switch (block) {
      case Block.Thinking(Passage said) -> {
        if (!redacted) {
          String signature = Signature.of(shown(said));
          stop.add(
              delta(index, "{\"type\":\"signature_delta\",\"signature\":\"" + signature + "\"}"));
        }
      }
      case Block.Text _ -> {
        for (ObjectNode citation : citations) {
          stop.add(delta(index, "{\"type\":\"citations_delta\",\"citation\":" + citation + "}"));
        }
      }
      case Block.ToolCall _ -> {
        // Its fragments are all there is.
      }
    }
    stop.add(event("content_block_stop", ",\"index\":" + index));
    return stop;
  }

  private static Buffer delta(int index, CharSequence delta) {
    return event("content_block_delta", ",\"index\":" + index + ",\"delta\":" + delta);
  }
}
