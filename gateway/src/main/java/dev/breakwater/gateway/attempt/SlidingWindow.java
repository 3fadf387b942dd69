package dev.breakwater.gateway.attempt;

/** How the last hundred calls went. Not for several threads at once. */
final class SlidingWindow {
  static final int CAPACITY = 100;

  private final boolean[] failed = new boolean[CAPACITY];
  private int size;
  private int next;
  private int failures;

  void add(boolean success) {
    if (size == CAPACITY) {
      if (failed[next]) {
        failures--;
      }
    } else {
      size++;
    }
    failed[next] = !success;
    if (!success) {
      failures++;
    }
    next = (next + 1) % CAPACITY;
  }

  int size() {
    return size;
  }

  int failures() {
    return failures;
  }
}
