package dev.breakwater.gateway.provider;

import io.vertx.core.MultiMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The headers in which upstreams tell when a limit is full again: {@code x-ratelimit-reset} and its
 * kinds ({@code -requests}, {@code -tokens}, …), {@code anthropic-ratelimit-…-reset}. Each stands
 * beside one that tells how much of the limit remains.
 */
final class ResetTimes {
  private static final String RESET = "x-ratelimit-reset";
  private static final String REMAINING = "x-ratelimit-remaining";
  private static final String ANTHROPIC = "anthropic-ratelimit-";
  private static final String ANTHROPIC_RESET = "-reset";

  private ResetTimes() {}

  /** The values of those limits of which nothing remains, or whose rest is not told. */
  static Stream<String> usedUp(MultiMap headers) {
    return headers.entries().stream()
        .filter(entry -> isUsedUp(entry.getKey().toLowerCase(Locale.ROOT), headers))
        .map(Map.Entry::getValue);
  }

  private static boolean isUsedUp(String name, MultiMap headers) {
    if (name.equals(RESET) || name.startsWith(RESET + "-")) {
      return isNothing(headers.get(REMAINING + name.substring(RESET.length())));
    }
    if (name.startsWith(ANTHROPIC) && name.endsWith(ANTHROPIC_RESET)) {
      String limit = name.substring(0, name.length() - ANTHROPIC_RESET.length());
      String status = headers.get(limit + "-status");
      return isNothing(headers.get(limit + "-remaining"))
          && (status == null || status.equals("rejected"));
    }
    return false;
  }

  /** What cannot be read tells nothing, as if it were not there. */
  private static boolean isNothing(@Nullable String remaining) {
    if (remaining == null) {
      return true;
    }
    try {
      return !(Double.parseDouble(remaining.trim()) > 0);
    } catch (NumberFormatException e) {
      return true;
    }
  }
}
