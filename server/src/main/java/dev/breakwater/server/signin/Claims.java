package dev.breakwater.server.signin;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.breakwater.gateway.access.Role;
import dev.breakwater.operations.users.Identity;
import dev.breakwater.operations.users.Vouched;
import dev.breakwater.server.config.OidcSettings;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What an issuer's claims about somebody make of them here, by the rules of the configuration. */
final class Claims {
  private static final int LONGEST_NAME = 200;

  /** Those that a tenant's people can have; the others are above tenants, whatever is claimed. */
  private static final Set<Role> OF_TENANTS = Set.of(Role.TENANT_ADMIN, Role.BILLING, Role.VIEWER);

  private Claims() {}

  /**
   * @throws OidcRefused when no role is theirs, or their tenant is not told
   */
  static Vouched read(JWTClaimsSet claims, OidcSettings settings) throws OidcRefused {
    Role role = role(claims, settings);
    Optional<String> tenant = Optional.empty();
    if (OF_TENANTS.contains(role) && settings.tenantClaim().isPresent()) {
      tenant = words(claims, settings.tenantClaim().get()).findFirst();
      if (tenant.isEmpty()) {
        throw new OidcRefused("The issuer does not say which tenant you belong to.");
      }
    }
    String login =
        Stream.of("preferred_username", "email")
            .flatMap(name -> words(claims, name))
            .findFirst()
            .orElse(claims.getSubject());
    String name = words(claims, "name").findFirst().map(Claims::inOneLine).orElse("");
    return new Vouched(
        new Identity(claims.getIssuer(), claims.getSubject()),
        login,
        name.isEmpty() ? inOneLine(login) : name,
        role,
        tenant);
  }

  private static Role role(JWTClaimsSet claims, OidcSettings settings) throws OidcRefused {
    List<String> groups = words(claims, settings.roleClaim()).toList();
    return settings.roles().entrySet().stream()
        .filter(entry -> groups.contains(entry.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .or(settings::defaultRole)
        .orElseThrow(() -> new OidcRefused("You are in no group that has a role here."));
  }

  /** The texts of a claim; of one within another where its name has dots. */
  private static Stream<String> words(JWTClaimsSet claims, String path) {
    Object whole = claims.getClaim(path);
    if (whole != null) {
      return words(whole);
    }
    @Nullable Object value = claims.getClaims();
    for (String step : path.split("\\.", -1)) {
      value = value instanceof Map<?, ?> map ? map.get(step) : null;
    }
    return value == null ? Stream.empty() : words(value);
  }

  private static Stream<String> words(Object value) {
    return switch (value) {
      case String text -> Stream.of(text).filter(it -> !it.isBlank());
      case Collection<?> all ->
          all.stream().filter(String.class::isInstance).map(String.class::cast);
      default -> Stream.empty();
    };
  }

  private static String inOneLine(String text) {
    String clean = text.replaceAll("\\p{Cntrl}", " ").strip();
    return clean.length() > LONGEST_NAME ? clean.substring(0, LONGEST_NAME) : clean;
  }
}
