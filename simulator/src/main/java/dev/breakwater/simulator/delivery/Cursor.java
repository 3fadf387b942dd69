package dev.breakwater.simulator.delivery;

import dev.breakwater.simulator.speech.Utterance;
import java.util.Arrays;
import java.util.List;

/**
 * The order of the pieces: one of every choice that still has one, in turn. An endless answer goes
 * over the first choice's last block again and again.
 */
final class Cursor {
  private final List<Utterance> choices;
  private final boolean endless;
  private final long total;

  /** For each choice, the tokens of the pieces that were taken. */
  private final long[] said;

  private int choice;
  private int piece;
  private long taken;
  private long repeated;

  Cursor(List<Utterance> choices, boolean endless) {
    this.choices = choices;
    this.endless = endless;
    this.total = choices.stream().mapToLong(Utterance::pieces).sum();
    this.said = new long[choices.size()];
  }

  void rewind() {
    choice = 0;
    piece = 0;
    taken = 0;
    repeated = 0;
    Arrays.fill(said, 0);
  }

  long total() {
    return total;
  }

  boolean hasNext() {
    return taken < total || endless;
  }

  /** Whether the piece was sent before. */
  boolean repeats() {
    return taken >= total;
  }

  int choice() {
    return choice;
  }

  int piece() {
    return piece;
  }

  /** Tokens of the pieces that were taken. */
  long tokens() {
    long tokens = repeated;
    for (long one : said) {
      tokens += one;
    }
    return tokens;
  }

  void advance() {
    if (repeats()) {
      repeated++;
    } else {
      said[choice] = choices.get(choice).tokensThrough(piece);
    }
    taken++;
    if (taken < total) {
      next();
    } else if (endless) {
      choice = 0;
      boolean again = taken == total || piece + 1 >= choices.getFirst().pieces();
      piece = again ? choices.getFirst().lastBlock() : piece + 1;
    }
  }

  private void next() {
    do {
      choice++;
      if (choice == choices.size()) {
        choice = 0;
        piece++;
      }
    } while (piece >= choices.get(choice).pieces());
  }
}
