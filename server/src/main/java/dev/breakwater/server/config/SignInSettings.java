package dev.breakwater.server.config;

import dev.breakwater.operations.users.SessionSettings;
import java.net.URI;
import java.util.Optional;

/**
 * How people sign in.
 *
 * @param publicUrl where their browsers find this server, without a slash at its end
 * @param oidc who vouches for them, if anybody does; never without a public URL
 */
public record SignInSettings(
    SessionSettings sessions, Optional<URI> publicUrl, Optional<OidcSettings> oidc) {

  /** Whether browsers come by HTTPS, however this server itself is reached. */
  public boolean isSecure() {
    return publicUrl.map(url -> "https".equals(url.getScheme())).orElse(false);
  }
}
