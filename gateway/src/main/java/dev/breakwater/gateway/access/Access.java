package dev.breakwater.gateway.access;

import dev.breakwater.gateway.rejection.Rejection;
import dev.breakwater.wire.conversation.Problem;
import dev.breakwater.wire.conversation.Problem.Kind;
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

  /**
   * @param keys the keys that are good now; asked for each request
   * @param open whether authentication is switched off
   */
  public Access(Supplier<KeyRing> keys, KeyHash.Hasher hasher, boolean open) {
    this.keys = keys;
    this.hasher = hasher;
    this.open = open;
  }

  /**
   * @throws Rejection 400 for two keys that differ, 401 for none or an unknown one, 403 for a good
   *     one that lacks the scope
   */
  public VirtualKey caller(Credentials credentials, VirtualKey.Scope scope) {
    VirtualKey key = known(credentials);
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
   * @throws Rejection 400 for two keys that differ, 401 for none or an unknown one
   */
  public VirtualKey known(Credentials credentials) {
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
    Optional<VirtualKey> key = keys.get().find(hasher.hash(credentials.values().iterator().next()));
    return key.orElseThrow(() ->
        Rejection.of(
            Problem.of(
                    Kind.AUTHENTICATION,
                    401,
                    "The key is not known here. Check that it is one of Breakwater's, not the"
                        + " provider's, and that it was not revoked.")
                .coded("invalid_api_key")));
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
