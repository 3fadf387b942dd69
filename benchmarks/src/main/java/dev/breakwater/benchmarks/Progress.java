package dev.breakwater.benchmarks;

/** Tells whoever waits what is going on, on standard error. */
final class Progress {
  private Progress() {}

  @SuppressWarnings("SystemOut")
  static void say(String line) {
    System.err.println(line);
  }
}
