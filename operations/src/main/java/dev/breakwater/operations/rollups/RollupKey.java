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
}
