package dev.breakwater.simulator.speech;

import java.util.Arrays;

/**
 * A text cut into the pieces in which it is streamed, a token each; a single token is still
 * streamed in two pieces, because a streamed answer comes in two pieces at least.
 */
public final class Passage {
  private final String text;
  private final int[] ends;
  private final int tokens;

  private Passage(String text, int[] ends, int tokens) {
    this.text = text;
    this.ends = ends;
    this.tokens = tokens;
  }

  /**
   * A passage that is streamed.
   *
   * @param ends for each token, the index in {@code text} after its last character; none for an
   *     empty text, which is one empty piece
   */
  static Passage of(String text, int[] ends) {
    if (ends.length == 0) {
      return new Passage(text, new int[] {0}, 0);
    }
    if (ends.length == 1 && text.codePointCount(0, text.length()) > 1) {
      int half = text.offsetByCodePoints(0, 1);
      return new Passage(text, new int[] {half, text.length()}, 1);
    }
    return new Passage(text, ends, ends.length);
  }

  /** The same text and tokens, of which no piece is ever shown. */
  Passage hidden() {
    return new Passage(text, new int[0], tokens);
  }

  /** The same text and tokens, streamed at once. */
  Passage inOnePiece() {
    return new Passage(text, new int[] {text.length()}, tokens);
  }

  /** The first {@code most} of the tokens of {@code text}, which has more. */
  static Passage beginning(String text, int[] ends, int most) {
    return of(text.substring(0, most == 0 ? 0 : ends[most - 1]), Arrays.copyOf(ends, most));
  }

  /**
   * What is left of it for someone who has said its beginning; all of it for someone who has said
   * anything else.
   */
  Passage after(String begun) {
    if (!text.startsWith(begun)) {
      return this;
    }
    int done = 0;
    while (done < ends.length && ends[done] <= begun.length()) {
      done++;
    }
    int[] left = Arrays.copyOfRange(ends, done, ends.length);
    for (int piece = 0; piece < left.length; piece++) {
      left[piece] -= begun.length();
    }
    return of(text.substring(begun.length()), left);
  }

  /** At most so many of its tokens. */
  Passage atMost(int most) {
    return tokens <= most ? this : beginning(text, ends, most);
  }

  public String text() {
    return text;
  }

  public int tokens() {
    return tokens;
  }

  /** How many pieces are streamed; 0 when it is hidden. */
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
    return piece == ends.length - 1 ? tokens : Math.min(piece + 1, tokens);
  }
}
