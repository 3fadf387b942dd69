package dev.breakwater.server.signin;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.factories.DefaultJWSVerifierFactory;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.security.Key;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Set;

/** Tells whether a token is the issuer's word about whoever has just come back from there. */
final class IdTokens {
  /** Keys of the issuer's that only it has: a shared secret, or none, would prove nothing. */
  private static final Set<JWSAlgorithm> ALGORITHMS =
      Set.of(JWSAlgorithm.RS256, JWSAlgorithm.PS256, JWSAlgorithm.ES256);

  private static final Duration SKEW = Duration.ofSeconds(60);
  private static final int LONGEST_TOKEN = 64 * 1024;
  private static final int LONGEST_SUBJECT = 255;

  private final Issuer issuer;
  private final InstantSource clock;

  IdTokens(Issuer issuer, InstantSource clock) {
    this.issuer = issuer;
    this.clock = clock;
  }

  /**
   * What the token says, once it is sure that the issuer says it, to us, now, to this browser.
   *
   * @throws OidcRefused when it is not
   */
  JWTClaimsSet verify(String token, String nonce) throws OidcRefused, IssuerAway {
    if (token.length() > LONGEST_TOKEN) {
      throw refused("is too long");
    }
    try {
      SignedJWT signed = SignedJWT.parse(token);
      if (!ALGORITHMS.contains(signed.getHeader().getAlgorithm())) {
        throw refused("is signed in a way that is not taken here");
      }
      if (!isSigned(signed, issuer.keys()) && !isSigned(signed, issuer.keysAgain())) {
        throw refused("is not signed by the issuer");
      }
      JWTClaimsSet claims = signed.getJWTClaimsSet();
      check(claims, nonce);
      return claims;
    } catch (ParseException e) {
      throw refused("cannot be read");
    } catch (JOSEException e) {
      throw refused("is not signed by the issuer");
    }
  }

  private static boolean isSigned(SignedJWT signed, JWKSet keys) throws JOSEException {
    JWSHeader header = signed.getHeader();
    List<Key> candidates =
        new JWSVerificationKeySelector<SecurityContext>(ALGORITHMS, new ImmutableJWKSet<>(keys))
            .selectJWSKeys(header, null);
    for (Key key : candidates) {
      if (signed.verify(new DefaultJWSVerifierFactory().createJWSVerifier(header, key))) {
        return true;
      }
    }
    return false;
  }

  private void check(JWTClaimsSet claims, String nonce) throws OidcRefused, ParseException {
    String client = issuer.settings().clientId();
    if (!issuer.settings().issuer().toString().equals(claims.getIssuer())) {
      throw refused("is another issuer's");
    }
    List<String> audience = claims.getAudience();
    String party = claims.getStringClaim("azp");
    boolean partyFits = party == null ? audience.size() == 1 : party.equals(client);
    if (!audience.contains(client) || !partyFits) {
      throw refused("is meant for another client");
    }
    Instant now = clock.instant();
    if (!isAfter(claims.getExpirationTime(), now.minus(SKEW))) {
      throw refused("has expired");
    }
    if (isAfter(claims.getIssueTime(), now.plus(SKEW))
        || isAfter(claims.getNotBeforeTime(), now.plus(SKEW))) {
      throw refused("holds later only: a clock is wrong");
    }
    if (!nonce.equals(claims.getStringClaim("nonce"))) {
      throw refused("was not asked for by this browser");
    }
    String subject = claims.getSubject();
    if (subject == null || subject.isEmpty() || subject.length() > LONGEST_SUBJECT) {
      throw refused("does not say who it is about");
    }
  }

  private static boolean isAfter(@org.jspecify.annotations.Nullable Date time, Instant instant) {
    return time != null && time.toInstant().isAfter(instant);
  }

  private static OidcRefused refused(String why) {
    return new OidcRefused("The issuer's token " + why + "; sign in again.");
  }
}
