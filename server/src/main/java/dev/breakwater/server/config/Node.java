package dev.breakwater.server.config;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A piece of the file that knows where it stands. */
sealed interface Node {

  Place place();

  /**
   * @param line from 1
   * @param column from 1
   */
  record Place(int line, int column) {}

  /**
   * @param plain written without quotes; only then does an empty text, {@code ~} or {@code null}
   *     mean that nothing is given
   */
  record Scalar(Place place, String text, boolean plain) implements Node {
    boolean isNull() {
      return plain && (text.isEmpty() || text.equals("~") || text.equals("null"));
    }
  }

  record Sequence(Place place, List<Node> elements) implements Node {}

  record Mapping(Place place, Map<String, Entry> entries) implements Node {}

  record Entry(Place keyPlace, Node value) {}

  /** Whether there is anything: a key with nothing behind it counts as left out. */
  static boolean isGiven(@Nullable Node node) {
    return node != null && !(node instanceof Scalar scalar && scalar.isNull());
  }

  static String describe(Node node) {
    return switch (node) {
      case Scalar _ -> "a single value";
      case Sequence _ -> "a list";
      case Mapping _ -> "a section";
    };
  }
}
