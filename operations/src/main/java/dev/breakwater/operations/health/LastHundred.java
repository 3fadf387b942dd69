package dev.breakwater.operations.health;

import java.util.ArrayDeque;
import java.util.Deque;

/** How the last hundred calls and checks went. Not for several threads at once. */
final class LastHundred {
  static final int CAPACITY = 100;

  private static final char SUCCESS = '1';
  private static final char FAILURE = '0';

  private final Deque<Boolean> outcomes = new ArrayDeque<>(CAPACITY);
  private int failures;

  /**
   * @param text as {@link #text} wrote it; other characters are passed over
   */
  static LastHundred of(String text) {
    LastHundred read = new LastHundred();
    for (int place = 0; place < text.length(); place++) {
      char outcome = text.charAt(place);
      if (outcome == SUCCESS || outcome == FAILURE) {
        read.add(outcome == SUCCESS);
      }
    }
    return read;
  }

  void add(boolean success) {
    if (outcomes.size() == CAPACITY && !outcomes.removeFirst()) {
      failures--;
    }
    outcomes.addLast(success);
    failures += success ? 0 : 1;
  }

  /** 0 to 100; 100 over nothing. */
  double successRate() {
    return outcomes.isEmpty() ? 100 : 100.0 * (outcomes.size() - failures) / outcomes.size();
  }

  /** A digit each, the oldest first. */
  String text() {
    StringBuilder text = new StringBuilder(outcomes.size());
    outcomes.forEach(success -> text.append(success ? SUCCESS : FAILURE));
    return text.toString();
  }
}
