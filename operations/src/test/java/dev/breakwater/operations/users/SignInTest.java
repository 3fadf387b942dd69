package dev.breakwater.operations.users;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.gateway.access.Role;
import dev.breakwater.operations.StoreUnavailable;
import dev.breakwater.operations.changes.Change;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who is let in, who is kept waiting, and what is written down about it. */
class SignInTest {
  private static final Identity IDENTITY = new Identity("https://issuer.example", "subject-1");

  private final World world = new World();

  @BeforeEach
  void people() {
    world.made("ann", Role.ADMIN, "");
  }

  private SignInAnswer wrong(String login, String address) {
    return world.signIn.byPassword(login, "not the password", address);
  }

  private SignInAnswer right(String address) {
    return world.signIn.byPassword("ann", World.PASSWORD, address);
  }

  @Test
  void aSessionOpensWithItsTokenOnlyAndIsWrittenDown() {
    SignInAnswer.Welcome welcome = world.in("ANN ");
    Session.Owned owned = world.sessions.find(welcome.session().token()).orElseThrow();
    assertThat(owned.user().login()).isEqualTo("ann");
    assertThat(owned.user().lastSignIn()).isEqualTo(world.now());
    assertThat(owned.session().hash()).doesNotContain(welcome.session().token());
    assertThat(world.sessions.find(welcome.session().csrfToken())).isEmpty();
    assertThat(world.actions()).containsExactly("user.create", "session.begin");
  }

  @Test
  void aSessionThatWasLeftIsOver() {
    SignInAnswer.Welcome welcome = world.in("ann");
    String token = welcome.session().token();
    world.signIn.out(world.sessions.find(token).orElseThrow(), token, World.HOME);
    assertThat(world.sessions.find(token)).isEmpty();
    assertThat(world.actions()).endsWith("session.end");
  }

  @Test
  void anUnknownLoginTakesAsMuchHashingAsAKnownOne() {
    int before = world.hashing.checks;
    assertThat(wrong("nobody", World.HOME)).isInstanceOf(SignInAnswer.Refused.class);
    assertThat(world.hashing.checks - before).isEqualTo(1);
    assertThat(wrong("ann", World.HOME)).isInstanceOf(SignInAnswer.Refused.class);
    assertThat(world.hashing.checks - before).isEqualTo(2);
  }

  @Test
  void thePasswordOfNobodyLetsNobodyIn() {
    world.users.create(
        World.OWNER, new UserDraft("bob", null, Role.VIEWER, Optional.empty(), null));
    assertThat(world.signIn.byPassword("bob", "nobody has this password", World.HOME))
        .isInstanceOf(SignInAnswer.Refused.class);
    assertThat(world.signIn.byPassword("unknown", "nobody has this password", World.HOME))
        .isInstanceOf(SignInAnswer.Refused.class);
  }

  @Test
  void guessesAtALoginWaitLongerEachTime() {
    for (int i = 0; i < 5; i++) {
      assertThat(wrong("ann", "198.51.100." + i)).isInstanceOf(SignInAnswer.Refused.class);
    }
    assertThat(right("198.51.100.9")).isEqualTo(new SignInAnswer.Later(Duration.ofSeconds(1)));
    int checks = world.hashing.checks;
    assertThat(wrong("ann", "198.51.100.9")).isInstanceOf(SignInAnswer.Later.class);
    assertThat(world.hashing.checks).isEqualTo(checks);
    world.pass(Duration.ofSeconds(1));
    assertThat(wrong("ann", "198.51.100.9")).isInstanceOf(SignInAnswer.Refused.class);
    assertThat(wrong("ann", "198.51.100.9"))
        .isEqualTo(new SignInAnswer.Later(Duration.ofSeconds(2)));
    world.pass(Duration.ofSeconds(2));
    assertThat(right("198.51.100.9")).isInstanceOf(SignInAnswer.Welcome.class);
    assertThat(wrong("ann", "198.51.100.10")).isInstanceOf(SignInAnswer.Refused.class);
  }

  @Test
  void strangersDoNotKeepSomebodyOutWhereTheySignedInBefore() {
    assertThat(right(World.HOME)).isInstanceOf(SignInAnswer.Welcome.class);
    for (int i = 0; i < 5; i++) {
      wrong("ann", "198.51.100." + i);
    }
    assertThat(right("203.0.113.5")).isInstanceOf(SignInAnswer.Later.class);
    assertThat(right(World.HOME)).isInstanceOf(SignInAnswer.Welcome.class);
  }

  @Test
  void anAddressThatTriesManyLoginsWaitsForEachOfThem() {
    for (int i = 0; i < 20; i++) {
      assertThat(wrong("login" + i, "2001:db8::" + (i + 1)))
          .isInstanceOf(SignInAnswer.Refused.class);
    }
    assertThat(right("2001:db8::ffff")).isInstanceOf(SignInAnswer.Later.class);
    assertThat(right("2001:db8:0:1::1")).isInstanceOf(SignInAnswer.Welcome.class);
  }

  @Test
  void whenTooManyAreHashedOneIsAskedToComeAgain() {
    world.hashing.busy = true;
    assertThat(right(World.HOME)).isInstanceOf(SignInAnswer.Later.class);
  }

  @Test
  void refusalsAreWrittenDownWithoutWhatWasTypedAndNotWithoutEnd() {
    wrong("my-password-by-mistake", World.HOME);
    assertThat(world.recorded.getLast().action()).isEqualTo("session.refused");
    assertThat(world.recorded).noneMatch(it -> it.toString().contains("my-password"));
    for (int i = 0; i < 500; i++) {
      wrong("login" + i, "198.51." + i / 250 + "." + i % 250);
    }
    assertThat(world.recorded).filteredOn(it -> it.action().equals("session.refused")).hasSize(60);
    world.pass(Duration.ofMinutes(1));
    wrong("once more", "203.0.113.77");
    assertThat(world.recorded).filteredOn(it -> it.action().equals("session.refused")).hasSize(61);
  }

  private List<Change> refusals() {
    return world.recorded.stream().filter(it -> it.action().equals("session.refused")).toList();
  }

  @Test
  void oneAddressDoesNotFillTheAuditAndHidesNoOther() {
    for (int i = 0; i < 500; i++) {
      world.signIn.notVouchedFor("The issuer did not let you in.", "2001:db8::" + i);
    }
    assertThat(refusals()).hasSize(20);
    wrong("ann", "203.0.113.77");
    assertThat(refusals()).hasSize(21);
    assertThat(refusals().getLast().after()).isEqualTo("{\"by\":\"password\"}");
    world.pass(Duration.ofMinutes(1));
    world.signIn.notVouchedFor("The issuer did not let you in.", "2001:db8::1");
    assertThat(refusals()).hasSize(22);
  }

  @Test
  void whoIsNotLetInThoughAnIssuerVouchesIsWrittenDown() {
    Vouched nowhere =
        new Vouched(
            new Identity("https://issuer", "s-9"), "zoe", "Zoe", Role.VIEWER, Optional.of("gone"));
    assertThat(world.signIn.vouchedFor(nowhere, World.HOME))
        .isInstanceOf(SignInAnswer.Denied.class);
    Change refusal = refusals().getLast();
    assertThat(refusal.actor().address()).isEqualTo(World.HOME);
    assertThat(refusal.object()).isEqualTo("unknown");
    assertThat(refusal.after())
        .contains("\"by\":\"oidc\"", "What the issuer says of you does not fit here");
  }

  @Test
  void nobodyIsLetInWhileTheDatabaseIsAway() {
    world.people.away = true;
    assertThatThrownBy(() -> right(World.HOME)).isInstanceOf(StoreUnavailable.class);
    world.people.away = false;
    assertThat(world.people.sessionCount()).isZero();
  }

  @Test
  void aHashOfLessEffortIsMadeAnewAtTheNextSignIn() {
    world.hashing.version = "v2:";
    world.in("ann");
    assertThat(world.people.userStore.byLogin("ann").orElseThrow().passwordHash())
        .startsWith("v2:");
    assertThat(right(World.HOME)).isInstanceOf(SignInAnswer.Welcome.class);
  }

  private SignInAnswer vouched(String login, Role role, Optional<String> tenant) {
    return world.signIn.vouchedFor(new Vouched(IDENTITY, login, "Ann", role, tenant), World.HOME);
  }

  @Test
  void whomAnIssuerVouchesForIsMadeOnceAndBecomesWhatItSays() {
    SignInAnswer.Welcome first =
        (SignInAnswer.Welcome) vouched("ann@example.com", Role.OPERATOR, Optional.empty());
    SignInAnswer.Welcome again =
        (SignInAnswer.Welcome) vouched("renamed", Role.VIEWER, Optional.of("acme"));
    assertThat(again.user().id()).isEqualTo(first.user().id());
    assertThat(again.user().login()).isEqualTo("ann@example.com");
    assertThat(again.user().role()).isEqualTo(Role.VIEWER);
    assertThat(again.user().tenant()).contains("acme");
    assertThat(world.sessions.find(first.session().token())).isEmpty();
    assertThat(world.recorded)
        .extracting(Change::action)
        .containsSubsequence("user.create", "session.begin", "user.update", "session.begin");
  }

  @Test
  void anIssuersLoginNeverTakesOverSomebodyElses() {
    SignInAnswer.Welcome welcome =
        (SignInAnswer.Welcome) vouched("ANN", Role.VIEWER, Optional.empty());
    assertThat(welcome.user().login()).startsWith("oidc-");
    assertThat(world.people.userStore.byLogin("ann").orElseThrow().identity()).isNull();
  }

  @Test
  void whoeverIsDisabledOrOfNoTenantOfOursStaysOutWhateverTheIssuerSays() {
    assertThat(vouched("bob", Role.VIEWER, Optional.of("nowhere")))
        .isInstanceOf(SignInAnswer.Denied.class);
    SignInAnswer.Welcome welcome =
        (SignInAnswer.Welcome) vouched("bob", Role.VIEWER, Optional.empty());
    world.users.change(World.OWNER, welcome.user().id(), UserChange.DISABLE);
    assertThat(vouched("bob", Role.OWNER, Optional.empty()))
        .isInstanceOf(SignInAnswer.Denied.class);
  }
}
