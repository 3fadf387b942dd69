package dev.breakwater.operations.rollups;

import dev.breakwater.gateway.usage.Status;

/**
 * Whose sums these are. Names that the kind does not have are empty.
 *
 * @param status of the request, in the word that is written everywhere
 * @param subject the key's id, the variant, or the type of error
 * @param fingerprint of an error's message
 */
public record RollupKey(
    Kind kind,
    String tenant,
    String environment,
    String provider,
    String model,
    String status,
    String subject,
    String fingerprint) {
  private static final String NONE = "";

  /** Callers choose some names; all together have to fit an index of any database. */
  private static final int LONGEST = 150;

  private static final char REPLACEMENT = '\uFFFD';

  static RollupKey total(RequestUsage request) {
    return new RollupKey(
        Kind.TOTAL,
        request.tenant(),
        request.environment(),
        NONE,
        NONE,
        request.status().word(),
        NONE,
        NONE);
  }

  static RollupKey target(RequestUsage request, String provider, String model) {
    Status status = request.status();
    return new RollupKey(
        Kind.TARGET,
        request.tenant(),
        request.environment(),
        provider,
        model,
        status.word(),
        NONE,
        NONE);
  }

  static RollupKey key(RequestUsage request) {
    return new RollupKey(
        Kind.KEY, request.tenant(), request.environment(), NONE, NONE, NONE, request.keyId(), NONE);
  }

  static RollupKey error(
      RequestUsage request, String provider, String model, String type, String fingerprint) {
    return new RollupKey(
        Kind.ERROR,
        request.tenant(),
        request.environment(),
        provider,
        model,
        NONE,
        type,
        fingerprint);
  }

  /**
   * The same in names that every database gives back as it took them: none too long, none with
   * characters that some cannot keep.
   */
  public RollupKey storable() {
    return new RollupKey(
        kind,
        storable(tenant),
        storable(environment),
        storable(provider),
        storable(model),
        status,
        storable(subject),
        storable(fingerprint));
  }

  private static String storable(String name) {
    int length = Math.min(name.length(), LONGEST);
    StringBuilder replaced = null;
    for (int index = 0; index < length; index++) {
      char character = name.charAt(index);
      boolean pair =
          Character.isHighSurrogate(character)
              && index + 1 < length
              && Character.isLowSurrogate(name.charAt(index + 1));
      if (pair) {
        index++;
      } else if (character == 0 || Character.isSurrogate(character)) {
        replaced = replaced == null ? new StringBuilder(name.substring(0, length)) : replaced;
        replaced.setCharAt(index, REPLACEMENT);
      }
    }
    return replaced == null ? name.substring(0, length) : replaced.toString();
  }
}
