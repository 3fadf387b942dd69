package dev.breakwater.operations.keys;

import dev.breakwater.gateway.access.Allowance;
import dev.breakwater.gateway.access.Role;
import dev.breakwater.gateway.access.VirtualKey.Scope;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is to be different about a key; what is null stays.
 *
 * @param expiresMillis since the epoch; {@code VirtualKey.NEVER} takes an expiry away
 */
public record KeyChange(
    @Nullable String name,
    @Nullable String environment,
    @Nullable Set<Scope> scopes,
    @Nullable Role role,
    @Nullable Allowance allowance,
    @Nullable Long expiresMillis,
    @Nullable Map<String, String> tags) {}
