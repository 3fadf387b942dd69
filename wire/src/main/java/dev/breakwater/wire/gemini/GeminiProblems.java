package dev.breakwater.wire.gemini;

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

/** Google's errors. */
final class GeminiProblems {
  private static final String TYPES = "type.googleapis.com/google.rpc.";

  private GeminiProblems() {}

  static Problem read(int reported, byte[] body) {
    Problem problem = problem(body, 0, body.length, ProblemText.status(reported));
    return problem == null ? ProblemText.plain(reported, body) : problem;
  }

  /** An error that came in place of an answer, with status 200: its own code is the status. */
  static Problem inAnswer(byte[] data, int start, int end) {
    Problem problem = problem(data, start, end, 0);
    return problem == null ? ProblemText.plain(502, Arrays.copyOfRange(data, start, end)) : problem;
  }

  private static @Nullable Problem problem(byte[] body, int start, int end, int given) {
    JsonObject root = ProblemText.object(body, start, end);
    JsonObject error = null;
    try {
      error = root == null ? null : root.object("error");
    } catch (MalformedBody e) {
      return null;
    }
    String message = ProblemText.text(error, "message");
    if (error == null || message == null) {
      return null;
    }
    int status = given == 0 ? ProblemText.status(error.count("code")) : given;
    String word = ProblemText.text(error, "status");
    return new Problem(kind(word, message, status), status, ProblemText.cut(message), null, word);
  }

  private static Kind kind(@Nullable String word, String message, int status) {
    Kind said =
        switch (word) {
          case "UNAUTHENTICATED" -> Kind.AUTHENTICATION;
          case "PERMISSION_DENIED" -> Kind.PERMISSION;
          case "NOT_FOUND" -> Kind.NOT_FOUND;
          case "RESOURCE_EXHAUSTED" -> Kind.RATE_LIMITED;
          case "DEADLINE_EXCEEDED" -> Kind.TIMEOUT;
          case "UNAVAILABLE" -> Kind.OVERLOADED;
          case null, default -> ProblemText.kind(status);
        };
    if (said != Kind.INVALID_REQUEST) {
      return said;
    }
    String lower = message.toLowerCase(Locale.ROOT);
    // Google answers 400 to a wrong key.
    if (lower.contains("api key not valid") || lower.contains("api_key_invalid")) {
      return Kind.AUTHENTICATION;
    }
    return ProblemText.isTooLong(lower) ? Kind.CONTEXT_TOO_LONG : said;
  }

  static byte[] write(Problem problem) {
    return Json.write(tree(problem));
  }

  static ObjectNode tree(Problem problem) {
    ObjectNode root = Json.object();
    ObjectNode error =
        root.putObject("error")
            .put("code", problem.status())
            .put("message", problem.message())
            .put("status", word(problem.kind()));
    String field = problem.param();
    if (field != null && !field.isEmpty()) {
      ObjectNode detail = error.putArray("details").addObject().put("@type", TYPES + "BadRequest");
      detail
          .putArray("fieldViolations")
          .addObject()
          .put("field", field)
          .put("description", problem.message());
    } else if (problem.kind() == Kind.AUTHENTICATION) {
      error
          .putArray("details")
          .addObject()
          .put("@type", TYPES + "ErrorInfo")
          .put("reason", "API_KEY_INVALID")
          .put("domain", "googleapis.com");
    }
    return root;
  }

  private static String word(Kind kind) {
    return switch (kind) {
      case INVALID_REQUEST, TOO_LARGE, CONTEXT_TOO_LONG, CONTENT_POLICY -> "INVALID_ARGUMENT";
      case AUTHENTICATION -> "UNAUTHENTICATED";
      case PERMISSION -> "PERMISSION_DENIED";
      case NOT_FOUND -> "NOT_FOUND";
      case RATE_LIMITED, QUOTA_EXHAUSTED -> "RESOURCE_EXHAUSTED";
      case TIMEOUT -> "DEADLINE_EXCEEDED";
      case OVERLOADED, UNAVAILABLE, UPSTREAM -> "UNAVAILABLE";
      case INTERNAL -> "INTERNAL";
    };
  }
}
