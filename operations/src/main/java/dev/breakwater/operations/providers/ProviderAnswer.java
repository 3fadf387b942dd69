package dev.breakwater.operations.providers;

import java.util.List;

/** What came of a change. */
public sealed interface ProviderAnswer {
  record Done(ProviderView provider) implements ProviderAnswer {}

  /** There was something to take away, and it is gone. */
  record Gone() implements ProviderAnswer {}

  /** Not of this name, or not for this caller. */
  record Absent() implements ProviderAnswer {}

  /** The name is taken, or there is nothing to undo. */
  record Conflict(String why) implements ProviderAnswer {}

  /**
   * @param problems at least one
   */
  record Refused(List<Problem> problems) implements ProviderAnswer {
    public Refused {
      problems = List.copyOf(problems);
    }
  }

  /** One field that is wrong. */
  record Problem(String field, String message) {}
}
