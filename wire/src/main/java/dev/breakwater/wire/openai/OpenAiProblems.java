package dev.breakwater.wire.openai;

import dev.breakwater.wire.conversation.Problem;
import dev.breakwater.wire.conversation.Problem.Kind;
import dev.breakwater.wire.format.ProblemText;
import dev.breakwater.wire.json.Json;
import dev.breakwater.wire.json.JsonObject;
import dev.breakwater.wire.json.MalformedBody;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** OpenAI's errors, and those of the servers that imitate them. */
final class OpenAiProblems {
  private OpenAiProblems() {}

  static Problem read(int reported, byte[] body) {
    JsonObject root = ProblemText.object(body, 0, body.length);
    Problem problem = root == null ? null : problem(root, ProblemText.status(reported), true);
    return problem == null ? ProblemText.plain(reported, body) : problem;
  }

  /** The error object inside a 200: its own code is the status, where it is one. */
  static Problem inAnswer(byte[] data, int start, int end) {
    JsonObject root = ProblemText.object(data, start, end);
    Problem problem = root == null ? null : problem(root, 502, false);
    return problem == null ? ProblemText.plain(502, Arrays.copyOfRange(data, start, end)) : problem;
  }

  private static @Nullable Problem problem(JsonObject root, int status, boolean statusIsKnown) {
    JsonNode error = root.get("error");
    if (error != null && error.isString()) {
      return problem(null, error.stringValue(), status, statusIsKnown);
    }
    JsonObject object = root;
    try {
      JsonObject inner = error == null ? null : root.object("error");
      object = inner == null ? root : inner;
    } catch (MalformedBody e) {
      return null;
    }
    String message = ProblemText.text(object, "message");
    if (message == null) {
      message = ProblemText.text(object, "detail");
    }
    return message == null ? null : problem(object, message, status, statusIsKnown);
  }

  private static Problem problem(
      @Nullable JsonObject error, String message, int given, boolean statusIsKnown) {
    String type = ProblemText.text(error, "type");
    String code = ProblemText.text(error, "code");
    int status = given;
    long number = error == null ? 0 : error.count("code");
    if (code == null && number > 0) {
      code = Long.toString(number);
      if (!statusIsKnown && number >= 400 && number <= 599) {
        status = (int) number;
        statusIsKnown = true;
      }
    }
    Kind kind = kind(type, code, message, status, statusIsKnown);
    if (!statusIsKnown) {
      status = ProblemText.status(kind);
    }
    return new Problem(
        kind, status, ProblemText.cut(message), ProblemText.text(error, "param"), code);
  }

  private static Kind kind(
      @Nullable String type,
      @Nullable String code,
      String message,
      int status,
      boolean statusIsKnown) {
    Kind said = said(code);
    if (said == null) {
      said = said(type);
    }
    boolean refusal = !statusIsKnown || (status < 500 && status != 429);
    if (refusal
        && (said == null || said == Kind.INVALID_REQUEST)
        && ProblemText.isTooLong(message)) {
      return Kind.CONTEXT_TOO_LONG;
    }
    if (said == null || (said == Kind.INVALID_REQUEST && statusIsKnown)) {
      return ProblemText.kind(status);
    }
    return said;
  }

  private static @Nullable Kind said(@Nullable String word) {
    return switch (word) {
      case null -> null;
      case "insufficient_quota", "billing_hard_limit_reached" -> Kind.QUOTA_EXHAUSTED;
      case "context_length_exceeded", "string_above_max_length" -> Kind.CONTEXT_TOO_LONG;
      case "content_filter", "content_policy_violation", "ResponsibleAIPolicyViolation" ->
          Kind.CONTENT_POLICY;
      case "invalid_api_key", "authentication_error" -> Kind.AUTHENTICATION;
      case "permission_error", "insufficient_permissions" -> Kind.PERMISSION;
      case "model_not_found", "not_found_error" -> Kind.NOT_FOUND;
      case "rate_limit_exceeded", "rate_limit_error" -> Kind.RATE_LIMITED;
      case "overloaded_error", "overloaded" -> Kind.OVERLOADED;
      case "timeout" -> Kind.TIMEOUT;
      case "invalid_request_error" -> Kind.INVALID_REQUEST;
      default -> null;
    };
  }

  static byte[] write(Problem problem) {
    return Json.write(tree(problem));
  }

  static ObjectNode tree(Problem problem) {
    ObjectNode error = Json.object();
    error.put("message", problem.message());
    error.put("type", type(problem.kind()));
    error.put("param", problem.param());
    String code = problem.code();
    error.put("code", code == null ? code(problem.kind()) : code);
    ObjectNode root = Json.object();
    root.set("error", error);
    return root;
  }

  private static String type(Kind kind) {
    return switch (kind) {
      case INVALID_REQUEST, NOT_FOUND, TOO_LARGE, CONTEXT_TOO_LONG, CONTENT_POLICY ->
          "invalid_request_error";
      case AUTHENTICATION -> "authentication_error";
      case PERMISSION -> "permission_error";
      case RATE_LIMITED -> "rate_limit_error";
      case QUOTA_EXHAUSTED -> "insufficient_quota";
      case OVERLOADED, TIMEOUT, UPSTREAM, UNAVAILABLE, INTERNAL -> "server_error";
    };
  }

  private static @Nullable String code(Kind kind) {
    return switch (kind) {
      case CONTEXT_TOO_LONG -> "context_length_exceeded";
      case CONTENT_POLICY -> "content_filter";
      case AUTHENTICATION -> "invalid_api_key";
      case NOT_FOUND -> "not_found";
      case RATE_LIMITED -> "rate_limit_exceeded";
      case QUOTA_EXHAUSTED -> "insufficient_quota";
      case OVERLOADED -> "overloaded";
      case TIMEOUT -> "timeout";
      case INVALID_REQUEST, PERMISSION, TOO_LARGE, UPSTREAM, UNAVAILABLE, INTERNAL -> null;
    };
  }
}
