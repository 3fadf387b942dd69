package dev.breakwater.operations.users;

import dev.breakwater.gateway.access.Role;
import java.util.Optional;

/**
 * What an issuer says of somebody, and what follows from it here.
 *
 * @param login what they are called there; wished, not sure to be free or fit
 * @param role what they are here by the owner's rules
 */
public record Vouched(
    Identity identity, String login, String name, Role role, Optional<String> tenant) {}
