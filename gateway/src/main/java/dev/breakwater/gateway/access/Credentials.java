package dev.breakwater.gateway.access;

import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The keys that a request carries, in whichever of the places that SDKs use. */
public record Credentials(Set<String> values) {
  public static final Credentials NONE = new Credentials(Set.of());

  private static final String BEARER = "Bearer ";

  /** Each is null or empty where the request has none. */
  public static Credentials of(
      @Nullable String authorization,
      @Nullable String xApiKey,
      @Nullable String xGoogApiKey,
      @Nullable String queryKey) {
    Set<String> values = Set.of();
    if (authorization != null && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      values = with(values, authorization.substring(BEARER.length()));
    }
    values = with(values, xApiKey);
    values = with(values, xGoogApiKey);
    values = with(values, queryKey);
    return values.isEmpty() ? NONE : new Credentials(values);
  }

  /** Never the keys themselves. */
  @Override
  public String toString() {
    return "Credentials[" + values.size() + "]";
  }

  /** Nearly every request has one key in one place. */
  private static Set<String> with(Set<String> values, @Nullable String key) {
    if (key == null || key.isBlank()) {
      return values;
    }
    Set<String> one = Set.of(key.trim());
    if (values.isEmpty() || values.equals(one)) {
      return one;
    }
    Set<String> more = new LinkedHashSet<>(values);
    more.addAll(one);
    return more;
  }
}
