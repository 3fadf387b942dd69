package dev.breakwater.server.api;

import io.vertx.core.MultiMap;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * The cookie that carries a session's token. Scripts cannot read it, and browsers send it only with
 * what a page of the same site asks.
 *
 * @param secure whether browsers keep it to HTTPS
 */
public record SessionCookie(boolean secure) {
  private static final String NAME = "bw_session";

  /** The token that a call carries; empty for none, or for several that differ. */
  public static Optional<String> read(MultiMap headers) {
    return read(headers, NAME);
  }

  /** What a cookie of a call says; empty for none, or for several that differ. */
  public static Optional<String> read(MultiMap headers, String name) {
    Set<String> values = new LinkedHashSet<>();
    for (String header : headers.getAll("cookie")) {
      for (String pair : header.split(";", -1)) {
        int equals = pair.indexOf('=');
        if (equals > 0 && pair.substring(0, equals).strip().equals(name)) {
          values.add(unquoted(pair.substring(equals + 1).strip()));
        }
      }
    }
    return values.size() == 1
        ? values.stream().filter(value -> !value.isEmpty()).findFirst()
        : Optional.empty();
  }

  /** Some clients send every value as a quoted string, which RFC 6265 allows. */
  private static String unquoted(String value) {
    boolean isQuoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
    return isQuoted ? value.substring(1, value.length() - 1) : value;
  }

  /** Gives a browser a token to keep. */
  public Operation.Header set(String token, Duration lifetime) {
    return cookie(NAME, token, lifetime, "Strict");
  }

  /** Has a browser forget it. */
  public Operation.Header clear() {
    return set("", Duration.ZERO);
  }

  /**
   * A cookie for this server only.
   *
   * @param sameSite {@code Strict}, or {@code Lax} for one that has to come with a visitor whom
   *     another site sends
   */
  public Operation.Header cookie(String name, String value, Duration lifetime, String sameSite) {
    return new Operation.Header(
        "set-cookie",
        "%s=%s; Path=/; Max-Age=%d; HttpOnly; SameSite=%s%s"
            .formatted(name, value, lifetime.toSeconds(), sameSite, secure ? "; Secure" : ""));
  }
}
