package dev.breakwater.simulator.delivery;

import dev.breakwater.simulator.speech.Utterance;
import java.util.List;

/** The order of the chunks: a piece of every choice that still has one, in turn. */
final class Cursor {
  private final List<Utterance> choices;
  private final boolean endless;
  private final long total;
  private int choice;
  private int piece;
  private long taken;
  private long tokens;

  Cursor(List<Utterance> choices, boolean endless) {
    this.choices = choices;
    this.endless = endless;
    this.total = choices.stream().mapToLong(Utterance::pieces).sum();
    rewind();
  }

  void rewind() {
    choice = 0;
    piece = 0;
    taken = 0;
    tokens = 0;
    skipExhausted();
  }

  long total() {
    return total;
  }

  boolean hasNext() {
    return taken < total || (endless && total > 0);
  }

  int choice() {
    return choice;
  }

  int piece() {
    return piece;
  }

  /** Tokens of the chunks that were taken. */
  long tokens() {
    return tokens;
  }

  void advance() {
    taken++;
    if (piece < choices.get(choice).tokens()) {
      tokens++;
    }
    choice++;
    if (endless && taken % total == 0) {
      choice = 0;
      piece = 0;
    }
    skipExhausted();
  }

  private void skipExhausted() {
    while (hasNext()) {
      if (choice >= choices.size()) {
        choice = 0;
        piece++;
      } else if (piece >= choices.get(choice).pieces()) {
        choice++;
      } else {
        return;
      }
    }
  }
}
