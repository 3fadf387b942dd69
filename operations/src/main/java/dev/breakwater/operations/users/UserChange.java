package dev.breakwater.operations.users;

import dev.breakwater.gateway.access.Role;
import org.jspecify.annotations.Nullable;

/**
 * What is to become of somebody; whatever is null stays.
 *
 * @param tenant empty to lift them above tenants
 */
public record UserChange(
    @Nullable String name,
    @Nullable Role role,
    @Nullable String tenant,
    @Nullable Boolean disabled) {
  public static final UserChange DISABLE = new UserChange(null, null, null, true);
}
