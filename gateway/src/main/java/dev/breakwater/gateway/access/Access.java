package dev.breakwater.gateway.access;

import dev.breakwater.gateway.concurrent.Timekeeper;
import dev.breakwater.gateway.rejection.Rejection;
import dev.breakwater.wire.conversation.Problem;
import dev.breakwater.wire.conversation.Problem.Kind;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Tells who is asking. One a loop: hashing keeps state. */
public final class Access {
  /** Whoever asks while authentication is switched off, on a loopback address only. */
  public static final VirtualKey ANYBODY =
      new VirtualKey(
          "open",
          "open",
          VirtualKey.DEFAULT_TENANT,
          "production",
          Set.of(VirtualKey.Scope.values()),
          Role.OWNER,
          Allowance.ALL,
          VirtualKey.NEVER);

  private final Supplier<KeyRing> keys;
  private final KeyHash.Hasher hasher;
  private final boolean open;
  private final WrongKeys wrongKeys;
  private final CutOff cutOff;
  private final Timekeeper time;

  /**
   * @param keys those that there are now; asked for each request
   * @param open whether authentication is switched off
   * @param wrongKeys those of all loops and of the API
   * @param time tells which keys have expired
   */
  public Access(
      Supplier<KeyRing> keys,
      KeyHash.Hasher hasher,
      boolean open,
      WrongKeys wrongKeys,
      Timekeeper time) {
    this(keys, hasher, open, wrongKeys, CutOff.NEVER, time);
  }

  /**
   * @param keys those that there are now; asked for each request
   * @param open whether authentication is switched off
   * @param wrongKeys those of all loops and of the API
   * @param cutOff whether stored keys are good no more
   * @param time tells which keys have expired
   */
  public Access(
      Supplier<KeyRing> keys,
      KeyHash.Hasher hasher,
      boolean open,
      WrongKeys wrongKeys,
      CutOff cutOff,
      Timekeeper time) {
    this.keys = keys;
    this.hasher = hasher;
    this.open = open;
    this.wrongKeys = wrongKeys;
    this.cutOff = cutOff;
    this.time = time;
  }

  /**
   * @param address who sends the credentials, see {@link WrongKeys}
   * @throws Rejection as {@link #known} does, and 403 for a good key that lacks the scope
   */
  public VirtualKey caller(Credentials credentials, String address, VirtualKey.Scope scope) {
    VirtualKey key = known(credentials, address);
    if (!key.scopes().contains(scope)) {
      throw Rejection.of(
          Problem.of(Kind.PERMISSION, 403, lacking(key, scope)).coded("insufficient_scope"));
    }
    return key;
  }

  /** Whether nobody needs to say who they are. */
  @SuppressWarnings("ReferenceEquality") // a key that looks like it is still a key
  public static boolean isAnybody(VirtualKey key) {
    return key == ANYBODY;
  }

  /**
   * Whoever it is, whatever the key is for.
   *
   * @param address who sends the credentials, see {@link WrongKeys}
   * @throws Rejection 400 for two keys that differ, 401 for none, an unknown or an expired one, or
   *     a stored one while nobody knows whether it is still good, 429 for one of many unknown ones
   *     from one address
   */
  public VirtualKey known(Credentials credentials, String address) {
    if (open) {
      return ANYBODY;
    }
    if (credentials.values().isEmpty()) {
      throw Rejection.of(
          Problem.of(
                  Kind.AUTHENTICATION,
                  401,
                  "No key was sent. Send it as your SDK does: 'Authorization: Bearer <key>',"
                      + " 'x-api-key' or 'x-goog-api-key'.")
              .coded("missing_api_key"));
    }
    if (credentials.values().size() > 1) {
      throw Rejection.of(
          Problem.of(
                  Kind.INVALID_REQUEST,
                  400,
                  "Two different keys were sent; send one, in one place.")
              .coded("ambiguous_api_key"));
    }
    VirtualKey key = find(credentials.values().iterator().next()).orElseThrow(() -> wrong(address));
    if (key.expiresMillis() != VirtualKey.NEVER && key.expiresMillis() <= time.epochMillis()) {
      throw expired(key);
    }
    return key;
  }

  private Optional<VirtualKey> find(String key) {
    if (KeyForm.isMistyped(key)) {
      return Optional.empty();
    }
    KeyHash hash = hasher.hash(key);
    KeyRing ring = keys.get();
    Optional<VirtualKey> found = ring.find(hash);
    if (found.isPresent() && !ring.isGiven(hash)) {
      cutOff.since(time.epochMillis()).ifPresent(Access::stale);
    }
    return found;
  }

  private static void stale(Instant since) {
    throw Rejection.of(
        Problem.of(
                Kind.AUTHENTICATION,
                401,
                "This node has been cut off from its database since "
                    + since.truncatedTo(ChronoUnit.SECONDS)
                    + " and cannot tell whether the key is still good; another node may, and keys"
                    + " of the file go on.")
            .coded("stale_api_key"));
  }

  private Rejection wrong(String address) {
    return wrongKeys.count(address).map(Access::tooMany).orElseGet(Access::unknown);
  }

  private static Rejection unknown() {
    return Rejection.of(
        Problem.of(
                Kind.AUTHENTICATION,
                401,
                "The key is not known here. Check that it is one of Breakwater's, not the"
                    + " provider's, and that it was not revoked.")
            .coded("invalid_api_key"));
  }

  private static Rejection tooMany(Duration wait) {
    return Rejection.retryLater(
        Problem.of(
                Kind.RATE_LIMITED,
                429,
                "Too many unknown keys came from this address; good ones are served all the same."
                    + " Check the key before you try again.")
            .coded("too_many_invalid_keys"),
        wait);
  }

  /** Whoever has the key may know that it was one. */
  private static Rejection expired(VirtualKey key) {
    return Rejection.of(
        Problem.of(
                Kind.AUTHENTICATION,
                401,
                "Key '"
                    + key.name()
                    + "' expired on "
                    + Instant.ofEpochMilli(key.expiresMillis()).truncatedTo(ChronoUnit.SECONDS)
                    + "; ask for another one.")
            .coded("expired_api_key"));
  }

  private static String lacking(VirtualKey key, VirtualKey.Scope scope) {
    return switch (scope) {
      case INFERENCE ->
          "Key '"
              + key.name()
              + "' is for administration; use an application key for calls to models.";
      case READ, ADMIN ->
          "Key '"
              + key.name()
              + "' may not do this; it takes a key with the scope "
              + scope.name().toLowerCase(java.util.Locale.ROOT)
              + ".";
    };
  }
}
