package dev.breakwater.operations.providers;

import dev.breakwater.gateway.settings.ProviderId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;

/**
 * What the API has said of a provider.
 *
 * @param credential as it is kept; empty where the API gave none
 * @param alone whether it stands without what the file says under the same name
 * @param active whether it is used at all
 * @param deleted whether it covers one of the file that is not to be
 */
public record StoredProvider(
    ProviderId providerId,
    ProviderLeaves leaves,
    Optional<SealedCredential> credential,
    boolean alone,
    boolean active,
    boolean deleted,
    Instant created,
    Instant updated) {
  private static final int SHOWN_BYTES = 8;

  /** The same id for the same owner and name, on every node and in every life. */
  public static String idOf(ProviderId provider) {
    try {
      byte[] whole =
          MessageDigest.getInstance("SHA-256")
              .digest((provider.owner() + "/" + provider.name()).getBytes(StandardCharsets.UTF_8));
      return "prov_" + HexFormat.of().formatHex(whole, 0, SHOWN_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  public String id() {
    return idOf(providerId);
  }

  /** Nothing said yet. */
  static StoredProvider untouched(ProviderId provider, Instant at) {
    return new StoredProvider(
        provider, ProviderLeaves.NONE, Optional.empty(), false, true, false, at, at);
  }

  StoredProvider with(ProviderLeaves newLeaves, Optional<SealedCredential> newCredential) {
    return new StoredProvider(
        providerId, newLeaves, newCredential, alone, active, deleted, created, updated);
  }

  StoredProvider switched(boolean nowActive) {
    return new StoredProvider(
        providerId, leaves, credential, alone, nowActive, deleted, created, updated);
  }

  StoredProvider at(Instant now) {
    return new StoredProvider(providerId, leaves, credential, alone, active, deleted, created, now);
  }

  /** The same with its credential sealed anew. */
  public StoredProvider resealed(SealedCredential anew) {
    return new StoredProvider(
        providerId, leaves, Optional.of(anew), alone, active, deleted, created, updated);
  }

  /** What of it is sealed for. */
  public String purpose() {
    return "llm_configurations/credential/" + id();
  }
}
