package dev.breakwater.operations.keys;

import dev.breakwater.gateway.access.Allowance;
import dev.breakwater.gateway.access.Role;
import dev.breakwater.gateway.access.VirtualKey.Scope;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A key that somebody asks for.
 *
 * @param tenant empty for the asker's own
 * @param role empty for the one that the scopes give
 * @param expiresMillis since the epoch; {@code VirtualKey.NEVER} for one that stays
 */
public record KeyDraft(
    String name,
    Optional<String> tenant,
    String environment,
    Set<Scope> scopes,
    Optional<Role> role,
    Allowance allowance,
    long expiresMillis,
    Map<String, String> tags) {}
