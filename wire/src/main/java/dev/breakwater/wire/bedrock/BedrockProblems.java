package dev.breakwater.wire.bedrock;

import dev.breakwater.wire.conversation.Problem;
import dev.breakwater.wire.conversation.Problem.Kind;
import dev.breakwater.wire.format.ProblemText;
import dev.breakwater.wire.json.JsonObject;
import dev.breakwater.wire.json.MalformedBody;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Amazon's errors. Their type stands in a header or in {@code __type}; the status and the sentence
 * tell the same, so that the body alone is enough.
 */
final class BedrockProblems {
  private BedrockProblems() {}

  static Problem read(int reported, byte[] body) {
    JsonObject root = ProblemText.object(body, 0, body.length);
    String message = message(root);
    if (message == null) {
      return ProblemText.plain(reported, body);
    }
    String type = type(ProblemText.text(root, "__type"));
    int status = ProblemText.status(reported);
    Kind kind = type == null ? null : byType(type);
    if (kind == null) {
      kind = status == 424 ? Kind.UPSTREAM : ProblemText.kind(status);
    }
    // A model that failed is no dependency of the client's, which is what 424 would tell it.
    return problem(kind, status == 424 ? 502 : status, message, type);
  }

  /** A failure inside a stream, or in place of an answer, which has a name and no status. */
  static Problem named(String name, @Nullable JsonObject details) {
    Kind kind = byType(name);
    Kind said = kind == null ? Kind.UPSTREAM : kind;
    String message = message(details);
    return problem(
        said,
        ProblemText.status(said),
        message == null ? "the provider reported " + name : message,
        name);
  }

  private static Problem problem(Kind said, int status, String message, @Nullable String type) {
    return new Problem(
        refined(said, message.toLowerCase(Locale.ROOT)),
        status,
        ProblemText.cut(message),
        null,
        type);
  }

  private static Kind refined(Kind said, String message) {
    if (said == Kind.PERMISSION
        && (message.contains("security token") || message.contains("signature"))) {
      return Kind.AUTHENTICATION;
    }
    if (said != Kind.INVALID_REQUEST) {
      return said;
    }
    if (ProblemText.isTooLong(message)) {
      return Kind.CONTEXT_TOO_LONG;
    }
    return message.contains("content filtering policy") ? Kind.CONTENT_POLICY : said;
  }

  private static @Nullable String message(@Nullable JsonObject root) {
    String message = ProblemText.text(root, "message");
    return message == null ? ProblemText.text(root, "Message") : message;
  }

  /** Without what may stand before a {@code #} and after a colon. */
  private static @Nullable String type(@Nullable String full) {
    if (full == null) {
      return null;
    }
    String name = full.substring(full.indexOf('#') + 1);
    int colon = name.indexOf(':');
    return colon < 0 ? name : name.substring(0, colon);
  }

  /** Null for one that says nothing. */
  private static @Nullable Kind byType(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "validationexception" -> Kind.INVALID_REQUEST;
      case "accessdeniedexception" -> Kind.PERMISSION;
      case "unrecognizedclientexception",
          "invalidsignatureexception",
          "expiredtokenexception",
          "missingauthenticationtokenexception",
          "incompletesignatureexception" ->
          Kind.AUTHENTICATION;
      case "resourcenotfoundexception" -> Kind.NOT_FOUND;
      case "throttlingexception", "modelnotreadyexception" -> Kind.RATE_LIMITED;
      case "servicequotaexceededexception" -> Kind.QUOTA_EXHAUSTED;
      case "modeltimeoutexception" -> Kind.TIMEOUT;
      case "serviceunavailableexception" -> Kind.OVERLOADED;
      case "modelerrorexception", "modelstreamerrorexception", "internalserverexception" ->
          Kind.UPSTREAM;
      default -> null;
    };
  }

  /** The failure that an event is, or that a body is in place of an answer; null for none. */
  static @Nullable Problem inAnswer(JsonObject root) {
    for (String field : root.fields()) {
      if (isFailure(field)) {
        try {
          return named(field, root.object(field));
        } catch (MalformedBody e) {
          return named(field, null);
        }
      }
    }
    return null;
  }

  static boolean isFailure(String field) {
    return field.endsWith("Exception") || field.endsWith("Error") || field.endsWith("Failure");
  }
}
