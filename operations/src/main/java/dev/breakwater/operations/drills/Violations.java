package dev.breakwater.operations.drills;

import java.util.ArrayList;
import java.util.List;

/** The promises that a simulated world saw broken: all counted, the first ones kept in words. */
final class Violations {
  private static final int KEPT = 20;

  private final List<String> first = new ArrayList<>();
  private long count;

  void add(String broken) {
    count++;
    if (first.size() < KEPT) {
      first.add(broken);
    }
  }

  long count() {
    return count;
  }

  List<String> first() {
    return List.copyOf(first);
  }
}
