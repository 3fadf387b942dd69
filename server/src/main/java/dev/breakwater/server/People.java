package dev.breakwater.server;

import dev.breakwater.gateway.exchange.RequestIds;
import dev.breakwater.operations.changes.Changes;
import dev.breakwater.operations.changes.News;
import dev.breakwater.operations.changes.Topic;
import dev.breakwater.operations.users.SessionStore;
import dev.breakwater.operations.users.Sessions;
import dev.breakwater.operations.users.SignIn;
import dev.breakwater.operations.users.Users;
import dev.breakwater.server.api.ApiRequest;
import dev.breakwater.server.api.Operation;
import dev.breakwater.server.api.SessionCookie;
import dev.breakwater.server.api.signin.OidcResource;
import dev.breakwater.server.api.signin.SignInResource;
import dev.breakwater.server.api.users.UsersResource;
import dev.breakwater.server.config.SignInSettings;
import dev.breakwater.server.signin.Argon2Passwords;
import dev.breakwater.server.signin.Oidc;
import dev.breakwater.store.sql.Database;
import dev.breakwater.store.sql.SqlSessions;
import dev.breakwater.store.sql.SqlUsers;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** People who administer, and their ways in. */
record People(Users users, Sessions sessions, List<Operation> operations) implements Area {

  /**
   * @param tenants whether there is one of that id
   * @throws IOException with a sentence for the operator when secrets cannot be opened
   */
  static People open(Ground ground, Predicate<String> tenants) throws IOException {
    Database database = ground.storage().database();
    Changes changes = ground.control().changes();
    Clock clock = ground.clock();
    Supplier<SignInSettings> settings = () -> ground.current().signIn();
    SecureRandom random = new SecureRandom();
    SessionStore sessionStore = new SqlSessions(database);
    Sessions sessions = new Sessions(sessionStore, () -> settings.get().sessions(), clock, random);
    Users.Stores stores = new Users.Stores(new SqlUsers(database), sessionStore, sessions);
    Argon2Passwords passwords =
        ground.lifecycle().closing(new Argon2Passwords(Argon2Passwords.USUAL));
    Users users = new Users(stores, passwords, changes, tenants, ids(random, clock), clock);
    SignIn signIn = new SignIn(stores, users, passwords, database, changes, clock);
    Oidc oidc =
        ground
            .lifecycle()
            .closing(new Oidc(settings, ground.storage().data().vault(), random, clock));
    Function<ApiRequest, SessionCookie> cookies =
        request -> new SessionCookie(settings.get().isSecure() || request.https());
    List<Operation> operations = new ArrayList<>();
    operations.addAll(new UsersResource(users).operations());
    operations.addAll(
        new SignInResource(signIn, sessions, users, cookies, oidc::isOn).operations());
    operations.addAll(new OidcResource(oidc, signIn, cookies).operations());
    return new People(users, sessions, List.copyOf(operations));
  }

  @Override
  public void listen(News news) {
    news.on(Topic.USERS, sessions::reload);
    news.on(Topic.TENANTS, sessions::reload);
  }

  private static Supplier<String> ids(SecureRandom random, Clock clock) {
    RequestIds ids = new RequestIds("usr_", random);
    return () -> {
      synchronized (ids) {
        return ids.next(clock.millis());
      }
    };
  }
}
