package dev.breakwater.wire.anthropic;

import dev.breakwater.wire.conversation.Problem;
import dev.breakwater.wire.conversation.Problem.Kind;
import dev.breakwater.wire.format.ProblemText;
import dev.breakwater.wire.json.Json;
import dev.breakwater.wire.json.JsonObject;
import dev.breakwater.wire.json.MalformedBody;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Anthropic's errors. */
final class AnthropicProblems {
  private AnthropicProblems() {}

  static Problem read(int reported, byte[] body) {
    Problem problem = problem(body, 0, body.length, ProblemText.status(reported));
    return problem == null ? ProblemText.plain(reported, body) : problem;
  }

  /** An error that came in place of an answer, with status 200: its type gives the status. */
  static Problem inAnswer(byte[] data, int start, int end) {
    Problem problem = problem(data, start, end, 0);
    return problem == null ? ProblemText.plain(502, Arrays.copyOfRange(data, start, end)) : problem;
  }

  private static @Nullable Problem problem(byte[] body, int start, int end, int status) {
    JsonObject root = ProblemText.object(body, start, end);
    JsonObject error = null;
    try {
      error = root == null ? null : root.object("error");
    } catch (MalformedBody e) {
      return null;
    }
    String message = ProblemText.text(error, "message");
    if (message == null) {
      return null;
    }
    String type = ProblemText.text(error, "type");
    Kind kind = kind(type, message, status);
    int given = status == 0 ? ProblemText.status(kind) : status;
    return new Problem(kind, given, ProblemText.cut(message), null, type);
  }

  private static Kind kind(@Nullable String type, String message, int status) {
    Kind said =
        switch (type) {
          case "authentication_error" -> Kind.AUTHENTICATION;
          case "billing_error" -> Kind.QUOTA_EXHAUSTED;
          case "permission_error" -> Kind.PERMISSION;
          case "not_found_error" -> Kind.NOT_FOUND;
          case "request_too_large" -> Kind.TOO_LARGE;
          case "rate_limit_error" -> Kind.RATE_LIMITED;
          case "overloaded_error" -> Kind.OVERLOADED;
          case "timeout_error" -> Kind.TIMEOUT;
          case null, default -> status == 0 ? Kind.UPSTREAM : ProblemText.kind(status);
        };
    boolean invalid = said == Kind.INVALID_REQUEST || "invalid_request_error".equals(type);
    if (!invalid) {
      return said;
    }
    String lower = message.toLowerCase(Locale.ROOT);
    if (ProblemText.isTooLong(lower)) {
      return Kind.CONTEXT_TOO_LONG;
    }
    if (lower.contains("content filtering policy")) {
      return Kind.CONTENT_POLICY;
    }
    return lower.contains("credit balance is too low") ? Kind.QUOTA_EXHAUSTED : said;
  }

  static byte[] write(Problem problem) {
    return Json.write(tree(problem));
  }

  static ObjectNode tree(Problem problem) {
    ObjectNode root = Json.object().put("type", "error");
    root.putObject("error").put("type", type(problem.kind())).put("message", problem.message());
    return root;
  }

  private static String type(Kind kind) {
    return switch (kind) {
      case INVALID_REQUEST, CONTEXT_TOO_LONG, CONTENT_POLICY -> "invalid_request_error";
      case AUTHENTICATION -> "authentication_error";
      case PERMISSION -> "permission_error";
      case NOT_FOUND -> "not_found_error";
      case TOO_LARGE -> "request_too_large";
      case RATE_LIMITED -> "rate_limit_error";
      case QUOTA_EXHAUSTED -> "billing_error";
      case OVERLOADED, UNAVAILABLE -> "overloaded_error";
      case TIMEOUT -> "timeout_error";
      case UPSTREAM, INTERNAL -> "api_error";
    };
  }
}
