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
    Set<String> values = new LinkedHashSet<>(2);
    if (authorization != null && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      add(values, authorization.substring(BEARER.length()));
    }
    add(values, xApiKey);
    add(values, xGoogApiKey);
    add(values, queryKey);
    return values.isEmpty() ? NONE : new Credentials(values);
  }

  /** Never the keys themselves. */
  @Override
  public String toString() {
    return "Credentials[" + values.size() + "]";
  }

  private static void add(Set<String> values, @Nullable String key) {
    if (key != null && !key.isBlank()) {
      values.add(key.trim());
    }
  }
}
