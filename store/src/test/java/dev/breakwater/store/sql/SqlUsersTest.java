package dev.breakwater.store.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.gateway.access.Role;
import dev.breakwater.operations.users.Identity;
import dev.breakwater.operations.users.Session;
import dev.breakwater.operations.users.User;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SqlUsersTest extends OnEachDatabase {
  private static final Instant NOW = Instant.ofEpochMilli(1_750_000_000_000L);
  private static final Identity IDENTITY = new Identity("https://issuer.example", "7");

  private SqlUsers users;
  private SqlSessions sessions;

  SqlUsersTest(TestDatabase.Kind kind) {
    super(kind);
  }

  @BeforeEach
  void open() {
    users = new SqlUsers(database);
    sessions = new SqlSessions(database);
  }

  private static User user(String id, String login, Role role, Optional<String> tenant) {
    return user(id, login, role, tenant, null);
  }

  private static User user(
      String id, String login, Role role, Optional<String> tenant, @Nullable Identity identity) {
    return new User(
        id,
        login,
        "Name of " + login,
        role,
        tenant,
        "$argon2id$x",
        identity,
        false,
        NOW,
        NOW,
        null);
  }

  private static Session session(String hash, String userId, Instant lastSeen) {
    return new Session(hash, userId, NOW, lastSeen, NOW.plus(Duration.ofDays(7)), "192.0.2.1");
  }

  @Test
  void peopleComeBackAsTheyWereKept() {
    User ann = user("usr_1", "ann", Role.TENANT_ADMIN, Optional.of("acme"));
    User bob = user("usr_2", "bob", Role.OWNER, Optional.empty(), IDENTITY);
    assertThat(users.add(ann)).isTrue();
    assertThat(users.add(bob)).isTrue();
    assertThat(users.find("usr_1")).contains(ann);
    assertThat(users.byLogin("bob")).contains(bob);
    assertThat(users.byIdentity(IDENTITY)).contains(bob);
    assertThat(users.byIdentity(new Identity("https://issuer.example", "8"))).isEmpty();
  }

  @Test
  void loginAndIdentityAreSomebodysAlone() {
    assertThat(users.add(user("usr_1", "ann", Role.OWNER, Optional.empty(), IDENTITY))).isTrue();
    assertThat(users.add(user("usr_2", "ann", Role.OWNER, Optional.empty()))).isFalse();
    assertThat(users.add(user("usr_3", "eve", Role.OWNER, Optional.empty(), IDENTITY))).isFalse();
    assertThat(users.find("usr_2")).isEmpty();
    assertThat(users.add(user("usr_4", "dan", Role.OWNER, Optional.empty()))).isTrue();
    assertThat(users.add(user("usr_5", "fay", Role.OWNER, Optional.empty()))).isTrue();
  }

  @Test
  void pagesGoByLoginWithinATenant() {
    for (String login : new String[] {"dan", "ann", "cat", "bob"}) {
      users.add(user("usr_" + login, login, Role.VIEWER, Optional.of("acme")));
    }
    users.add(user("usr_x", "axe", Role.OWNER, Optional.empty()));
    assertThat(users.page(Optional.of("acme"), "", 2))
        .extracting(User::login)
        .containsExactly("ann", "bob");
    assertThat(users.page(Optional.of("acme"), "bob", 9))
        .extracting(User::login)
        .containsExactly("cat", "dan");
    assertThat(users.page(Optional.empty(), "", 9)).hasSize(5);
    assertThat(users.page(Optional.of("other"), "", 9)).isEmpty();
  }

  @Test
  void aChangeLeavesThePasswordAndAPasswordLeavesTheRest() {
    User ann = user("usr_1", "ann", Role.ADMIN, Optional.empty());
    users.add(ann);
    assertThat(users.password("usr_1", "$argon2id$y", NOW)).isTrue();
    Instant later = NOW.plusSeconds(60);
    User changed =
        new User(
            "usr_1",
            "not kept",
            "Ann",
            Role.VIEWER,
            Optional.of("acme"),
            "not kept",
            null,
            true,
            NOW,
            later,
            null);
    assertThat(users.put(changed)).isTrue();
    users.signedIn("usr_1", later);
    User kept = users.find("usr_1").orElseThrow();
    assertThat(kept)
        .isEqualTo(
            new User(
                "usr_1",
                "ann",
                "Ann",
                Role.VIEWER,
                Optional.of("acme"),
                "$argon2id$y",
                null,
                true,
                NOW,
                later,
                later));
    users.rehash("usr_1", "$argon2id$x", "$argon2id$z");
    assertThat(users.find("usr_1").orElseThrow().passwordHash()).isEqualTo("$argon2id$y");
    users.rehash("usr_1", "$argon2id$y", "$argon2id$z");
    assertThat(users.find("usr_1").orElseThrow().passwordHash()).isEqualTo("$argon2id$z");
    assertThat(users.put(user("usr_9", "x", Role.VIEWER, Optional.empty()))).isFalse();
  }

  @Test
  void sessionsComeBackWithWhoseTheyAre() {
    User ann = user("usr_1", "ann", Role.ADMIN, Optional.empty());
    users.add(ann);
    Session session = session("h1", "usr_1", NOW);
    sessions.add(session);
    assertThat(sessions.find("h1")).contains(new Session.Owned(session, ann));
    assertThat(sessions.find("h2")).isEmpty();
    sessions.seen("h1", NOW.plusSeconds(90));
    assertThat(sessions.find("h1").orElseThrow().session())
        .isEqualTo(session("h1", "usr_1", NOW.plusSeconds(90)));
    assertThat(sessions.remove("h1")).isTrue();
    assertThat(sessions.remove("h1")).isFalse();
  }

  @Test
  void theDeadAreClearedAndTheLivingStay() {
    users.add(user("usr_1", "ann", Role.ADMIN, Optional.empty()));
    users.add(user("usr_2", "bob", Role.ADMIN, Optional.empty()));
    sessions.add(session("idle", "usr_1", NOW.minusSeconds(100)));
    sessions.add(session("one", "usr_1", NOW));
    sessions.add(session("two", "usr_1", NOW));
    sessions.add(session("other", "usr_2", NOW));
    sessions.removeDead(NOW, NOW.minusSeconds(50));
    assertThat(sessions.find("idle")).isEmpty();
    sessions.removeAll("usr_1", "two");
    assertThat(sessions.find("one")).isEmpty();
    assertThat(sessions.find("two")).isPresent();
    assertThat(users.remove("usr_1")).isTrue();
    assertThat(sessions.find("two")).isEmpty();
    assertThat(sessions.find("other")).isPresent();
    sessions.removeDead(NOW.plus(Duration.ofDays(7)), NOW.minusSeconds(50));
    assertThat(sessions.find("other")).isEmpty();
  }

  @Test
  void noSessionBeginsForSomebodyWhoIsGone() {
    sessions.add(session("h1", "usr_gone", NOW));
    assertThat(sessions.find("h1")).isEmpty();
  }

  @Test
  void ofTwoWhoTakeTheLastOwnersAwayAtOnceOneSeesTheOther() throws Exception {
    users.add(user("usr_1", "ann", Role.OWNER, Optional.empty()));
    users.add(user("usr_2", "bob", Role.OWNER, Optional.empty()));
    users.add(user("usr_3", "eve", Role.OWNER, Optional.of("acme")));
    CountDownLatch both = new CountDownLatch(2);
    try (var threads = Executors.newFixedThreadPool(2)) {
      CompletableFuture<Boolean> first =
          CompletableFuture.supplyAsync(() -> removed("usr_1", both), threads);
      CompletableFuture<Boolean> second =
          CompletableFuture.supplyAsync(() -> removed("usr_2", both), threads);
      assertThat(first.get(60, TimeUnit.SECONDS)).isNotEqualTo(second.get(60, TimeUnit.SECONDS));
    }
    assertThat(users.standingOwners()).isEqualTo(1);
  }

  private boolean removed(String id, CountDownLatch both) {
    both.countDown();
    return database.inOne(() -> users.standingOwners() > 1 && users.remove(id));
  }
}
