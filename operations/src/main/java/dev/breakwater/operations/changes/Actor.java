package dev.breakwater.operations.changes;

import dev.breakwater.operations.roles.Principal;

/**
 * Who changes something, and from where.
 *
 * @param address the caller's, as far as proxies are trusted; empty for the server itself
 */
public record Actor(Principal principal, String address) {
  public static final Actor SYSTEM = new Actor(Principal.SYSTEM, "");
}
