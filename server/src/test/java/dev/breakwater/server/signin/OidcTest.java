package dev.breakwater.server.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.breakwater.gateway.access.Role;
import dev.breakwater.gateway.responses.Vault;
import dev.breakwater.gateway.settings.Secret;
import dev.breakwater.operations.users.Identity;
import dev.breakwater.operations.users.SessionSettings;
import dev.breakwater.operations.users.Vouched;
import dev.breakwater.server.config.OidcSettings;
import dev.breakwater.server.config.SignInSettings;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Signing in at an issuer, and everything that is not the issuer's word about this browser. */
class OidcTest {
  private SmallIssuer issuer;
  private Oidc oidc;
  private OidcSettings settings;
  private Instant now = SmallIssuer.NOW;

  /** Adds what it is for and a mark; knows whether both are there. */
  private static final class MarkedVault implements Vault {
    @Override
    public byte[] seal(byte[] plain, String purpose) {
      byte[] mark = mark(purpose);
      byte[] sealed = Arrays.copyOf(mark, mark.length + plain.length);
      System.arraycopy(plain, 0, sealed, mark.length, plain.length);
      return sealed;
    }

    @Override
    public byte[] open(byte[] sealed, String purpose) {
      byte[] mark = mark(purpose);
      if (sealed.length < mark.length || !Arrays.equals(mark, Arrays.copyOf(sealed, mark.length))) {
        throw new IllegalArgumentException("not sealed here");
      }
      return Arrays.copyOfRange(sealed, mark.length, sealed.length);
    }

    private static byte[] mark(String purpose) {
      return ("sealed for " + purpose + ":").getBytes(StandardCharsets.UTF_8);
    }
  }

  /** A browser on its way: what it was sent with, and its cookie. */
  private record Browser(Map<String, String> sent, String cookie) {
    Oidc.Return back(String code) {
      return new Oidc.Return(code, state(), "", "", cookie);
    }

    String state() {
      return sent.getOrDefault("state", "");
    }
  }

  @BeforeEach
  void open() throws Exception {
    issuer = new SmallIssuer();
    Map<String, Role> roles = new LinkedHashMap<>();
    roles.put("llm-owners", Role.OWNER);
    roles.put("llm-operators", Role.OPERATOR);
    roles.put("staff", Role.VIEWER);
    settings =
        new OidcSettings(
            issuer.url(),
            SmallIssuer.CLIENT,
            Optional.of(new Secret(SmallIssuer.SECRET)),
            List.of("openid"),
            "groups",
            roles,
            Optional.empty(),
            Optional.empty());
    oidc =
        new Oidc(
            () ->
                new SignInSettings(
                    SessionSettings.DEFAULT,
                    Optional.of(URI.create("https://llm.example")),
                    Optional.of(settings)),
            new MarkedVault(),
            new Random(7),
            () -> now);
  }

  @AfterEach
  void close() {
    oidc.close();
    issuer.close();
  }

  private Browser begin() throws Exception {
    Oidc.Departure departure = oidc.begin();
    URI location = URI.create(departure.location());
    assertThat(departure.location()).startsWith(issuer.url() + "/authorize?");
    return new Browser(SmallIssuer.fields(location.getRawQuery()), departure.sealed());
  }

  private Vouched in() throws Exception {
    Browser browser = begin();
    return oidc.finish(browser.back(issuer.codeFor(browser.sent())));
  }

  private void says(UnaryOperator<JWTClaimsSet.Builder> claims) {
    issuer.claims = claims;
  }

  private void refused(String why) {
    assertThatThrownBy(this::in).isInstanceOf(OidcRefused.class).hasMessageContaining(why);
  }

  @Test
  void whomTheIssuerVouchesForComesInAsItsGroupsSay() throws Exception {
    Vouched vouched = in();
    assertThat(vouched)
        .isEqualTo(
            new Vouched(
                new Identity(issuer.url().toString(), "subject-1"),
                "ann",
                "Ann",
                Role.OPERATOR,
                Optional.empty()));
  }

  @Test
  void theBrowserIsSentWithAChallengeAndBackToWhereTheConfigurationSays() throws Exception {
    Map<String, String> sent = begin().sent();
    assertThat(sent)
        .containsEntry("response_type", "code")
        .containsEntry("code_challenge_method", "S256")
        .containsEntry("client_id", SmallIssuer.CLIENT)
        .containsEntry("redirect_uri", "https://llm.example/api/auth/oidc/callback")
        .containsKeys("state", "nonce", "code_challenge");
    assertThat(begin().sent().get("state")).isNotEqualTo(sent.get("state"));
  }

  @Test
  void anotherStateOrNoCookieLetsNobodyIn() throws Exception {
    Browser browser = begin();
    Browser other = begin();
    String code = issuer.codeFor(browser.sent());
    assertThatThrownBy(
            () -> oidc.finish(new Oidc.Return(code, other.state(), "", "", browser.cookie())))
        .isInstanceOf(OidcRefused.class);
    assertThatThrownBy(() -> oidc.finish(new Oidc.Return(code, browser.state(), "", "", "")))
        .isInstanceOf(OidcRefused.class);
    assertThat(oidc.finish(browser.back(code)).login()).isEqualTo("ann");
  }

  @Test
  void aWayBackLeadsInOnceAndNotLater() throws Exception {
    Browser browser = begin();
    String code = issuer.codeFor(browser.sent());
    oidc.finish(browser.back(code));
    assertThatThrownBy(() -> oidc.finish(browser.back(issuer.codeFor(browser.sent()))))
        .isInstanceOf(OidcRefused.class)
        .hasMessageContaining("is over");
    Browser again = begin();
    assertThatThrownBy(() -> oidc.finish(again.back(code)))
        .isInstanceOf(OidcRefused.class)
        .hasMessageContaining("does not take the code");
    Browser slow = begin();
    now = now.plus(Oidc.LIFETIME);
    assertThatThrownBy(() -> oidc.finish(slow.back(issuer.codeFor(slow.sent()))))
        .isInstanceOf(OidcRefused.class)
        .hasMessageContaining("is over");
  }

  @Test
  void aCodeThatWasGivenToAnotherBrowserIsNotTaken() throws Exception {
    Browser victim = begin();
    String stolen = issuer.codeFor(victim.sent());
    Browser thief = begin();
    assertThatThrownBy(() -> oidc.finish(thief.back(stolen)))
        .isInstanceOf(OidcRefused.class)
        .hasMessageContaining("does not take the code");
  }

  @Test
  void aTokenForAnotherNonceIsRefused() {
    says(claims -> claims.claim("nonce", "another"));
    refused("was not asked for by this browser");
    says(claims -> claims.claim("nonce", null));
    refused("was not asked for by this browser");
  }

  @Test
  void aTokenForAnotherClientIsRefused() {
    says(claims -> claims.audience("another"));
    refused("is meant for another client");
    says(claims -> claims.audience(List.of(SmallIssuer.CLIENT, "another")));
    refused("is meant for another client");
    says(claims -> claims.claim("azp", "another"));
    refused("is meant for another client");
  }

  @Test
  void anExpiredTokenIsRefusedAndAMinuteOfSkewIsNot() throws Exception {
    says(claims -> claims.expirationTime(Date.from(now.minusSeconds(59))));
    assertThat(in().login()).isEqualTo("ann");
    says(claims -> claims.expirationTime(Date.from(now.minusSeconds(60))));
    refused("has expired");
    says(claims -> claims.expirationTime(null));
    refused("has expired");
    says(claims -> claims.issueTime(Date.from(now.plusSeconds(61))));
    refused("holds later only");
  }

  @Test
  void anotherIssuersTokenIsRefused() {
    says(claims -> claims.issuer("https://elsewhere.example"));
    refused("is another issuer's");
  }

  @Test
  void aTokenSignedWithThePublicKeyAsASecretIsRefused() {
    issuer.signing = issuer::hmacWithThePublicKey;
    refused("is signed in a way that is not taken here");
  }

  @Test
  void aTokenThatNobodyOrSomebodyElseSignedIsRefused() {
    issuer.signing = claims -> new com.nimbusds.jwt.PlainJWT(claims).serialize();
    refused("cannot be read");
    issuer.signing = issuer::foreign;
    refused("is not signed by the issuer");
    issuer.signing = issuer::unknownCurve;
    refused("is not signed by the issuer");
  }

  @Test
  void newKeysAreTakenUpAndNotAskedForAtEveryToken() throws Exception {
    in();
    assertThat(issuer.keyReads).hasValue(1);
    issuer.rotate();
    assertThat(in().login()).isEqualTo("ann");
    assertThat(issuer.keyReads).hasValue(2);
    issuer.signing = issuer::foreign;
    for (int i = 0; i < 5; i++) {
      refused("is not signed by the issuer");
    }
    assertThat(issuer.keyReads).hasValue(2);
    now = now.plus(Duration.ofMinutes(1));
    refused("is not signed by the issuer");
    assertThat(issuer.keyReads).hasValue(3);
  }

  @Test
  void whoeverIsInNoGroupWithARoleStaysOut() {
    says(claims -> claims.claim("groups", List.of("guests")));
    refused("in no group");
    says(claims -> claims.claim("groups", null));
    refused("in no group");
  }

  @Test
  void aTenantsPeopleNeedATenantWhereOneIsClaimed() throws Exception {
    settings =
        new OidcSettings(
            settings.issuer(),
            settings.clientId(),
            settings.clientSecret(),
            settings.scopes(),
            "realm.roles",
            settings.roles(),
            Optional.of("tenant"),
            Optional.of(Role.VIEWER));
    refused("which tenant");
    says(claims -> claims.claim("tenant", "acme"));
    assertThat(in().tenant()).contains("acme");
    says(claims -> claims.claim("realm", Map.of("roles", List.of("llm-owners"))));
    Vouched owner = in();
    assertThat(owner.role()).isEqualTo(Role.OWNER);
    assertThat(owner.tenant()).isEmpty();
  }

  @Test
  void anIssuerThatIsAwayOrAnotherIsSaidSo() throws Exception {
    issuer.failing = true;
    assertThatThrownBy(oidc::begin).isInstanceOf(IssuerAway.class);
    issuer.failing = false;
    assertThat(begin().sent()).isNotEmpty();
    issuer.close();
    assertThatThrownBy(this::in)
        .isInstanceOf(IssuerAway.class)
        .hasMessageNotContaining(SmallIssuer.SECRET);
  }
}
