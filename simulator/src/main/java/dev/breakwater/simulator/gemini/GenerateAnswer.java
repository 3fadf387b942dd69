package dev.breakwater.simulator.gemini;

import dev.breakwater.simulator.answer.Answer;
import dev.breakwater.simulator.answer.Chunk;
import dev.breakwater.simulator.answer.Document;
import dev.breakwater.simulator.answer.Identifier;
import dev.breakwater.simulator.answer.Wishes;
import dev.breakwater.simulator.json.Json;
import dev.breakwater.simulator.speech.Block;
import dev.breakwater.simulator.speech.Piece;
import dev.breakwater.simulator.speech.Utterance;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Generated content, as one object or as a stream of objects that each look like a whole answer:
 * the usage so far is in every one, the finish reason in the last of its candidate.
 */
final class GenerateAnswer implements Answer {
  private final Prompt prompt;
  private final List<Utterance> said;
  private final List<Candidate> candidates = new ArrayList<>();
  private final Framing framing;
  private final Wishes wishes;

  /** The prompt's part of the usage. */
  private final String promptDetails;

  private final long total;

  /** What follows the candidates and the usage. */
  private final String trailer;

  GenerateAnswer(GenerateRequest request, List<Utterance> said, Wishes wishes) {
    this.prompt = request.prompt();
    this.said = said;
    this.framing = request.framing();
    this.wishes = wishes;
    this.promptDetails = prompt.details(wishes.input(prompt.tokens())).toString();
    this.total = said.stream().mapToLong(Utterance::tokens).sum();
    boolean third = GenerateRules.thirdGeneration(request.model());
    for (int index = 0; index < said.size(); index++) {
      candidates.add(new Candidate(said.get(index), index, third, request.extras()));
    }
    this.trailer =
        ",\"modelVersion\":"
            + Json.quote(request.model())
            + ",\"responseId\":\""
            + Identifier.of("", 22)
            + "\"}";
  }

  @Override
  public List<Utterance> choices() {
    return said;
  }

  @Override
  public Buffer whole() {
    StringBuilder out = new StringBuilder(640).append("{\"candidates\":[");
    String separator = "";
    for (Candidate candidate : candidates) {
      candidate.appendWhole(out.append(separator), wishes.end());
      separator = ",";
    }
    out.append(']');
    appendUsage(out, total, said.stream().mapToLong(Utterance::thinkingTokens).sum());
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
    boolean last = piece == said.get(choice).pieces() - 1;
    StringBuilder out = new StringBuilder(384);
    if (framing == Framing.EVENTS) {
      out.append("data: ");
    } else if (piece > 0 || choice > 0) {
      out.append(",\r\n");
    }
    out.append("{\"candidates\":[");
    candidates.get(choice).appendPiece(out, piece, last && wishes.end());
    out.append(']');
    long tokens = 0;
    long thoughts = 0;
    for (int index = 0; index < said.size(); index++) {
      // They take turns, so those behind are a piece behind.
      int through = Math.min(index <= choice ? piece : piece - 1, said.get(index).pieces() - 1);
      if (through >= 0) {
        tokens += said.get(index).tokensThrough(through);
        thoughts += thoughtsThrough(said.get(index), through);
      }
    }
    appendUsage(out, tokens, thoughts);
    out.append(trailer);
    return Chunk.of(
        Buffer.buffer(out.append(framing == Framing.EVENTS ? "\r\n\r\n" : "").toString()));
  }

  private static long thoughtsThrough(Utterance said, int piece) {
    Piece reached = said.piece(piece);
    return reached.block() instanceof Block.Thinking
        ? said.tokensThrough(piece)
        : said.thinkingTokens();
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

  /** Usage after so many tokens; the counts a script orders hold for the whole answer only. */
  private void appendUsage(StringBuilder out, long tokens, long thoughts) {
    if (!wishes.usage()) {
      return;
    }
    long output = tokens == total ? wishes.output(tokens) : tokens;
    long thought = Math.min(output, thoughts);
    long input = wishes.input(prompt.tokens());
    out.append(",\"usageMetadata\":{\"promptTokenCount\":").append(input);
    out.append(",\"candidatesTokenCount\":").append(output - thought);
    out.append(",\"totalTokenCount\":").append(input + output);
    out.append(",\"promptTokensDetails\":").append(promptDetails);
    if (thought > 0) {
      out.append(",\"thoughtsTokenCount\":").append(thought);
    }
    out.append('}');
  }
}
