package dev.breakwater.wire.responses;

import dev.breakwater.wire.conversation.Problem;
import dev.breakwater.wire.conversation.Problem.Kind;
import dev.breakwater.wire.format.ProblemText;
import dev.breakwater.wire.json.JsonObject;
import dev.breakwater.wire.json.MalformedBody;
import org.jspecify.annotations.Nullable;

/**
 * Failures that are reported inside an answer: by an {@code error} event, or by a response that has
 * failed. Errors with a status of their own are those of chat completions.
 */
final class ResponsesProblems {
  private ResponsesProblems() {}

  /** Reads an error event, or a response with an error. */
  static Problem inAnswer(JsonObject root) {
    JsonObject error = error(root);
    String message = ProblemText.text(error, "message");
    String code = ProblemText.text(error, "code");
    Kind kind = kind(code, ProblemText.text(error, "type"), message == null ? "" : message);
    return new Problem(
        kind,
        ProblemText.status(kind),
        ProblemText.cut(message == null ? "the provider reports a failure" : message),
        ProblemText.text(error, "param"),
        code);
  }

  private static JsonObject error(JsonObject root) {
    try {
      JsonObject response = root.object("response");
      JsonObject holder = response == null ? root : response;
      JsonObject error = holder.object("error");
      return error == null ? holder : error;
    } catch (MalformedBody e) {
      return root;
    }
  }

  private static Kind kind(@Nullable String code, @Nullable String type, String message) {
    Kind said = said(code);
    if (said == null) {
      said = said(type);
    }
    if ((said == null || said == Kind.INVALID_REQUEST) && ProblemText.isTooLong(message)) {
      return Kind.CONTEXT_TOO_LONG;
    }
    return said == null ? Kind.UPSTREAM : said;
  }

  private static @Nullable Kind said(@Nullable String word) {
    return switch (word) {
      case null -> null;
      case "rate_limit_exceeded", "rate_limit_error" -> Kind.RATE_LIMITED;
      case "insufficient_quota" -> Kind.QUOTA_EXHAUSTED;
      case "context_length_exceeded" -> Kind.CONTEXT_TOO_LONG;
      case "content_filter", "bio_policy", "image_content_policy_violation" -> Kind.CONTENT_POLICY;
      case "invalid_prompt", "invalid_request_error" -> Kind.INVALID_REQUEST;
      case "model_not_found" -> Kind.NOT_FOUND;
      case "overloaded", "overloaded_error", "server_overloaded" -> Kind.OVERLOADED;
      case "timeout" -> Kind.TIMEOUT;
      default -> word.contains("image") ? Kind.INVALID_REQUEST : null;
    };
  }

  /** OpenAI's word for what went wrong in a stream. */
  static String code(Problem problem) {
    String code = problem.code();
    if (code != null) {
      return code;
    }
    return switch (problem.kind()) {
      case RATE_LIMITED -> "rate_limit_exceeded";
      case QUOTA_EXHAUSTED -> "insufficient_quota";
      case CONTEXT_TOO_LONG -> "context_length_exceeded";
      case CONTENT_POLICY -> "content_filter";
      case INVALID_REQUEST, TOO_LARGE, NOT_FOUND, PERMISSION, AUTHENTICATION -> "invalid_prompt";
      case OVERLOADED, TIMEOUT, UPSTREAM, UNAVAILABLE, INTERNAL -> "server_error";
    };
  }
}
