package dev.breakwater.simulator.anthropic;

import dev.breakwater.simulator.answer.Answer;
import dev.breakwater.simulator.answer.Chunk;
import dev.breakwater.simulator.answer.Identifier;
import dev.breakwater.simulator.answer.Wishes;
import dev.breakwater.simulator.json.Json;
import dev.breakwater.simulator.speech.Piece;
import dev.breakwater.simulator.speech.Utterance;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A message, as one object or as server-sent events. */
final class MessagesAnswer implements Answer {
  private final Utterance said;
  private final long inputTokens;
  private final Wishes wishes;

  /** The message's fields before its content. */
  private final String envelope;

  MessagesAnswer(String model, long inputTokens, Utterance said, Wishes wishes) {
    this.said = said;
    this.inputTokens = inputTokens;
    this.wishes = wishes;
    this.envelope =
        "\"id\":\""
            + Identifier.of("msg_01", 22)
            + "\",\"type\":\"message\",\"role\":\"assistant\",\"model\":"
            + Json.quote(model);
  }

  @Override
  public List<Utterance> choices() {
    return List.of(said);
  }

  @Override
  public Buffer whole() {
    StringBuilder out = new StringBuilder(768).append('{').append(envelope);
    out.append(",\"content\":[{\"type\":\"text\",\"text\":\"");
    Json.appendEscaped(out, said.text(), 0, said.text().length());
    out.append("\",\"citations\":null}],");
    appendStop(out);
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
    return List.of(
        event(
            "message_start",
            ",\"message\":{"
                + envelope
                + ",\"content\":[],\"stop_reason\":null,\"stop_sequence\":null"
                + usage
                + "}"),
        event(
            "content_block_start",
            ",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\",\"citations\":null}"),
        event("ping", ""));
  }

  @Override
  public Chunk chunk(int choice, int piece) {
    StringBuilder out = new StringBuilder(64);
    out.append(",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"");
    Piece one = said.piece(piece);
    Json.appendEscaped(out, one.block().said().text(), one.start(), one.end());
    return Chunk.of(event("content_block_delta", out.append("\"}")));
  }

  @Override
  public List<Buffer> closing() {
    if (!wishes.end()) {
      return List.of();
    }
    List<Buffer> closing = new ArrayList<>(3);
    closing.add(event("content_block_stop", ",\"index\":0"));
    StringBuilder delta = new StringBuilder(192).append(",\"delta\":{");
    appendStop(delta);
    delta.append('}');
    if (wishes.usage()) {
      delta.append(",\"usage\":").append(usage(said.tokens(), false));
    }
    closing.add(event("message_delta", delta));
    closing.add(event("message_stop", ""));
    return closing;
  }

  @Override
  public Buffer errorEvent(boolean first) {
    String error = AnthropicErrors.usual(529).body().toString(StandardCharsets.UTF_8);
    return Buffer.buffer("event: error\ndata: " + error + "\n\n");
  }

  private static Buffer event(String type, CharSequence fields) {
    return Buffer.buffer(
        "event: " + type + "\ndata: {\"type\":\"" + type + "\"" + fields + "}\n\n");
  }

  private void appendStop(StringBuilder out) {
    if (!wishes.end()) {
      out.append("\"stop_reason\":null,\"stop_sequence\":null");
      return;
    }
    String reason =
        switch (said.ending()) {
          case DONE -> "end_turn";
          case TOOL_CALLS -> "tool_use";
          case MAX_TOKENS -> "max_tokens";
          case STOP_SEQUENCE -> "stop_sequence";
        };
    out.append("\"stop_reason\":\"").append(reason).append("\",\"stop_sequence\":");
    out.append(said.stop() == null ? "null" : Json.quote(said.stop()));
  }

  /** Usage after so many tokens; the counts a script orders hold for the whole answer only. */
  private String usage(long outputTokens, boolean full) {
    long output = outputTokens == said.tokens() ? wishes.output(outputTokens) : outputTokens;
    StringBuilder out = new StringBuilder(256);
    out.append("{\"input_tokens\":").append(wishes.input(inputTokens));
    out.append(",\"cache_creation_input_tokens\":0,\"cache_read_input_tokens\":0");
    if (full) {
      out.append(
          ",\"cache_creation\":{\"ephemeral_5m_input_tokens\":0,\"ephemeral_1h_input_tokens\":0}");
    }
    out.append(",\"output_tokens\":").append(output).append(",\"server_tool_use\":null");
    if (full) {
      out.append(",\"service_tier\":\"standard\"");
    }
    return out.append('}').toString();
  }
}
