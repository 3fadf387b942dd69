package dev.breakwater.operations.users;

import dev.breakwater.gateway.access.Role;
import dev.breakwater.operations.StoreUnavailable;
import dev.breakwater.operations.changes.Actor;
import dev.breakwater.operations.changes.Change;
import dev.breakwater.operations.changes.ChangeText;
import dev.breakwater.operations.changes.Changes;
import dev.breakwater.operations.changes.Topic;
import dev.breakwater.operations.roles.Principal;
import dev.breakwater.operations.users.UserAnswer.Problem;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Makes, changes and removes people. Nobody grants, changes or removes more than they have; who has
 * changed in what they may has to sign in again; the last owner stays.
 */
public final class Users {
  private final UserStore store;
  private final SessionStore sessionStore;
  private final Sessions sessions;
  private final PasswordHashing hashing;
  private final Changes changes;
  private final UserRules rules;
  private final Supplier<String> ids;
  private final InstantSource clock;

  /** Thrown within a transaction, so that nothing of it is kept. */
  private static final class Undone extends RuntimeException {
    final transient UserAnswer answer;

    Undone(UserAnswer answer) {
      super("undone", null, false, false);
      this.answer = answer;
    }
  }

  /**
   * Where people and their sessions are kept.
   *
   * @param sessions is told when somebody has changed
   */
  public record Stores(UserStore users, SessionStore sessionStore, Sessions sessions) {}

  /**
   * @param tenants whether there is one of that id
   * @param ids for new people, never one twice
   */
  public Users(
      Stores stores,
      PasswordHashing hashing,
      Changes changes,
      Predicate<String> tenants,
      Supplier<String> ids,
      InstantSource clock) {
    this.store = stores.users();
    this.sessionStore = stores.sessionStore();
    this.sessions = stores.sessions();
    this.hashing = hashing;
    this.changes = changes;
    this.rules = new UserRules(tenants);
    this.ids = ids;
    this.clock = clock;
  }

  /**
   * Some of those whom somebody may know, by login.
   *
   * @param tenant whose; empty for all
   * @param after the login that the page before ended with; empty for the first
   */
  public List<User> page(Optional<String> tenant, String after, int limit) {
    return store.page(tenant, after, limit);
  }

  /** Somebody, if the principal may know of them. */
  public Optional<User> find(Principal principal, String id) {
    return store.find(id).filter(user -> knows(principal, user));
  }

  /**
   * Makes somebody.
   *
   * @throws StoreUnavailable when it was not kept
   */
  public UserAnswer create(Actor actor, UserDraft draft) {
    Optional<String> tenant = draft.tenant().or(() -> actor.principal().tenant());
    Optional<UserAnswer> no = mayNot(actor.principal(), draft.role(), tenant);
    if (no.isPresent()) {
      return no.get();
    }
    String login = draft.login().strip().toLowerCase(Locale.ROOT);
    List<Problem> problems = rules.problems(draft, login, tenant);
    if (!problems.isEmpty()) {
      return new UserAnswer.Wrong(problems);
    }
    Instant now = clock.instant();
    User user =
        new User(
            ids.get(),
            login,
            draft.name() == null ? login : draft.name().strip(),
            draft.role(),
            tenant,
            draft.password() == null ? null : hashing.hash(draft.password()),
            null,
            false,
            now,
            now,
            null);
    return add(actor, user);
  }

  /** Why nobody may be what an issuer's word makes them; empty when they may. */
  Optional<String> obstacle(Vouched vouched) {
    return rules.problems(vouched.name(), vouched.role(), vouched.tenant()).stream()
        .map(problem -> problem.field() + ": " + problem.message())
        .findFirst();
  }

  /** Somebody new for whom an issuer vouches. */
  User vouched(Vouched vouched, String login) {
    Instant now = clock.instant();
    return new User(
        ids.get(),
        login,
        vouched.name(),
        vouched.role(),
        vouched.tenant(),
        null,
        vouched.identity(),
        false,
        now,
        now,
        null);
  }

  UserAnswer add(Actor actor, User user) {
    return make(
        change(actor, "user.create", user, "", text(user)),
        () -> {
          if (!store.add(user)) {
            throw new Undone(
                new UserAnswer.Conflict(
                    new Problem("login", "'" + user.login() + "' is taken by somebody")));
          }
          return user;
        });
  }

  /**
   * Changes somebody; their sessions end when that changes what they may.
   *
   * @throws StoreUnavailable when it was not kept
   */
  public UserAnswer change(Actor actor, String id, UserChange wish) {
    Principal principal = actor.principal();
    Optional<User> known = find(principal, id);
    if (known.isEmpty()) {
      return new UserAnswer.Unknown();
    }
    User before = known.get();
    Role role = wish.role() == null ? before.role() : wish.role();
    Optional<String> tenant =
        wish.tenant() == null
            ? before.tenant()
            : Optional.of(wish.tenant()).filter(it -> !it.isEmpty());
    Optional<UserAnswer> no =
        mayNot(principal, before.role(), before.tenant()).or(() -> mayNot(principal, role, tenant));
    if (no.isPresent()) {
      return no.get();
    }
    String name = wish.name() == null ? before.name() : wish.name().strip();
    List<Problem> problems = rules.problems(name, role, tenant);
    if (!problems.isEmpty()) {
      return new UserAnswer.Wrong(problems);
    }
    boolean disabled = wish.disabled() == null ? before.disabled() : wish.disabled();
    return put(actor, before, before.with(name, role, tenant, disabled, clock.instant()), true);
  }

  /**
   * Keeps what has become of somebody.
   *
   * @param counted whether an owner has to be left
   */
  UserAnswer put(Actor actor, User before, User after, boolean counted) {
    boolean mayOther =
        before.role() != after.role()
            || !before.tenant().equals(after.tenant())
            || before.disabled() != after.disabled();
    return make(
        change(actor, "user.update", after, text(before), text(after)),
        () -> {
          int owners = counted ? store.standingOwners() : 0;
          if (counted && before.isStandingOwner() && !after.isStandingOwner() && owners <= 1) {
            throw new Undone(lastOwner());
          }
          if (!store.put(after)) {
            throw new Undone(new UserAnswer.Unknown());
          }
          if (mayOther) {
            sessionStore.removeAll(after.id(), "");
          }
          return after;
        });
  }

  /**
   * Gives somebody another password; all their sessions end.
   *
   * @throws StoreUnavailable when it was not kept
   */
  public UserAnswer setPassword(Actor actor, String id, String password) {
    Optional<User> known = find(actor.principal(), id);
    if (known.isEmpty()) {
      return new UserAnswer.Unknown();
    }
    return mayNot(actor.principal(), known.get().role(), known.get().tenant())
        .orElseGet(() -> password(actor, known.get(), password, "password", ""));
  }

  /**
   * Gives somebody the password that they chose themselves; their other sessions end.
   *
   * @param token of the session that stays
   * @throws StoreUnavailable when it was not kept
   */
  public UserAnswer setOwnPassword(Actor actor, User user, String password, String token) {
    return password(actor, user, password, "newPassword", Tokens.hash(token));
  }

  private UserAnswer password(
      Actor actor, User user, String password, String field, String standing) {
    Optional<String> problem = PasswordRules.problem(password, user.login());
    if (problem.isPresent()) {
      return new UserAnswer.Wrong(List.of(new Problem(field, problem.get())));
    }
    Instant now = clock.instant();
    User after = user.updated(now);
    String hash = hashing.hash(password);
    return make(
        change(actor, "user.password", user, "", ""),
        () -> {
          if (!store.password(user.id(), hash, now)) {
            throw new Undone(new UserAnswer.Unknown());
          }
          sessionStore.removeAll(user.id(), standing);
          return after;
        });
  }

  /**
   * Removes somebody for good.
   *
   * @throws StoreUnavailable when it was not kept
   */
  public UserAnswer delete(Actor actor, String id) {
    Optional<User> known = find(actor.principal(), id);
    if (known.isEmpty()) {
      return new UserAnswer.Unknown();
    }
    User user = known.get();
    Optional<UserAnswer> no = mayNot(actor.principal(), user.role(), user.tenant());
    if (no.isPresent()) {
      return no.get();
    }
    return make(
        change(actor, "user.delete", user, text(user), ""),
        () -> {
          if (store.standingOwners() <= 1 && user.isStandingOwner()) {
            throw new Undone(lastOwner());
          }
          if (!store.remove(id)) {
            throw new Undone(new UserAnswer.Unknown());
          }
          return user;
        });
  }

  private UserAnswer make(Change change, Supplier<User> write) {
    try {
      User user = changes.make(change, Topic.USERS, write);
      sessions.reload();
      return new UserAnswer.Done(user);
    } catch (Undone undone) {
      return undone.answer;
    }
  }

  private static boolean knows(Principal principal, User user) {
    return principal.tenant().isEmpty() || principal.tenant().equals(user.tenant());
  }

  /** Why somebody may not make, change or remove one of that role; empty when they may. */
  private static Optional<UserAnswer> mayNot(
      Principal principal, Role role, Optional<String> tenant) {
    return principal.mayGrant(role, tenant)
        ? Optional.empty()
        : Optional.of(
            new UserAnswer.Forbidden(
                new Problem("role", "nobody makes or changes people who may more than they do")));
  }

  private static UserAnswer lastOwner() {
    return new UserAnswer.Conflict(
        new Problem(
            "role", "this is the last owner; make somebody else one before, or nobody is left"));
  }

  private static Change change(Actor actor, String action, User user, String before, String after) {
    return new Change(actor, action, user.id(), user.tenant().orElse(""), before, after);
  }

  private static String text(User user) {
    ChangeText text =
        ChangeText.object()
            .put("login", user.login())
            .put("name", user.name())
            .put("role", user.role().name().toLowerCase(Locale.ROOT).replace('_', '-'))
            .put("tenant", user.tenant().orElse(""))
            .put("disabled", user.disabled());
    Identity identity = user.identity();
    if (identity != null) {
      text.put("issuer", identity.issuer()).put("subject", identity.subject());
    }
    return text.text();
  }
}
