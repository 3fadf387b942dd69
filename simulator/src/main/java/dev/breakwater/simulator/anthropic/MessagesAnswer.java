package dev.breakwater.simulator.anthropic;

import static dev.breakwater.simulator.anthropic.ContentBlocks.event;

import dev.breakwater.simulator.answer.Answer;
import dev.breakwater.simulator.answer.Chunk;
import dev.breakwater.simulator.answer.Identifier;
import dev.breakwater.simulator.answer.Wishes;
import dev.breakwater.simulator.anthropic.MessagesRequest.Nature;
import dev.breakwater.simulator.json.Json;
import dev.breakwater.simulator.speech.Block;
import dev.breakwater.simulator.speech.CacheMeter;
import dev.breakwater.simulator.speech.Piece;
import dev.breakwater.simulator.speech.Utterance;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A message, as one object or as server-sent events. */
final class MessagesAnswer implements Answer {
  private final Utterance said;
  private final CacheMeter.Count input;
  private final boolean refused;
  private final Wishes wishes;
  private final ContentBlocks blocks;

  /** The message's fields before its content. */
  private final String envelope;

  MessagesAnswer(MessagesRequest request, Utterance said, Wishes wishes) {
    this.said = said;
    this.input = request.prompt().tokens();
    this.refused = request.nature() == Nature.REFUSED;
    this.wishes = wishes;
    this.blocks = new ContentBlocks(request.citations(), request.nature() == Nature.REDACTED);
    this.envelope =
        "\"id\":\""
            + Identifier.of("msg_01", 22)
            + "\",\"type\":\"message\",\"role\":\"assistant\",\"model\":"
            + Json.quote(request.model())
            + ",\"container\":null,\"diagnostics\":null";
  }

  @Override
  public List<Utterance> choices() {
    return List.of(said);
  }

  @Override
  public Buffer whole() {
    StringBuilder out =
        new StringBuilder(768).append('{').append(envelope).append(",\"content\":[");
    String separator = "";
    for (Block block : said.blocks()) {
      out.append(separator).append(blocks.whole(block));
      separator = ",";
    }
    appendStop(out.append("],"));
    if (wishes.usage()) {
      out.append(",\"usage\":").append(usage(said.tokens(), true));
    }
    return Buffer.buffer(out.append('}').toString());
  }

  @Override
  public String streamType() {
    return "text/event-stream; charset=utf-8";
  }

  @Override
  public List<Buffer> opening() {
    String usage = wishes.usage() ? ",\"usage\":" + usage(1, true) : "";
    List<Buffer> opening = new ArrayList<>();
    opening.add(
        event(
            "message_start",
            ",\"message\":{"
                + envelope
                + ",\"content\":[],\"stop_reason\":null,\"stop_sequence\":null,\"stop_details\":null"
                + usage
                + "}"));
    opening.addAll(before(said.piece(0)));
    opening.add(event("ping", ""));
    return opening;
  }

  @Override
  public Chunk chunk(int choice, int piece) {
    Piece one = said.piece(piece);
    return new Chunk(
        piece > 0 && one.first() ? before(one) : List.of(),
        blocks.piece(one),
        one.last() ? blocks.stop(one.index(), one.block()) : List.of());
  }

  /** Opens the piece's block, after the blocks before it that have no pieces. */
  private List<Buffer> before(Piece piece) {
    int from = piece.index();
    while (from > 0 && said.blocks().get(from - 1).said().pieces() == 0) {
      from--;
    }
    List<Buffer> before = new ArrayList<>();
    for (int index = from; index < piece.index(); index++) {
      Block hidden = said.blocks().get(index);
      before.addAll(blocks.start(index, hidden));
      before.addAll(blocks.stop(index, hidden));
    }
    before.addAll(blocks.start(piece.index(), piece.block()));
    return before;
  }

  @Override
  public List<Buffer> closing() {
    if (!wishes.end()) {
      return List.of();
    }
    StringBuilder delta = new StringBuilder(192).append(",\"delta\":{");
    appendStop(delta);
    delta.append('}');
    if (wishes.usage()) {
      delta.append(",\"usage\":").append(usage(said.tokens(), false));
    }
    return List.of(event("message_delta", delta), event("message_stop", ""));
  }

  @Override
  public Buffer errorEvent(boolean first) {
    String error = AnthropicErrors.usual(529).body().toString(StandardCharsets.UTF_8);
    return Buffer.buffer("event: error\ndata: " + error + "\n\n");
  }

  private void appendStop(StringBuilder out) {
    if (!wishes.end()) {
      out.append("\"stop_reason\":null,\"stop_sequence\":null,\"stop_details\":null");
      return;
    }
    String reason =
        switch (said.ending()) {
          case DONE -> "end_turn";
          case TOOL_CALLS -> "tool_use";
          case MAX_TOKENS -> "max_tokens";
          case STOP_SEQUENCE -> "stop_sequence";
        };
    out.append("\"stop_reason\":\"").append(refused ? "refusal" : reason);
    out.append("\",\"stop_sequence\":");
    out.append(said.stop() == null || refused ? "null" : Json.quote(said.stop()));
    out.append(",\"stop_details\":");
    out.append(refused ? "{\"type\":\"refusal\",\"category\":null,\"explanation\":null}" : "null");
  }

  /** Usage after so many tokens; the counts a script orders hold for the whole answer only. */
  private String usage(long outputTokens, boolean full) {
    boolean complete = outputTokens == said.tokens();
    long output = complete ? wishes.output(outputTokens) : outputTokens;
    boolean forced = wishes.inputTokens() != null;
    long written = forced ? 0 : input.written();
    StringBuilder out = new StringBuilder(320);
    out.append("{\"input_tokens\":").append(wishes.input(input.plain()));
    out.append(",\"cache_creation_input_tokens\":").append(written);
    out.append(",\"cache_read_input_tokens\":").append(forced ? 0 : input.read());
    if (full) {
      out.append(",\"cache_creation\":{\"ephemeral_5m_input_tokens\":");
      out.append(forced ? 0 : input.writtenForMinutes());
      out.append(",\"ephemeral_1h_input_tokens\":");
      out.append(forced ? 0 : input.writtenForAnHour()).append('}');
    }
    out.append(",\"output_tokens\":").append(output).append(",\"output_tokens_details\":");
    if (complete && said.thinkingTokens() > 0) {
      out.append("{\"thinking_tokens\":").append(Math.min(output, said.thinkingTokens()));
      out.append('}');
    } else {
      out.append("null");
    }
    out.append(",\"server_tool_use\":null");
    if (full) {
      out.append(",\"service_tier\":\"standard\",\"inference_geo\":null,\"speed\":\"standard\"");
    }
    return out.append('}').toString();
  }
}
