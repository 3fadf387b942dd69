package dev.breakwater.wire.generate;

import dev.breakwater.wire.conversation.Problem;
import dev.breakwater.wire.conversation.Problem.Kind;
import dev.breakwater.wire.json.Json;
import tools.jackson.databind.node.ObjectNode;

/** Problems in the admin API's shape. */
final class GenerateProblems {
  private GenerateProblems() {}

  static byte[] write(Problem problem) {
    ObjectNode body =
        Json.object()
            .put("type", "about:blank")
            .put("title", title(problem.kind()))
            .put("status", problem.status())
            .put("detail", problem.message());
    if (problem.code() != null) {
      body.put("code", problem.code());
    }
    String field = problem.param();
    if (field != null && !field.isEmpty()) {
      body.put("field", field);
      body.putArray("errors").addObject().put("field", field).put("message", problem.message());
    }
    return Json.write(body);
  }

  private static String title(Kind kind) {
    return switch (kind) {
      case INVALID_REQUEST -> "Bad Request";
      case AUTHENTICATION -> "Unauthorized";
      case PERMISSION -> "Forbidden";
      case NOT_FOUND -> "Not Found";
      case TOO_LARGE -> "Request Too Large";
      case CONTEXT_TOO_LONG -> "Prompt Too Long";
      case CONTENT_POLICY -> "Content Refused";
      case RATE_LIMITED -> "Too Many Requests";
      case QUOTA_EXHAUSTED -> "Quota Exhausted";
      case OVERLOADED -> "Provider Overloaded";
      case TIMEOUT -> "Timeout";
      case UPSTREAM -> "Provider Failed";
      case UNAVAILABLE -> "Unavailable";
      case INTERNAL -> "Internal Error";
    };
  }
}
