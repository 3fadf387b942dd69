package dev.breakwater.gateway.route;

import dev.breakwater.gateway.rejection.Rejection;
import dev.breakwater.wire.conversation.Problem;
import dev.breakwater.wire.conversation.Problem.Kind;
import java.time.Duration;
import java.util.List;

/** Why a name leads nowhere. */
final class RouteProblems {
  private static final int LONGEST_SHOWN = 100;

  private static final Duration RETRY = Duration.ofSeconds(60);

  private RouteProblems() {}

  /**
   * @param names what the key may ask for
   */
  static Rejection unknown(String asked, List<String> names) {
    List<String> nearest = NearestNames.of(asked, names);
    return Rejection.of(
        Problem.of(
                Kind.NOT_FOUND,
                404,
                "The model '"
                    + shown(asked)
                    + "' is not known here"
                    + (nearest.isEmpty()
                        ? "."
                        : "; the nearest names are: " + String.join(", ", nearest) + "."))
            .at("model")
            .coded("model_not_found"));
  }

  /**
   * @param names what the key may ask for
   */
  static Rejection notAllowed(String asked, List<String> names) {
    List<String> nearest = NearestNames.of(asked, names);
    return Rejection.of(
        Problem.of(
                Kind.PERMISSION,
                403,
                "This key may not use the model '"
                    + shown(asked)
                    + (nearest.isEmpty()
                        ? "'; nothing that is configured is among what it may use."
                        : "'; it may use, for example: " + String.join(", ", nearest) + "."))
            .at("model")
            .coded("model_not_allowed"));
  }

  /**
   * It is listed, for requests of another kind.
   *
   * @param conversation whether the request is a conversation; embeddings otherwise
   */
  static Rejection forOtherRequests(String asked, boolean conversation) {
    return Rejection.of(
        Problem.of(
                Kind.NOT_FOUND,
                404,
                "By its provider's list the model '"
                    + shown(asked)
                    + (conversation
                        ? "' answers no conversations."
                        : "' answers conversations and makes no vectors.")
                    + " Ask for another one, or put the provider's name and a slash before it to"
                    + " have it asked all the same.")
            .at("model")
            .coded("model_not_found"));
  }

  static Rejection nothingConfigured() {
    return Rejection.retryLater(
        Problem.of(
                Kind.UNAVAILABLE,
                503,
                "No provider is configured. Add one under 'providers' in breakwater.yaml, or start"
                    + " with --simulate.")
            .coded("no_provider"),
        RETRY);
  }

  /** It leads to targets, and none of them is at a provider that the tenant has. */
  static Rejection nothingToUse(String asked) {
    return Rejection.retryLater(
        Problem.of(
                Kind.UNAVAILABLE,
                503,
                "No provider that could answer '"
                    + shown(asked)
                    + "' is configured and active for this tenant.")
            .coded("no_provider"),
        RETRY);
  }

  private static String shown(String asked) {
    return asked.length() <= LONGEST_SHOWN ? asked : asked.substring(0, LONGEST_SHOWN) + "…";
  }
}
