package dev.breakwater.server.signin;

import com.nimbusds.jose.jwk.JWKSet;
import dev.breakwater.gateway.settings.Secret;
import dev.breakwater.server.config.OidcSettings;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** An issuer as it describes itself, with the keys that it signs with. For any thread. */
final class Issuer {
  private static final Duration KNOWN_FOR = Duration.ofHours(1);

  /** Strangers can show tokens of unknown keys as often as they like. */
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(30);

  private final OidcSettings settings;
  private final IssuerHttp http;
  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable Known<Endpoints> endpoints;
  private @Nullable Known<JWKSet> keys;
  private Instant looked = Instant.EPOCH;

  /** Something that was read, and when. */
  private record Known<T>(T value, Instant read) {}

  /**
   * Where what is.
   *
   * @param basic whether the client tells its secret in a header, not in the form
   */
  record Endpoints(URI authorization, URI token, URI keys, boolean basic) {}

  Issuer(OidcSettings settings, IssuerHttp http, InstantSource clock) {
    this.settings = settings;
    this.http = http;
    this.clock = clock;
  }

  OidcSettings settings() {
    return settings;
  }

  Endpoints endpoints() throws IssuerAway {
    lock.lock();
    try {
      Known<Endpoints> known = endpoints;
      if (known == null || isOld(known)) {
        known = new Known<>(discover(), clock.instant());
        endpoints = known;
      }
      return known.value();
    } finally {
      lock.unlock();
    }
  }

  /** The keys that are known; asks when there are none, or when they are old. */
  JWKSet keys() throws IssuerAway {
    Endpoints where = endpoints();
    lock.lock();
    try {
      Known<JWKSet> known = keys;
      return known == null || isOld(known) ? read(where) : known.value();
    } finally {
      lock.unlock();
    }
  }

  /** The keys as they are now, because a token shows another; not asked for at every token. */
  JWKSet keysAgain() throws IssuerAway {
    Endpoints where = endpoints();
    lock.lock();
    try {
      Instant now = clock.instant();
      Known<JWKSet> known = keys;
      if (known != null && Duration.between(looked, now).abs().compareTo(BETWEEN_LOOKS) < 0) {
        return known.value();
      }
      looked = now;
      return read(where);
    } finally {
      lock.unlock();
    }
  }

  private boolean isOld(Known<?> known) {
    return Duration.between(known.read(), clock.instant()).abs().compareTo(KNOWN_FOR) >= 0;
  }

  private JWKSet read(Endpoints where) throws IssuerAway {
    IssuerHttp.Answer answer = http.get(where.keys());
    try {
      if (answer.status() != 200) {
        throw new IssuerAway("The issuer of identities does not tell its keys.");
      }
      JWKSet set = JWKSet.parse(answer.json().toString());
      keys = new Known<>(set, clock.instant());
      return set;
    } catch (ParseException e) {
      throw new IssuerAway("The issuer of identities tells keys that cannot be read.", e);
    }
  }

  private Endpoints discover() throws IssuerAway {
    String base = settings.issuer().toString();
    IssuerHttp.Answer answer =
        http.get(URI.create(base.replaceFirst("/+$", "") + "/.well-known/openid-configuration"));
    ObjectNode json = answer.json();
    if (answer.status() != 200 || !text(json, "issuer").equals(base)) {
      throw new IssuerAway(
          "The issuer of identities does not describe itself as the configured one.");
    }
    boolean basic =
        settings.clientSecret().isPresent()
            && (!json.has("token_endpoint_auth_methods_supported")
                || json.get("token_endpoint_auth_methods_supported")
                    .valueStream()
                    .anyMatch(method -> method.asString().equals("client_secret_basic")));
    return new Endpoints(
        url(json, "authorization_endpoint"),
        url(json, "token_endpoint"),
        url(json, "jwks_uri"),
        basic);
  }

  /** As well guarded as the issuer itself: a secret must not go out in the clear. */
  private URI url(ObjectNode json, String name) throws IssuerAway {
    try {
      URI url = URI.create(text(json, name));
      boolean secure = "https".equals(url.getScheme());
      boolean asIssuer =
          "http".equals(url.getScheme()) && "http".equals(settings.issuer().getScheme());
      if (url.getHost() != null && (secure || asIssuer)) {
        return url;
      }
    } catch (IllegalArgumentException e) {
      // told below, as one that is missing is
    }
    throw new IssuerAway("The issuer of identities has no fit " + name + ".");
  }

  private static String text(ObjectNode json, String name) {
    JsonNode value = json.get(name);
    return value == null || !value.isString() ? "" : value.stringValue();
  }

  /**
   * Takes a code to the issuer for the token that it stands for.
   *
   * @param verifier whose hash the browser was sent with: the code is nobody else's
   * @return the signed token
   * @throws OidcRefused when the issuer does not take the code
   */
  String exchange(String code, String verifier, String redirect) throws IssuerAway, OidcRefused {
    Endpoints where = endpoints();
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "authorization_code");
    form.put("code", code);
    form.put("redirect_uri", redirect);
    form.put("code_verifier", verifier);
    form.put("client_id", settings.clientId());
    String authorization = "";
    if (where.basic()) {
      authorization = "Basic " + basic();
    } else {
      settings.clientSecret().map(Secret::reveal).ifPresent(it -> form.put("client_secret", it));
    }
    IssuerHttp.Answer answer = http.post(where.token(), form(form), authorization);
    String token = text(answer.json(), "id_token");
    if (answer.status() >= 500) {
      throw new IssuerAway("The issuer of identities failed.");
    }
    if (answer.status() != 200 || token.isEmpty()) {
      throw new OidcRefused("The issuer does not take the code any more; sign in again.");
    }
    return token;
  }

  private String basic() {
    String secret = settings.clientSecret().map(Secret::reveal).orElse("");
    return Base64.getEncoder()
        .encodeToString(
            (encoded(settings.clientId()) + ":" + encoded(secret))
                .getBytes(StandardCharsets.UTF_8));
  }

  static String form(Map<String, String> fields) {
    return fields.entrySet().stream()
        .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
        .collect(Collectors.joining("&"));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
