package dev.breakwater.simulator.speech;

import org.jspecify.annotations.Nullable;

/**
 * What one choice of an answer says, cut into the pieces in which it is streamed, and why it ends.
 */
public final class Utterance {
  private final String text;
  private final int[] ends;
  private final int tokens;
  private final Ending ending;
  private final @Nullable String stop;

  /** Why an answer ends. */
  public enum Ending {
    DONE,
    MAX_TOKENS,
    STOP_SEQUENCE
  }

  /**
   * An utterance of at least one piece.
   *
   * @param text the whole text
   * @param ends for each streamed piece, the index in {@code text} after its last character
   * @param tokens tokens of the text; a single token is still streamed in two pieces
   * @param ending why it ends
   * @param stop the stop sequence that ended it, when one did
   */
  Utterance(String text, int[] ends, int tokens, Ending ending, @Nullable String stop) {
    this.text = text;
    this.ends = ends;
    this.tokens = tokens;
    this.ending = ending;
    this.stop = stop;
  }

  public String text() {
    return text;
  }

  public int tokens() {
    return tokens;
  }

  public Ending ending() {
    return ending;
  }

  public @Nullable String stop() {
    return stop;
  }

  public int pieces() {
    return ends.length;
  }

  /** Index of the first character of a piece. */
  public int start(int piece) {
    return piece == 0 ? 0 : ends[piece - 1];
  }

  /** Index after the last character of a piece. */
  public int end(int piece) {
    return ends[piece];
  }

  /** Tokens said once pieces 0 to {@code piece} are. */
  public int tokensThrough(int piece) {
    return Math.min(piece + 1, tokens);
  }

  public String piece(int piece) {
    return text.substring(start(piece), end(piece));
  }
}
