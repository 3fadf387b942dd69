package dev.breakwater.server.metrics;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The words for what went wrong that may be a label's value. Statuses that upstreams send and words
 * of later versions are {@code other} until they stand here, so that nobody can make up series.
 */
final class ErrorTypes {
  static final String NONE = "none";

  private static final Set<String> KNOWN =
      Set.of(
          // no connection, or it broke
          "refused",
          "reset",
          "connect",
          "connect_timeout",
          "unknown_host",
          "tls",
          // an answer that says no
          "status_408",
          "status_409",
          "status_425",
          "status_500",
          "status_502",
          "status_503",
          "status_504",
          "status_529",
          "throttled",
          "credential",
          "unknown_model",
          // nothing in time
          "first_byte_timeout",
          "idle_timeout",
          "attempt_timeout",
          "total_timeout",
          // no complete answer
          "cut",
          "malformed",
          "not_a_stream",
          "error_in_stream",
          "endless",
          // ours
          "internal",
          "internal_error",
          "timeout",
          "no_provider",
          "no_provider_available",
          "providers_throttled",
          "journal_full",
          "responses_unavailable",
          // the caller's
          "invalid_request",
          "authentication",
          "permission",
          "not_found",
          "too_large",
          "rate_limited",
          "missing_api_key",
          "invalid_api_key",
          "ambiguous_api_key",
          "expired_api_key",
          "too_many_invalid_keys",
          "insufficient_scope",
          "model_not_allowed",
          "generation_disabled",
          "model_not_found",
          "capability_missing",
          "previous_response_not_found");

  private ErrorTypes() {}

  /**
   * @param type null where nothing went wrong
   */
  static String label(@Nullable String type) {
    if (type == null) {
      return NONE;
    }
    return KNOWN.contains(type) ? type : BoundedTargets.OTHER;
  }
}
