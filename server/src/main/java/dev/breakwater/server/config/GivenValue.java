package dev.breakwater.server.config;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A single value as somebody gave it. What it may not be is reported, and counts as not given; what
 * it is is noted for those who ask where a setting comes from.
 */
record GivenValue(Findings findings, String path, Overrides.Given given) {

  /** As it stands there. */
  String text() {
    return noted(given.text(), given.text());
  }

  /** As it stands there, for nobody to see. */
  String hidden() {
    return noted(given.text(), "***");
  }

  /**
   * A quantity within bounds, both included.
   *
   * @param expected what it has to be like, and how that is written
   */
  <T extends Comparable<T>> Optional<T> quantity(
      Function<String, Optional<T>> parser,
      String expected,
      T least,
      T most,
      Function<T, String> show) {
    Optional<T> value = parser.apply(given.text());
    if (value.isEmpty()) {
      problem("'" + given.text() + "' is not " + expected);
      return Optional.empty();
    }
    if (value.get().compareTo(least) < 0 || value.get().compareTo(most) > 0) {
      problem(
          given.text() + " is out of range; from " + show.apply(least) + " to " + show.apply(most));
      return Optional.empty();
    }
    return value.map(it -> noted(it, show.apply(it)));
  }

  /**
   * One of several things.
   *
   * @param words how each is written
   */
  <T> Optional<T> oneOf(List<T> choices, Function<T, String> words) {
    Optional<T> found =
        choices.stream().filter(choice -> words.apply(choice).equals(given.text())).findFirst();
    if (found.isEmpty()) {
      List<String> all = choices.stream().map(words).toList();
      problem(
          "'"
              + given.text()
              + "' is none of "
              + String.join(", ", all)
              + Nearest.of(given.text(), all)
                  .map(near -> "; did you mean '" + near + "'?")
                  .orElse(""));
    }
    return found.map(it -> noted(it, words.apply(it)));
  }

  /** Reads a whole number; empty for anything else. */
  static Optional<Long> whole(String text) {
    try {
      return Optional.of(Long.parseLong(text));
    } catch (NumberFormatException notWhole) {
      return Optional.empty();
    }
  }

  private void problem(String message) {
    findings.problem(given.origin(), path, message);
  }

  private <T> T noted(T value, String shown) {
    findings.setting(path, shown, given.origin());
    return value;
  }
}
