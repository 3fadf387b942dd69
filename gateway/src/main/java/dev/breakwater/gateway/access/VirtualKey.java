package dev.breakwater.gateway.access;

import java.util.Set;

/**
 * A key that clients authenticate with, without its material.
 *
 * @param id stable and not secret; stands in lists and in the usage log
 * @param environment scopes chains and usage; {@code production} when the key has none
 */
public record VirtualKey(
    String id, String name, String tenant, String environment, Set<Scope> scopes) {

  /** What a key may be used for. */
  public enum Scope {
    INFERENCE,
    READ,
    ADMIN
  }

  public VirtualKey {
    scopes = Set.copyOf(scopes);
  }
}
