package dev.breakwater.server.config;

import dev.breakwater.gateway.access.Role;
import dev.breakwater.gateway.settings.Secret;
import dev.breakwater.operations.users.SessionSettings;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads {@code auth}, and {@code server.publicUrl}. */
final class SignInSection {
  private static final Duration SHORTEST = Duration.ofMinutes(1);
  private static final Duration LONGEST = Duration.ofDays(90);
  private static final String PUBLIC_URL = "publicUrl";

  /** What is wrong is not told: it may be a password. */
  private static final String BARE = ", without a user, a query and a fragment";

  private static final List<String> SCOPES = List.of("openid", "profile", "email");

  /** What people can be; the rest is for keys. */
  private static final List<String> ROLES =
      Stream.of(Role.values())
          .filter(role -> role != Role.INFERENCE)
          .map(SignInSection::word)
          .toList();

  private SignInSection() {}

  static SignInSettings read(Section root) {
    Optional<URI> publicUrl = publicUrl(root.section("server"));
    Section auth = root.section("auth");
    SessionSettings usual = SessionSettings.DEFAULT;
    Duration lifetime = auth.duration("sessionLifetime", usual.lifetime(), SHORTEST, LONGEST);
    Duration idle = auth.duration("sessionIdle", usual.idle(), SHORTEST, LONGEST);
    Optional<OidcSettings> oidc = auth.has("oidc") ? oidc(auth.section("oidc")) : Optional.empty();
    if (auth.has("oidc") && publicUrl.isEmpty()) {
      root.section("server")
          .missing(PUBLIC_URL, "the issuer sends browsers back there; such as https://llm.example");
    }
    auth.close();
    return new SignInSettings(new SessionSettings(idle, lifetime), publicUrl, oidc);
  }

  private static Optional<URI> publicUrl(Section server) {
    return server
        .text(PUBLIC_URL)
        .flatMap(text -> {
          Optional<URI> url = url(text.replaceFirst("/+$", ""));
          if (url.isEmpty()) {
            server.problem(PUBLIC_URL, "is no address such as https://llm.example" + BARE);
          }
          return url;
        });
  }

  private static Optional<OidcSettings> oidc(Section oidc) {
    Optional<String> issuerText = oidc.text("issuer");
    Optional<URI> issuer = issuerText.flatMap(SignInSection::url);
    if (issuerText.isEmpty()) {
      oidc.missing("issuer", "its URL, such as https://login.example/realms/main");
    } else if (issuer.isEmpty()) {
      oidc.problem("issuer", "is no address such as https://login.example" + BARE);
    }
    Optional<String> clientId = oidc.text("clientId").filter(text -> !text.isBlank());
    if (clientId.isEmpty()) {
      oidc.missing("clientId", "as the issuer has given it");
    }
    Optional<Secret> secret = oidc.secret("clientSecret");
    List<String> scopes =
        new ArrayList<>(oidc.words("scopes").stream().map(Overrides.Given::text).toList());
    if (scopes.isEmpty()) {
      scopes.addAll(SCOPES);
    } else if (!scopes.contains("openid")) {
      scopes.addFirst("openid");
    }
    String roleClaim = oidc.text("roleClaim", "groups");
    Map<String, Role> roles = roles(oidc.section("roles"));
    Optional<String> tenantClaim = oidc.text("tenantClaim");
    Optional<Role> defaultRole =
        oidc.has("defaultRole") ? role(oidc, "defaultRole") : Optional.empty();
    if (roles.isEmpty() && defaultRole.isEmpty()) {
      oidc.missing("roles", "a role for each group, or nobody is let in");
    }
    oidc.close();
    return issuer.isEmpty() || clientId.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new OidcSettings(
                issuer.get(),
                clientId.get(),
                secret,
                scopes,
                roleClaim,
                roles,
                tenantClaim,
                defaultRole));
  }

  /** Groups may have any name. */
  private static Map<String, Role> roles(Section section) {
    Map<String, Role> roles = new LinkedHashMap<>();
    for (String group : section.names().keySet()) {
      role(section, group).ifPresent(role -> roles.put(group, role));
    }
    section.close();
    return roles;
  }

  private static Optional<Role> role(Section section, String key) {
    String word = section.choice(key, ROLES, "");
    return Stream.of(Role.values()).filter(role -> word(role).equals(word)).findFirst();
  }

  private static String word(Role role) {
    return role.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** An address that browsers and clients understand, without what has no place in one. */
  private static Optional<URI> url(String text) {
    try {
      URI uri = new URI(text);
      boolean web = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
      return web
              && uri.getHost() != null
              && uri.getRawUserInfo() == null
              && uri.getRawQuery() == null
              && uri.getRawFragment() == null
          ? Optional.of(uri)
          : Optional.empty();
    } catch (URISyntaxException broken) {
      return Optional.empty();
    }
  }
}
