package dev.breakwater.server.signin;

import dev.breakwater.gateway.responses.Vault;
import dev.breakwater.operations.users.Vouched;
import dev.breakwater.server.config.OidcSettings;
import dev.breakwater.server.config.SignInSettings;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Sign-in at an issuer by authorization code and PKCE. What binds the way back to the browser that
 * went is sealed in a cookie of its own and good once; nothing is kept here meanwhile, so that
 * strangers can begin as often as they like.
 */
public final class Oidc implements AutoCloseable {
  /** As long as somebody needs at the issuer. */
  public static final Duration LIFETIME = Duration.ofMinutes(10);

  private static final String PURPOSE = "oidc-journey";
  private static final String CALLBACK = "/api/auth/oidc/callback";
  private static final int RANDOM_BYTES = 32;
  private static final int MOST_USED = 10_000;

  private final Supplier<SignInSettings> settings;
  private final Vault vault;
  private final RandomGenerator random;
  private final InstantSource clock;
  private final IssuerHttp http = new IssuerHttp();
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable Issuer issuer;

  /** Journeys that have ended: none leads in twice. */
  private final Map<String, Boolean> used =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
          return size() > MOST_USED;
        }
      };

  /**
   * Where a browser goes, and what it takes along.
   *
   * @param sealed for the cookie that it brings back
   */
  public record Departure(String location, String sealed) {}

  /**
   * What a browser comes back with; each empty where it is not there.
   *
   * @param issuer who says so
   * @param error what the issuer says instead of a code
   */
  public record Return(String code, String state, String issuer, String error, String sealed) {
    /** Never what opens anything. */
    @Override
    public String toString() {
      return "Return[]";
    }
  }

  private record Journey(String state, String nonce, String verifier, long expiresMillis) {
    String text() {
      return String.join("\n", state, nonce, verifier, Long.toString(expiresMillis));
    }

    static Journey of(String text) {
      String[] parts = text.split("\n", -1);
      return new Journey(parts[0], parts[1], parts[2], Long.parseLong(parts[3]));
    }
  }

  /**
   * @param settings those in force
   * @param random one that nobody can foresee
   */
  public Oidc(
      Supplier<SignInSettings> settings, Vault vault, RandomGenerator random, InstantSource clock) {
    this.settings = settings;
    this.vault = vault;
    this.random = random;
    this.clock = clock;
  }

  /** Whether there is an issuer. */
  public boolean isOn() {
    SignInSettings given = settings.get();
    return given.oidc().isPresent() && given.publicUrl().isPresent();
  }

  /** Where people are once they are in. */
  public String home() {
    return settings.get().publicUrl().map(url -> url + "/").orElse("/");
  }

  /** Begins: from here the browser goes to the issuer. */
  public Departure begin() throws IssuerAway, OidcRefused {
    Issuer asked = issuer();
    Journey journey = new Journey(text(), text(), text(), clock.millis() + LIFETIME.toMillis());
    Map<String, String> query = new LinkedHashMap<>();
    query.put("response_type", "code");
    query.put("client_id", asked.settings().clientId());
    query.put("redirect_uri", redirect());
    query.put("scope", String.join(" ", asked.settings().scopes()));
    query.put("state", journey.state());
    query.put("nonce", journey.nonce());
    query.put("code_challenge", challenge(journey.verifier()));
    query.put("code_challenge_method", "S256");
    String endpoint = asked.endpoints().authorization().toString();
    return new Departure(
        endpoint + (endpoint.contains("?") ? "&" : "?") + Issuer.form(query),
        base64(vault.seal(journey.text().getBytes(StandardCharsets.UTF_8), PURPOSE)));
  }

  /** Ends: tells whom the issuer vouches for. */
  public Vouched finish(Return back) throws IssuerAway, OidcRefused {
    Issuer asked = issuer();
    Journey journey = journey(back);
    if (!back.error().isEmpty()) {
      throw new OidcRefused("The issuer did not let you in.");
    }
    if (!back.issuer().isEmpty() && !back.issuer().equals(asked.settings().issuer().toString())) {
      throw new OidcRefused("You came back from another issuer; sign in again.");
    }
    if (back.code().isEmpty()) {
      throw new OidcRefused("The issuer has sent no code; sign in again.");
    }
    String token = asked.exchange(back.code(), journey.verifier(), redirect());
    return Claims.read(new IdTokens(asked, clock).verify(token, journey.nonce()), asked.settings());
  }

  private Journey journey(Return back) throws OidcRefused {
    Journey journey;
    try {
      byte[] sealed = Base64.getUrlDecoder().decode(back.sealed());
      journey = Journey.of(new String(vault.open(sealed, PURPOSE), StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      throw new OidcRefused("This browser did not begin to sign in, or long ago; sign in again.");
    }
    boolean own =
        MessageDigest.isEqual(
            journey.state().getBytes(StandardCharsets.UTF_8),
            back.state().getBytes(StandardCharsets.UTF_8));
    if (!own || clock.millis() >= journey.expiresMillis() || !firstUse(journey)) {
      throw new OidcRefused("This sign-in was not begun here, or is over; sign in again.");
    }
    return journey;
  }

  private boolean firstUse(Journey journey) {
    lock.lock();
    try {
      return used.put(journey.state(), true) == null;
    } finally {
      lock.unlock();
    }
  }

  /** The issuer in force; another one in the configuration is asked anew. */
  private Issuer issuer() throws OidcRefused {
    OidcSettings given =
        settings
            .get()
            .oidc()
            .orElseThrow(() -> new OidcRefused("No issuer of identities is configured here."));
    lock.lock();
    try {
      Issuer known = issuer;
      if (known == null || !known.settings().equals(given)) {
        known = new Issuer(given, http, clock);
        issuer = known;
      }
      return known;
    } finally {
      lock.unlock();
    }
  }

  /** From the configuration: a header of the call's could send codes elsewhere. */
  private String redirect() {
    return settings.get().publicUrl().map(url -> url + CALLBACK).orElse(CALLBACK);
  }

  private String text() {
    byte[] bytes = new byte[RANDOM_BYTES];
    random.nextBytes(bytes);
    return base64(bytes);
  }

  static String challenge(String verifier) {
    try {
      return base64(
          MessageDigest.getInstance("SHA-256")
              .digest(verifier.getBytes(StandardCharsets.US_ASCII)));
    } catch (NoSuchAlgorithmException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  @Override
  public void close() {
    http.close();
  }
}
