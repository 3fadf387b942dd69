package dev.breakwater.simulator.bedrock;

import dev.breakwater.simulator.answer.Answer;
import dev.breakwater.simulator.answer.Chunk;
import dev.breakwater.simulator.answer.Wishes;
import dev.breakwater.simulator.json.Json;
import dev.breakwater.simulator.speech.Block;
import dev.breakwater.simulator.speech.CacheMeter;
import dev.breakwater.simulator.speech.Demand;
import dev.breakwater.simulator.speech.Passage;
import dev.breakwater.simulator.speech.Phrase;
import dev.breakwater.simulator.speech.Piece;
import dev.breakwater.simulator.speech.Signature;
import dev.breakwater.simulator.speech.Utterance;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What Bedrock answers in a conversation, as one object or as an event stream. */
final class ConverseAnswer implements Answer {
  /** What a token is said to take, in milliseconds. */
  private static final int LATENCY = 9;

  private final Utterance said;
  private final CacheMeter.Count input;
  private final List<ObjectNode> citations;
  private final Demand.Turn turn;
  private final Wishes wishes;

  ConverseAnswer(ConverseRequest request, Utterance said, Wishes wishes) {
    this.said = said;
    this.input = request.prompt().tokens();
    this.citations = request.citations();
    this.turn = request.prompt().turn();
    this.wishes = wishes;
  }

  @Override
  public List<Utterance> choices() {
    return List.of(said);
  }

  @Override
  public Buffer whole() {
    ObjectNode body = Json.object();
    body.set("metrics", metrics());
    ObjectNode message = body.putObject("output").putObject("message");
    ArrayNode content = message.putArray("content");
    said.blocks().forEach(block -> content.add(whole(block)));
    message.put("role", "assistant");
    if (wishes.end()) {
      body.put("stopReason", stopReason());
    }
    if (wishes.usage()) {
      body.set("usage", usage());
    }
    return Buffer.buffer(Json.bytes(body));
  }

  private ObjectNode whole(Block block) {
    ObjectNode whole = Json.object();
    String text = block.said().text();
    switch (block) {
      case Block.Thinking _ ->
          whole
              .putObject("reasoningContent")
              .putObject("reasoningText")
              .put("text", text)
              .put("signature", Signature.of(text));
      case Block.Text _ -> {
        if (citations.isEmpty()) {
          whole.put("text", text);
        } else {
          ObjectNode cited = whole.putObject("citationsContent");
          cited.putArray("content").addObject().put("text", text);
          ArrayNode list = cited.putArray("citations");
          citations.forEach(list::add);
        }
      }
      case Block.ToolCall(String id, String name, Passage _) -> {
        JsonNode arguments = Json.parse(Json.utf8(text));
        // Arguments that the limit cut are no JSON and are not shown.
        whole
            .putObject("toolUse")
            .put("toolUseId", id)
            .put("name", name)
            .set("input", arguments == null ? Json.object() : arguments);
      }
    }
    return whole;
  }

  @Override
  public String streamType() {
    return EventStream.TYPE;
  }

  @Override
  public List<Buffer> opening() {
    return List.of(
        EventStream.event("messageStart", "{\"p\":\"abcdefgh\",\"role\":\"assistant\"}"));
  }

  @Override
  public Chunk chunk(int choice, int piece) {
    Piece one = said.piece(piece);
    return new Chunk(
        one.first() ? start(one) : List.of(), content(one), one.last() ? stop(one) : List.of());
  }

  /** Only calls of tools are announced. */
  private static List<Buffer> start(Piece piece) {
    if (!(piece.block() instanceof Block.ToolCall(String id, String name, Passage _))) {
      return List.of();
    }
    ObjectNode start = Json.object().put("contentBlockIndex", piece.index());
    start.putObject("start").putObject("toolUse").put("name", name).put("toolUseId", id);
    return List.of(EventStream.event("contentBlockStart", start.toString()));
  }

  private static Buffer content(Piece piece) {
    StringBuilder out = new StringBuilder(96);
    out.append(
        switch (piece.block()) {
          case Block.Thinking _ -> "{\"reasoningContent\":{\"text\":\"";
          case Block.Text _ -> "{\"text\":\"";
          case Block.ToolCall _ -> "{\"toolUse\":{\"input\":\"";
        });
    Json.appendEscaped(out, piece.block().said().text(), piece.start(), piece.end());
    return delta(piece.index(), out.append(piece.block() instanceof Block.Text ? "\"}" : "\"}}"));
  }

  private List<Buffer> stop(Piece piece) {
    List<Buffer> stop = new ArrayList<>(2);
    switch (piece.block()) {
      case Block.Thinking(Passage thought) ->
          stop.add(
              delta(
                  piece.index(),
                  "{\"reasoningContent\":{\"signature\":\""
                      + Signature.of(thought.text())
                      + "\"}}"));
      case Block.Text _ -> {
        for (ObjectNode citation : citations) {
          stop.add(delta(piece.index(), "{\"citation\":" + citation + "}"));
        }
      }
      case Block.ToolCall _ -> {
        // Its fragments are all there is.
      }
    }
    stop.add(
        EventStream.event("contentBlockStop", "{\"contentBlockIndex\":" + piece.index() + "}"));
    return stop;
  }

  private static Buffer delta(int index, CharSequence delta) {
    return EventStream.event(
        "contentBlockDelta",
        "{\"contentBlockIndex\":" + index + ",\"delta\":" + delta + ",\"p\":\"abcdefghijkl\"}");
  }

  @Override
  public Buffer damaged(Buffer event, UnaryOperator<Buffer> damage) {
    return EventStream.withPayload(event, damage);
  }

  @Override
  public List<Buffer> closing() {
    if (!wishes.end()) {
      return List.of();
    }
    ObjectNode stop = Json.object().put("stopReason", stopReason());
    ObjectNode metadata = Json.object();
    metadata.set("metrics", metrics());
    if (wishes.usage()) {
      metadata.set("usage", usage());
    }
    return List.of(
        EventStream.event("messageStop", stop.toString()),
        EventStream.event("metadata", metadata.toString()));
  }

  @Override
  public Buffer errorEvent(boolean first) {
    return EventStream.exception("serviceUnavailableException", BedrockErrors.usual(503).body());
  }

  private String stopReason() {
    if (Phrase.blocked(turn)) {
      return "guardrail_intervened";
    }
    if (Phrase.refused(turn)) {
      return "content_filtered";
    }
    return switch (said.ending()) {
      case DONE -> "end_turn";
      case TOOL_CALLS -> "tool_use";
      case MAX_TOKENS -> "max_tokens";
      case STOP_SEQUENCE -> "stop_sequence";
    };
  }

  private ObjectNode metrics() {
    return Json.object().put("latencyMs", (long) said.tokens() * LATENCY);
  }

  private ObjectNode usage() {
    boolean forced = wishes.inputTokens() != null;
    long read = forced ? 0 : input.read();
    long written = forced ? 0 : input.written();
    long plain = wishes.input(input.plain());
    long output = wishes.output(said.tokens());
    return Json.object()
        .put("inputTokens", plain)
        .put("outputTokens", output)
        .put("totalTokens", plain + read + written + output)
        .put("cacheReadInputTokens", read)
        .put("cacheWriteInputTokens", written);
  }
}
