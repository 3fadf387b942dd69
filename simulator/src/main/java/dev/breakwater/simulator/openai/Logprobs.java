package dev.breakwater.simulator.openai;

import dev.breakwater.simulator.json.Json;
import dev.breakwater.simulator.speech.Passage;
import dev.breakwater.simulator.speech.Seed;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Log probabilities of tokens: made up, but the same for the same token every time. */
final class Logprobs {
  private static final double MOST_LIKELY = 0.02;

  private Logprobs() {}

  /** Appends the entries of pieces {@code from} to {@code to}, exclusive, without brackets. */
  static void append(StringBuilder out, Passage passage, int from, int to, int alternatives) {
    for (int piece = from; piece < to; piece++) {
      String token = passage.text().substring(passage.start(piece), passage.end(piece));
      long seed = new Seed().mix(token).value();
      double likely = MOST_LIKELY + (seed & 0xff) / 512.0;
      out.append(piece == from ? "{" : ",{");
      entry(out, token, likely);
      out.append(",\"top_logprobs\":[");
      for (int rank = 0; rank < alternatives; rank++) {
        out.append(rank == 0 ? "{" : ",{");
        entry(out, rank == 0 ? token : token + "'".repeat(rank), likely + rank * 1.5);
        out.append('}');
      }
      out.append("]}");
    }
  }

  /** The log probability of a token as a decimal number below zero. */
  static String of(String token) {
    long seed = new Seed().mix(token).value();
    return number(MOST_LIKELY + (seed & 0xff) / 512.0);
  }

  private static void entry(StringBuilder out, String token, double unlikely) {
    out.append("\"token\":").append(Json.quote(token));
    out.append(",\"logprob\":").append(number(unlikely)).append(",\"bytes\":[");
    byte[] bytes = token.getBytes(StandardCharsets.UTF_8);
    for (int index = 0; index < bytes.length; index++) {
      out.append(index == 0 ? "" : ",").append(bytes[index] & 0xff);
    }
    out.append(']');
  }

  private static String number(double unlikely) {
    return String.format(Locale.ROOT, "-%.6f", unlikely);
  }
}
