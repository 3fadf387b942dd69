package dev.breakwater.server.api.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.gateway.responses.Vault;
import dev.breakwater.operations.changes.Actor;
import dev.breakwater.operations.changes.Change;
import dev.breakwater.operations.roles.Principal;
import dev.breakwater.operations.users.SessionSettings;
import dev.breakwater.operations.users.SessionStore;
import dev.breakwater.operations.users.Sessions;
import dev.breakwater.operations.users.SignIn;
import dev.breakwater.operations.users.Users;
import dev.breakwater.server.api.ApiProblem;
import dev.breakwater.server.api.Calls;
import dev.breakwater.server.api.Operation;
import dev.breakwater.server.api.RecordedChanges;
import dev.breakwater.server.api.SessionCookie;
import dev.breakwater.server.config.OidcSettings;
import dev.breakwater.server.config.SignInSettings;
import dev.breakwater.server.signin.Argon2Passwords;
import dev.breakwater.server.signin.Oidc;
import dev.breakwater.store.sql.SqlSessions;
import dev.breakwater.store.sql.SqlUsers;
import dev.breakwater.store.sqlite.SqliteDatabase;
import io.vertx.core.MultiMap;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who comes back from an issuer with nothing that lets them in. */
class OidcResourceTest {
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-03-01T12:00:00Z"));

  @TempDir private Path directory;

  private final RecordedChanges recorded = new RecordedChanges();
  private SqliteDatabase database;
  private Argon2Passwords passwords;
  private Oidc oidc;
  private Operation callback;

  /** Opens nothing: nobody has begun here. */
  private static final class Shut implements Vault {
    @Override
    public byte[] seal(byte[] plain, String purpose) {
      return plain;
    }

    @Override
    public byte[] open(byte[] sealed, String purpose) {
      throw new IllegalArgumentException("not sealed here");
    }
  }

  @BeforeEach
  void open() {
    database = SqliteDatabase.open(directory.resolve("breakwater.db"));
    passwords = new Argon2Passwords(Argon2Passwords.USUAL);
    OidcSettings issuer =
        new OidcSettings(
            URI.create("https://login.example"),
            "breakwater",
            Optional.empty(),
            List.of("openid"),
            "groups",
            Map.of(),
            Optional.empty(),
            Optional.empty());
    SignInSettings settings =
        new SignInSettings(
            SessionSettings.DEFAULT,
            Optional.of(URI.create("https://llm.example")),
            Optional.of(issuer));
    oidc = new Oidc(() -> settings, new Shut(), new Random(7), CLOCK);
    SessionStore store = new SqlSessions(database);
    Sessions sessions = new Sessions(store, () -> SessionSettings.DEFAULT, CLOCK, new Random(7));
    Users.Stores stores = new Users.Stores(new SqlUsers(database), store, sessions);
    Users users = new Users(stores, passwords, recorded.changes(), _ -> true, () -> "usr_1", CLOCK);
    SignIn signIn = new SignIn(stores, users, passwords, database, recorded.changes(), CLOCK);
    callback =
        new OidcResource(oidc, signIn, _ -> new SessionCookie(true))
            .operations().stream()
                .filter(it -> it.path().endsWith("/callback"))
                .findFirst()
                .orElseThrow();
  }

  @AfterEach
  void close() {
    oidc.close();
    passwords.close();
    database.close();
  }

  private void comeBack(String code, String address) {
    callback
        .action()
        .perform(
            Calls.by(
                new Actor(Principal.ANYBODY, address),
                Map.of(),
                MultiMap.caseInsensitiveMultiMap().add("code", code).add("state", "s"),
                new byte[0]));
  }

  @Test
  void aRefusalIsAnEntryThatSaysWhyAndFromWhereAndNotWhatWasBrought() {
    assertThatThrownBy(() -> comeBack("brought-code", "192.0.2.7"))
        .isInstanceOfSatisfying(ApiProblem.class, it -> assertThat(it.status()).isEqualTo(403));
    Change refusal = recorded.all().getLast();
    assertThat(refusal.action()).isEqualTo("session.refused");
    assertThat(refusal.actor().address()).isEqualTo("192.0.2.7");
    assertThat(refusal.actor().principal().id()).isEqualTo("nobody");
    assertThat(refusal.after())
        .isEqualTo(
            "{\"by\":\"oidc\",\"reason\":\"This browser did not begin to sign in, or long ago;"
                + " sign in again.\"}");
    assertThat(refusal.toString()).doesNotContain("brought-code");
  }

  @Test
  void whoComesBackAgainAndAgainDoesNotFillTheAudit() {
    for (int time = 0; time < 100; time++) {
      assertThatThrownBy(() -> comeBack("c", "192.0.2.7")).isInstanceOf(ApiProblem.class);
    }
    assertThat(recorded.all()).hasSize(20);
    assertThatThrownBy(() -> comeBack("c", "192.0.2.8")).isInstanceOf(ApiProblem.class);
    assertThat(recorded.all()).hasSize(21);
  }
}
