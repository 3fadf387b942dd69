package dev.breakwater.simulator.gemini;

import dev.breakwater.simulator.json.Json;
import dev.breakwater.simulator.speech.Block;
import dev.breakwater.simulator.speech.Passage;
import dev.breakwater.simulator.speech.Piece;
import dev.breakwater.simulator.speech.Seed;
import dev.breakwater.simulator.speech.Utterance;
import java.util.List;
import java.util.Locale;

/**
 * Writes a candidate, whole or a piece of it.
 *
 * @param said what it says
 * @param index among the candidates
 * @param thirdGeneration whether the model signs its calls always, and gives them identifiers
 * @param extras what else goes with it
 */
record Candidate(
    Utterance said, int index, boolean thirdGeneration, GenerateRequest.Extras extras) {
  private static final double MOST_LIKELY = 0.02;
  private static final List<String> RATED =
      List.of(
          "HARM_CATEGORY_HATE_SPEECH",
          "HARM_CATEGORY_DANGEROUS_CONTENT",
          "HARM_CATEGORY_HARASSMENT",
          "HARM_CATEGORY_SEXUALLY_EXPLICIT");

  /** Appends all of it; without a reason why it ends unless {@code end}. */
  void appendWhole(StringBuilder out, boolean end) {
    StringBuilder parts = new StringBuilder();
    for (int block = 0; block < said.blocks().size(); block++) {
      Passage passage = said.blocks().get(block).said();
      if (passage.pieces() > 0) {
        appendPart(parts, block, 0, passage.text().length());
      }
    }
    append(out, parts, 0, said.pieces(), end);
  }

  /** Appends one piece of it. */
  void appendPiece(StringBuilder out, int piece, boolean end) {
    Piece one = said.piece(piece);
    StringBuilder parts = new StringBuilder();
    appendPart(parts, one.index(), one.start(), one.end());
    append(out, parts, piece, piece + 1, end);
  }

  private void append(StringBuilder out, StringBuilder parts, int from, int to, boolean end) {
    out.append("{\"content\":{");
    if (!parts.isEmpty()) {
      out.append("\"parts\":[").append(parts).append("],");
    }
    out.append("\"role\":\"model\"}");
    if (end) {
      String reason =
          switch (said.ending()) {
            case DONE, TOOL_CALLS, STOP_SEQUENCE -> "STOP";
            case MAX_TOKENS -> "MAX_TOKENS";
          };
      out.append(",\"finishReason\":\"").append(extras.refused() ? "SAFETY" : reason);
      out.append('"');
    }
    if (extras.safety()) {
      appendRatings(out);
    }
    if (extras.logprobs() >= 0) {
      appendLogprobs(out, from, to);
    }
    out.append(",\"index\":").append(index).append('}');
  }

  private void appendPart(StringBuilder out, int block, int from, int to) {
    Block whose = said.blocks().get(block);
    String text = whose.said().text();
    switch (whose) {
      case Block.Thinking _ -> {
        open(out).append("\"text\":\"");
        Json.appendEscaped(out, text, from, to);
        out.append("\",\"thought\":true}");
      }
      case Block.Text _ -> {
        open(out).append("\"text\":\"");
        Json.appendEscaped(out, text, from, to);
        out.append('"');
        if (to == text.length() && said.thinkingTokens() > 0) {
          out.append(",\"thoughtSignature\":").append(ContentRules.signed(text));
        }
        out.append('}');
      }
      case Block.ToolCall(String id, String name, Passage _) -> {
        // Arguments that the limit cut are no JSON and are not shown.
        if (Json.parse(Json.utf8(text)) != null) {
          open(out).append("\"functionCall\":{\"name\":").append(Json.quote(name));
          out.append(",\"args\":").append(text);
          out.append(thirdGeneration ? ",\"id\":" + Json.quote(id) : "").append('}');
          if (signs(block)) {
            out.append(",\"thoughtSignature\":").append(ContentRules.signed(name + text));
          }
          out.append('}');
        }
      }
    }
  }

  private static StringBuilder open(StringBuilder out) {
    return out.append(out.isEmpty() ? "{" : ",{");
  }

  /** Of the calls of a turn the first is signed. */
  private boolean signs(int block) {
    boolean first = block == 0 || !(said.blocks().get(block - 1) instanceof Block.ToolCall);
    return first && (thirdGeneration || said.thinkingTokens() > 0);
  }

  private static void appendRatings(StringBuilder out) {
    out.append(",\"safetyRatings\":[");
    for (int index = 0; index < RATED.size(); index++) {
      out.append(index == 0 ? "" : ",").append("{\"category\":\"").append(RATED.get(index));
      out.append("\",\"probability\":\"NEGLIGIBLE\"}");
    }
    out.append(']');
  }

  /** Log probabilities of the text's tokens: made up, but the same for the same token. */
  private void appendLogprobs(StringBuilder out, int from, int to) {
    StringBuilder chosen = new StringBuilder();
    StringBuilder top = new StringBuilder();
    double sum = 0;
    int count = 0;
    for (int piece = from; piece < to; piece++) {
      Piece one = said.piece(piece);
      if (!(one.block() instanceof Block.Text(Passage passage))) {
        continue;
      }
      String token = passage.text().substring(one.start(), one.end());
      double unlikely = MOST_LIKELY + (new Seed().mix(token).value() & 0xff) / 512.0;
      appendToken(chosen, token, unlikely);
      top.append(top.isEmpty() ? "" : ",").append("{\"candidates\":[");
      StringBuilder alternatives = new StringBuilder();
      for (int rank = 0; rank < extras.logprobs(); rank++) {
        appendToken(alternatives, token + "'".repeat(rank), unlikely + rank * 1.5);
      }
      top.append(alternatives).append("]}");
      sum += unlikely;
      count++;
    }
    if (count == 0) {
      return;
    }
    out.append(",\"avgLogprobs\":").append(number(sum / count));
    out.append(",\"logprobsResult\":{");
    if (extras.logprobs() > 0) {
      out.append("\"topCandidates\":[").append(top).append("],");
    }
    out.append("\"chosenCandidates\":[").append(chosen).append("]}");
  }

  private static void appendToken(StringBuilder out, String token, double unlikely) {
    out.append(out.isEmpty() ? "" : ",").append("{\"token\":").append(Json.quote(token));
    out.append(",\"tokenId\":").append(new Seed().mix(token).value() & 0x3ffff);
    out.append(",\"logProbability\":").append(number(unlikely)).append('}');
  }

  private static String number(double unlikely) {
    return String.format(Locale.ROOT, "-%.6f", unlikely);
  }
}
