package dev.breakwater.operations.users;

import dev.breakwater.gateway.access.Role;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Somebody to be made.
 *
 * @param name null for one called as the login is
 * @param tenant empty for one above tenants, or of the tenant of whoever asks
 * @param password null for none: then somebody else has to vouch for them
 */
public record UserDraft(
    String login,
    @Nullable String name,
    Role role,
    Optional<String> tenant,
    @Nullable String password) {
  /** Never the password. */
  @Override
  public String toString() {
    return "UserDraft[" + login + ", " + role + "]";
  }
}
