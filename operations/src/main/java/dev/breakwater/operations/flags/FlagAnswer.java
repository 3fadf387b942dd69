package dev.breakwater.operations.flags;

import java.util.List;
import java.util.Map;

/** What became of a change of flags. */
public sealed interface FlagAnswer {
  /**
   * It holds.
   *
   * @param flags every flag, by name
   */
  record Changed(Map<String, Flag> flags) implements FlagAnswer {}

  /**
   * Nothing has changed.
   *
   * @param wrongs at least one
   */
  record Refused(List<Wrong> wrongs) implements FlagAnswer {}

  /** What is wrong with what was said about one flag. */
  record Wrong(String name, String message) {}
}
