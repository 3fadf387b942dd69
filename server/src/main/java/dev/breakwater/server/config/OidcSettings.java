package dev.breakwater.server.config;

import dev.breakwater.gateway.access.Role;
import dev.breakwater.gateway.settings.Secret;
import java.net.URI;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An issuer that people sign in at, and what its word makes of them.
 *
 * @param issuer its URL, as it calls itself
 * @param clientSecret none for a client that has none
 * @param scopes what is asked for; {@code openid} is among them
 * @param roleClaim where the groups stand, such as {@code groups} or {@code realm_access.roles}
 * @param roles the role of each group; where several apply, the first one
 * @param tenantClaim where the tenant's id stands, for those who can be of one
 * @param defaultRole of those whom no group gives one; without it they are not let in
 */
public record OidcSettings(
    URI issuer,
    String clientId,
    Optional<Secret> clientSecret,
    List<String> scopes,
    String roleClaim,
    Map<String, Role> roles,
    Optional<String> tenantClaim,
    Optional<Role> defaultRole) {
  public OidcSettings {
    scopes = List.copyOf(scopes);
    roles = Collections.unmodifiableMap(new LinkedHashMap<>(roles));
  }
}
