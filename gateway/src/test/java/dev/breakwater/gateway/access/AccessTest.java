package dev.breakwater.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.breakwater.gateway.access.VirtualKey.Scope;
import dev.breakwater.gateway.rejection.Rejection;
import dev.breakwater.gateway.simulation.SeededScheduler;
import dev.breakwater.wire.conversation.Problem;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Who may come in, by which key in which place, and what the others are told. */
class AccessTest {
  private static final byte[] PEPPER =
      "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
  private static final String PREFIX = "bw_" + "same-prefix-".repeat(20);
  private static final String FIRST = PREFIX + "1";
  private static final String SECOND = PREFIX + "2";
  private static final String ADMIN = "bw_admin_0123456789";

  private static final String HOME = "192.0.2.1";

  private final KeyHash.Hasher hasher = new KeyHash.Hasher(PEPPER);
  private KeyRing ring =
      new KeyRing(
          Map.of(
              hasher.hash(FIRST), key("first", Scope.INFERENCE),
              hasher.hash(SECOND), key("second", Scope.INFERENCE),
              hasher.hash(ADMIN), key("boss", Scope.READ, Scope.ADMIN)));
  private final SeededScheduler time = new SeededScheduler(1);
  private final Access access = new Access(() -> ring, hasher, false, new WrongKeys(time, 7), time);

  private static VirtualKey key(String name, Scope... scopes) {
    return new VirtualKey(name, name, "acme", "staging", Set.of(scopes));
  }

  private static Credentials bearer(String key) {
    return Credentials.of("Bearer " + key, null, null, null);
  }

  private Problem refused(Credentials credentials, Scope scope) {
    return catchThrowableOfType(Rejection.class, () -> access.caller(credentials, HOME, scope))
        .problem();
  }

  @Test
  void aKeyIsTakenFromWhicheverPlaceAnSdkPutsItIn() {
    for (Credentials credentials :
        new Credentials[] {
          bearer(FIRST),
          Credentials.of(null, FIRST, null, null),
          Credentials.of(null, null, FIRST, null),
          Credentials.of(null, null, null, FIRST),
          Credentials.of("bEaReR " + FIRST, null, null, null),
          Credentials.of("Bearer   " + FIRST + " ", " ", "", null)
        }) {
      assertThat(access.caller(credentials, HOME, Scope.INFERENCE).name()).isEqualTo("first");
    }
  }

  @Test
  void theSameKeyInTwoPlacesIsOneKey() {
    Credentials twice = Credentials.of("Bearer " + FIRST, FIRST, FIRST, FIRST);
    assertThat(access.caller(twice, HOME, Scope.INFERENCE).name()).isEqualTo("first");
  }

  @Test
  void twoKeysThatDifferAreRefusedThoughBothAreGood() {
    Problem problem =
        refused(Credentials.of("Bearer " + FIRST, SECOND, null, null), Scope.INFERENCE);
    assertThat(problem.status()).isEqualTo(400);
    assertThat(problem.message()).contains("Two different keys").doesNotContain(PREFIX);
  }

  @Test
  void keysWithALongCommonPrefixAreToldApart() {
    assertThat(access.caller(bearer(FIRST), HOME, Scope.INFERENCE).name()).isEqualTo("first");
    assertThat(access.caller(bearer(SECOND), HOME, Scope.INFERENCE).name()).isEqualTo("second");
    assertThat(refused(bearer(PREFIX + "3"), Scope.INFERENCE).status()).isEqualTo(401);
    assertThat(refused(bearer(PREFIX), Scope.INFERENCE).status()).isEqualTo(401);
    assertThat(refused(bearer(FIRST + "1"), Scope.INFERENCE).status()).isEqualTo(401);
  }

  @Test
  void noKeyIsA401ThatTellsWhereToPutIt() {
    for (@Nullable String authorization :
        new @Nullable String[] {null, "", "Bearer", "Bearer  ", "Basic dTpw", FIRST}) {
      Problem problem = refused(Credentials.of(authorization, " ", null, ""), Scope.INFERENCE);
      assertThat(problem.status()).isEqualTo(401);
      assertThat(problem.code()).isEqualTo("missing_api_key");
      assertThat(problem.message()).contains("Authorization: Bearer", "x-api-key");
    }
  }

  @Test
  void anUnknownKeyIsA401ThatDoesNotRepeatIt() {
    Problem problem = refused(bearer("' OR 1=1 --planted"), Scope.INFERENCE);
    assertThat(problem.status()).isEqualTo(401);
    assertThat(problem.code()).isEqualTo("invalid_api_key");
    assertThat(problem.message()).doesNotContain("planted");
  }

  @Test
  void aKeyWithoutTheScopeIsA403ThatNamesKeyAndScope() {
    Problem inference = refused(bearer(ADMIN), Scope.INFERENCE);
    assertThat(inference.status()).isEqualTo(403);
    assertThat(inference.message()).contains("'boss'", "administration");
    Problem admin = refused(bearer(FIRST), Scope.ADMIN);
    assertThat(admin.status()).isEqualTo(403);
    assertThat(admin.message()).contains("'first'", "scope admin");
    assertThat(refused(bearer(FIRST), Scope.READ).message()).contains("scope read");
  }

  @Test
  void aRevokedKeyIsRefusedFromTheNextRequestOn() {
    assertThat(access.caller(bearer(FIRST), HOME, Scope.INFERENCE).name()).isEqualTo("first");
    ring = new KeyRing(Map.of());
    assertThat(refused(bearer(FIRST), Scope.INFERENCE).status()).isEqualTo(401);
  }

  @Test
  void whereAuthenticationIsOffAnybodyMayDoEverything() {
    Access open = new Access(() -> ring, hasher, true, new WrongKeys(time, 7), time);
    for (Scope scope : Scope.values()) {
      assertThat(open.caller(Credentials.NONE, HOME, scope)).isEqualTo(Access.ANYBODY);
      assertThat(open.caller(bearer("whatever"), HOME, scope)).isEqualTo(Access.ANYBODY);
    }
  }

  @Test
  void nothingThatHoldsAKeyShowsIt() {
    assertThat(bearer(FIRST).toString()).doesNotContain(PREFIX);
    assertThat(hasher.hash(FIRST).toString()).doesNotContain(PREFIX);
    assertThat(ring.toString()).doesNotContain(PREFIX);
    assertThat(access.caller(bearer(FIRST), HOME, Scope.INFERENCE).toString())
        .doesNotContain(PREFIX);
  }

  @Test
  void theHashIsHmacSha256OfTheWholeKeyUnderThePepper() {
    // RFC 4231, test case 2
    KeyHash.Hasher jefe = new KeyHash.Hasher("Jefe".getBytes(StandardCharsets.US_ASCII));
    assertThat(jefe.hash("what do ya want for nothing?").toString())
        .isEqualTo("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    byte[] other = PEPPER.clone();
    other[0] ^= 1;
    assertThat(new KeyHash.Hasher(other).hash(FIRST)).isNotEqualTo(hasher.hash(FIRST));
  }

  @Test
  void aHashIsItsBytesAndNobodyChangesThem() {
    byte[] bytes = hasher.hash(FIRST).bytes();
    KeyHash hash = KeyHash.of(bytes);
    assertThat(hash).isEqualTo(hasher.hash(FIRST)).hasSameHashCodeAs(hasher.hash(FIRST));
    bytes[0] ^= 1;
    hash.bytes()[1] ^= 1;
    assertThat(hash.toString()).isEqualTo(HexFormat.of().formatHex(hasher.hash(FIRST).bytes()));
  }

  private Rejection refusedFrom(String address, String key) {
    return catchThrowableOfType(
        Rejection.class, () -> access.caller(bearer(key), address, Scope.INFERENCE));
  }

  @Test
  void anExpiredKeyIsToldSoToWhoeverHasIt() {
    time.runFor(Duration.ofHours(1));
    VirtualKey brief =
        new VirtualKey(
            "k",
            "campaign",
            "acme",
            "staging",
            Set.of(Scope.INFERENCE),
            Role.INFERENCE,
            Allowance.ALL,
            time.epochMillis() + 1_000);
    ring = new KeyRing(Map.of(hasher.hash(FIRST), brief));
    assertThat(access.caller(bearer(FIRST), HOME, Scope.INFERENCE)).isEqualTo(brief);
    time.runFor(Duration.ofMillis(999));
    assertThat(access.caller(bearer(FIRST), HOME, Scope.INFERENCE)).isEqualTo(brief);
    time.runFor(Duration.ofMillis(1));
    Problem problem = refused(bearer(FIRST), Scope.INFERENCE);
    assertThat(problem.status()).isEqualTo(401);
    assertThat(problem.code()).isEqualTo("expired_api_key");
    assertThat(problem.message()).contains("'campaign' expired on").doesNotContain(PREFIX);
    assertThat(refused(bearer(SECOND), Scope.INFERENCE).code()).isEqualTo("invalid_api_key");
  }

  @Test
  void aNodeThatIsCutOffRefusesStoredKeysAndTakesThoseOfTheFile() {
    Instant seen = Instant.ofEpochMilli(time.epochMillis());
    Duration longest = Duration.ofHours(1);
    CutOff cutOff =
        now ->
            now - seen.toEpochMilli() > longest.toMillis() ? Optional.of(seen) : Optional.empty();
    ring =
        new KeyRing(
            Map.of(hasher.hash(FIRST), key("file", Scope.INFERENCE)),
            Map.of(hasher.hash(SECOND), key("stored", Scope.INFERENCE)));
    Access node = new Access(() -> ring, hasher, false, new WrongKeys(time, 7), cutOff, time);
    time.runFor(longest);
    assertThat(node.caller(bearer(SECOND), HOME, Scope.INFERENCE).name()).isEqualTo("stored");
    time.runFor(Duration.ofMillis(1));
    Problem problem =
        catchThrowableOfType(Rejection.class, () -> node.known(bearer(SECOND), HOME)).problem();
    assertThat(problem.status()).isEqualTo(401);
    assertThat(problem.code()).isEqualTo("stale_api_key");
    assertThat(problem.message()).contains("cut off from its database since");
    assertThat(node.caller(bearer(FIRST), HOME, Scope.INFERENCE).name()).isEqualTo("file");
    assertThat(
            catchThrowableOfType(Rejection.class, () -> node.known(bearer("wrong"), HOME))
                .problem()
                .code())
        .isEqualTo("invalid_api_key");
  }

  @Test
  void twentyWrongKeysAMinuteAreEnoughFromOneAddressWhileGoodOnesGoOn() {
    for (int wrong = 0; wrong < WrongKeys.MOST; wrong++) {
      assertThat(refusedFrom(HOME, "wrong-" + wrong).problem().status()).isEqualTo(401);
      assertThat(refused(Credentials.NONE, Scope.INFERENCE).status()).isEqualTo(401);
    }
    time.runFor(Duration.ofSeconds(40));
    Rejection stopped = refusedFrom(HOME, "wrong again");
    assertThat(stopped.problem().status()).isEqualTo(429);
    assertThat(stopped.retryAfter()).contains(Duration.ofSeconds(20));
    assertThat(refused(Credentials.NONE, Scope.INFERENCE).code()).isEqualTo("missing_api_key");
    assertThat(access.caller(bearer(FIRST), HOME, Scope.INFERENCE).name()).isEqualTo("first");
    assertThat(refusedFrom("192.0.2.2", "wrong").problem().status()).isEqualTo(401);
    time.runFor(Duration.ofSeconds(20));
    assertThat(refusedFrom(HOME, "wrong").problem().status()).isEqualTo(401);
  }

  @Test
  void aMistypedKeyOfOurFormIsRefusedWithoutALookUpAndCounts() {
    String begun = "bw_" + "aB3".repeat(14).substring(0, 40);
    String good = begun + KeyForm.checksum(begun);
    String mistyped = (good.charAt(9) == 'x' ? good.replace('x', 'y') : good.replace('B', 'x'));
    assertThat(KeyForm.isMistyped(good)).isFalse();
    assertThat(KeyForm.isMistyped(mistyped)).isTrue();
    assertThat(KeyForm.isMistyped(FIRST)).isFalse();
    assertThat(KeyForm.isMistyped(good.substring(1))).isFalse();
    ring = new KeyRing(Map.of(hasher.hash(good), key("good", Scope.INFERENCE)));
    for (int wrong = 0; wrong < WrongKeys.MOST; wrong++) {
      assertThat(refusedFrom(HOME, mistyped).problem().code()).isEqualTo("invalid_api_key");
    }
    assertThat(refusedFrom(HOME, mistyped).problem().status()).isEqualTo(429);
    assertThat(access.caller(bearer(good), HOME, Scope.INFERENCE).name()).isEqualTo("good");
  }
}
