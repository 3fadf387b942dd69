package dev.breakwater.operations.users;

import java.util.List;

/** How a wish to change people went; only the first kept anything. */
public sealed interface UserAnswer {
  record Done(User user) implements UserAnswer {}

  /** There is nobody of that id, as far as whoever asks may know. */
  record Unknown() implements UserAnswer {}

  /** It would give or take more than whoever asks has. */
  record Forbidden(Problem problem) implements UserAnswer {}

  /** Something else stands against it: the login is taken, or nobody would be left. */
  record Conflict(Problem problem) implements UserAnswer {}

  /** What was asked makes no sense; all problems at once. */
  record Wrong(List<Problem> problems) implements UserAnswer {
    public Wrong {
      problems = List.copyOf(problems);
    }
  }

  /**
   * @param field as the API spells it, such as {@code role}
   */
  record Problem(String field, String message) {}
}
