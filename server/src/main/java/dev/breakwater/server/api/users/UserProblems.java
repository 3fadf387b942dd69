package dev.breakwater.server.api.users;

import dev.breakwater.operations.users.User;
import dev.breakwater.operations.users.UserAnswer;
import dev.breakwater.operations.users.UserAnswer.Problem;
import dev.breakwater.server.api.ApiProblem;

/** Tells what came of a wish to change people. */
public final class UserProblems {
  private UserProblems() {}

  /**
   * Whoever was made, changed or removed.
   *
   * @throws ApiProblem for everything else
   */
  public static User done(UserAnswer answer) {
    return switch (answer) {
      case UserAnswer.Done done -> done.user();
      case UserAnswer.Unknown _ -> throw unknown();
      case UserAnswer.Forbidden forbidden -> throw at(403, forbidden.problem());
      case UserAnswer.Conflict conflict -> throw at(409, conflict.problem());
      case UserAnswer.Wrong wrong ->
          throw ApiProblem.all(
              422,
              wrong.problems().stream()
                  .map(it -> new ApiProblem.FieldError(it.field(), it.message()))
                  .toList());
    };
  }

  static ApiProblem unknown() {
    return ApiProblem.of(404, "There is nobody of that id.");
  }

  private static ApiProblem at(int status, Problem problem) {
    return ApiProblem.at(status, problem.field(), problem.field() + ": " + problem.message() + ".");
  }
}
