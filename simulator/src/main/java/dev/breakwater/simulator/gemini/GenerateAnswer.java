package dev.breakwater.simulator.gemini;

import dev.breakwater.simulator.answer.Answer;
import dev.breakwater.simulator.answer.Chunk;
import dev.breakwater.simulator.answer.Document;
import dev.breakwater.simulator.answer.Identifier;
import dev.breakwater.simulator.answer.Wishes;
import dev.breakwater.simulator.json.Json;
import dev.breakwater.simulator.speech.Piece;
import dev.breakwater.simulator.speech.Utterance;
import io.vertx.core.buffer.Buffer;
import java.util.List;

/**
 * Generated content, as one object or as a stream of objects that each look like a whole answer:
 * the usage so far is in every one, the finish reason in the last of its candidate.
 */
final class GenerateAnswer implements Answer {
  private final long inputTokens;
  private final List<Utterance> candidates;
  private final Framing framing;
  private final Wishes wishes;

  /** What follows the candidates and the usage. */
  private final String trailer;

  GenerateAnswer(
      String model, long inputTokens, List<Utterance> candidates, Framing framing, Wishes wishes) {
    this.inputTokens = inputTokens;
    this.candidates = candidates;
    this.framing = framing;
    this.wishes = wishes;
    this.trailer =
        ",\"modelVersion\":"
            + Json.quote(model)
            + ",\"responseId\":\""
            + Identifier.of("", 22)
            + "\"}";
  }

  @Override
  public List<Utterance> choices() {
    return candidates;
  }

  @Override
  public Buffer whole() {
    StringBuilder out = new StringBuilder(640).append("{\"candidates\":[");
    for (int index = 0; index < candidates.size(); index++) {
      out.append(index == 0 ? "" : ",");
      appendCandidate(out, index, 0, candidates.get(index).text().length(), wishes.end());
    }
    out.append(']');
    appendUsage(out, wishes.output(total()));
    return Buffer.buffer(out.append(trailer).toString());
  }

  @Override
  public String streamType() {
    return framing == Framing.EVENTS ? "text/event-stream" : Document.JSON;
  }

  @Override
  public List<Buffer> opening() {
    return framing == Framing.ARRAY ? List.of(Buffer.buffer("[")) : List.of();
  }

  @Override
  public Chunk chunk(int choice, int piece) {
    Utterance candidate = candidates.get(choice);
    boolean last = piece == candidate.pieces() - 1;
    StringBuilder out = new StringBuilder(384);
    if (framing == Framing.EVENTS) {
      out.append("data: ");
    } else if (piece > 0 || choice > 0) {
      out.append(",\r\n");
    }
    out.append("{\"candidates\":[");
    Piece one = candidate.piece(piece);
    appendCandidate(out, choice, one.start(), one.end(), last && wishes.end());
    out.append(']');
    long said = saidThrough(choice, piece);
    appendUsage(out, said == total() ? wishes.output(said) : said);
    out.append(trailer);
    return Chunk.of(
        Buffer.buffer(out.append(framing == Framing.EVENTS ? "\r\n\r\n" : "").toString()));
  }

  @Override
  public List<Buffer> closing() {
    return framing == Framing.ARRAY && wishes.end() ? List.of(Buffer.buffer("]\n")) : List.of();
  }

  @Override
  public Buffer errorEvent(boolean first) {
    Buffer error = GeminiErrors.usual(503).body();
    return framing == Framing.EVENTS
        ? Buffer.buffer("data: ").appendBuffer(error).appendString("\r\n\r\n")
        : Buffer.buffer(first ? "" : ",\r\n").appendBuffer(error).appendString("]\n");
  }

  private void appendCandidate(StringBuilder out, int index, int from, int to, boolean end) {
    Utterance candidate = candidates.get(index);
    out.append("{\"content\":{\"parts\":[{\"text\":\"");
    Json.appendEscaped(out, candidate.text(), from, to);
    out.append("\"}],\"role\":\"model\"}");
    if (end) {
      String reason =
          switch (candidate.ending()) {
            case DONE, TOOL_CALLS, STOP_SEQUENCE -> "STOP";
            case MAX_TOKENS -> "MAX_TOKENS";
          };
      out.append(",\"finishReason\":\"").append(reason).append('"');
    }
    out.append(",\"index\":").append(index).append('}');
  }

  private void appendUsage(StringBuilder out, long output) {
    if (!wishes.usage()) {
      return;
    }
    long input = wishes.input(inputTokens);
    out.append(",\"usageMetadata\":{\"promptTokenCount\":").append(input);
    out.append(",\"candidatesTokenCount\":").append(output);
    out.append(",\"totalTokenCount\":").append(input + output);
    out.append(",\"promptTokensDetails\":[{\"modality\":\"TEXT\",\"tokenCount\":")
        .append(input)
        .append("}]}");
  }

  private long total() {
    return candidates.stream().mapToLong(Utterance::tokens).sum();
  }

  /** Tokens of all candidates once this piece of this candidate is sent; they take turns. */
  private long saidThrough(int choice, int piece) {
    long said = 0;
    for (int index = 0; index < candidates.size(); index++) {
      int through = index <= choice ? piece : piece - 1;
      said += through < 0 ? 0 : candidates.get(index).tokensThrough(through);
    }
    return said;
  }
}
