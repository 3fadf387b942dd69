package dev.breakwater.operations.health;

/** How the last hundred calls and checks went. Not for several threads at once. */
final class LastHundred {
  static final int CAPACITY = 100;

  private static final char SUCCESS = '1';
  private static final char FAILURE = '0';

  private final boolean[] outcomes = new boolean[CAPACITY];

  /** Where the next one goes, which is where the oldest stands once all places are taken. */
  private int next;

  private int count;
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
    if (count < CAPACITY) {
      count++;
    } else if (!outcomes[next]) {
      failures--;
    }
    outcomes[next] = success;
    next = (next + 1) % CAPACITY;
    failures += success ? 0 : 1;
  }

  /** 0 to 100; 100 over nothing. */
  double successRate() {
    return count == 0 ? 100 : 100.0 * (count - failures) / count;
  }

  /** A digit each, the oldest first. */
  String text() {
    StringBuilder text = new StringBuilder(count);
    for (int place = next - count; place < next; place++) {
      text.append(outcomes[Math.floorMod(place, CAPACITY)] ? SUCCESS : FAILURE);
    }
    return text.toString();
  }
}
