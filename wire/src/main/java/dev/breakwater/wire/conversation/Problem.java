package dev.breakwater.wire.conversation;

import org.jspecify.annotations.Nullable;

/**
 * An error in the neutral model, rendered in the shape of the client's protocol at the edge.
 *
 * @param status the HTTP status, 400 to 599
 * @param message a sentence for a person: what happened, where, what to do
 * @param param the field at fault, if one is
 * @param code the provider's or our own short code, if there is one
 */
public record Problem(
    Kind kind, int status, String message, @Nullable String param, @Nullable String code) {

  /** Classes of errors that protocols give different names to. */
  public enum Kind {
    INVALID_REQUEST,
    AUTHENTICATION,
    PERMISSION,
    NOT_FOUND,
    TOO_LARGE,
    /** The prompt does not fit the model's context window. */
    CONTEXT_TOO_LONG,
    /** The provider declines the content. */
    CONTENT_POLICY,
    RATE_LIMITED,
    /** The account has no money or quota left. */
    QUOTA_EXHAUSTED,
    /** The provider says that it is overloaded. */
    OVERLOADED,
    TIMEOUT,
    /** The upstream failed or sent what cannot be read. */
    UPSTREAM,
    /** Nobody can answer now. */
    UNAVAILABLE,
    INTERNAL
  }

  public Problem {
    if (status < 400 || status > 599) {
      throw new IllegalArgumentException("not an error status: " + status);
    }
  }

  public static Problem of(Kind kind, int status, String message) {
    return new Problem(kind, status, message, null, null);
  }

  public Problem at(String field) {
    return new Problem(kind, status, message, field, code);
  }

  public Problem coded(String newCode) {
    return new Problem(kind, status, message, param, newCode);
  }
}
