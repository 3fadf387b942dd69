package dev.breakwater.operations.users;

import dev.breakwater.operations.StoreUnavailable;
import dev.breakwater.operations.Transactions;
import dev.breakwater.operations.changes.Actor;
import dev.breakwater.operations.changes.Change;
import dev.breakwater.operations.changes.ChangeText;
import dev.breakwater.operations.changes.Changes;
import dev.breakwater.operations.roles.Principal;
import dev.breakwater.operations.users.PasswordHashing.Verdict;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets people in, by password or because an issuer vouches for them, and out again. */
public final class SignIn {
  private static final Logger LOG = LoggerFactory.getLogger(SignIn.class);
  private static final String BY_PASSWORD = "password";
  private static final String BY_ISSUER = "oidc";
  private static final Duration BUSY = Duration.ofSeconds(1);

  private final UserStore store;
  private final Sessions sessions;
  private final Users users;
  private final PasswordHashing hashing;
  private final Transactions transactions;
  private final Changes changes;
  private final InstantSource clock;
  private final Brakes brakes;
  private final RefusalBudget refusals;

  /** Made at the first sign-in, for it takes its time. */
  private volatile @Nullable String nobodys;

  /**
   * @param transactions keeps a session with its entry in the audit
   */
  public SignIn(
      Users.Stores stores,
      Users users,
      PasswordHashing hashing,
      Transactions transactions,
      Changes changes,
      InstantSource clock) {
    this.store = stores.users();
    this.sessions = stores.sessions();
    this.users = users;
    this.hashing = hashing;
    this.transactions = transactions;
    this.changes = changes;
    this.clock = clock;
    this.brakes = new Brakes(clock);
    this.refusals = new RefusalBudget(clock);
  }

  /**
   * Signs in by password.
   *
   * @param address the caller's
   * @throws StoreUnavailable when the database does not answer: nobody is let in then
   */
  public SignInAnswer byPassword(String login, String password, String address) {
    String wanted = login.strip().toLowerCase(Locale.ROOT);
    Optional<Duration> delay = brakes.delay(shortened(wanted), address);
    if (delay.isPresent()) {
      return new SignInAnswer.Later(delay.get());
    }
    Optional<User> user = UserRules.isLogin(wanted) ? store.byLogin(wanted) : Optional.empty();
    return switch (verdict(user, password)) {
      case BUSY -> new SignInAnswer.Later(BUSY);
      case WRONG -> {
        brakes.failed(shortened(wanted), address);
        refused(user, address, BY_PASSWORD, "");
        yield new SignInAnswer.Refused();
      }
      case RIGHT -> {
        brakes.succeeded(shortened(wanted), address);
        rehash(user.orElseThrow(), password);
        yield welcome(user.orElseThrow(), address, BY_PASSWORD);
      }
    };
  }

  /**
   * Whether somebody who is signed in knows their password; slowed as a sign-in is.
   *
   * @return empty when they do
   */
  public Optional<SignInAnswer> confirm(User user, String password, String address) {
    Optional<Duration> delay = brakes.delay(user.login(), address);
    if (delay.isPresent()) {
      return Optional.of(new SignInAnswer.Later(delay.get()));
    }
    return switch (verdict(Optional.of(user), password)) {
      case RIGHT -> Optional.empty();
      case BUSY -> Optional.of(new SignInAnswer.Later(BUSY));
      case WRONG -> {
        brakes.failed(user.login(), address);
        refused(Optional.of(user), address, BY_PASSWORD, "");
        yield Optional.of(new SignInAnswer.Refused());
      }
    };
  }

  private Verdict verdict(Optional<User> user, String password) {
    String nobody = nobodysHash();
    String kept = user.map(User::passwordHash).orElse(null);
    boolean fit = password.length() <= 2 * PasswordRules.LONGEST;
    Verdict verdict = hashing.check(fit ? password : "", kept == null ? nobody : kept);
    boolean mayEnter = fit && kept != null && user.filter(it -> !it.disabled()).isPresent();
    return verdict == Verdict.RIGHT && !mayEnter ? Verdict.WRONG : verdict;
  }

  /** Checked where nobody has the login, so that it takes as long as where somebody has. */
  private String nobodysHash() {
    String known = nobodys;
    if (known == null) {
      known = hashing.hash("nobody has this password");
      nobodys = known;
    }
    return known;
  }

  /** A hash of less effort than today's is made anew while the password is at hand. */
  private void rehash(User user, String password) {
    String hash = user.passwordHash();
    if (hash != null && hashing.isOutdated(hash)) {
      store.rehash(user.id(), hash, hashing.hash(password));
    }
  }

  /**
   * Signs in somebody for whom an issuer vouches; they are made at the first time, and become each
   * time what the issuer says of them.
   *
   * @throws StoreUnavailable when the database does not answer: nobody is let in then
   */
  public SignInAnswer vouchedFor(Vouched vouched, String address) {
    Optional<User> known = store.byIdentity(vouched.identity());
    if (known.filter(User::disabled).isPresent()) {
      return denied(known, "You were kept out here; ask an owner.", address);
    }
    Optional<String> obstacle = users.obstacle(vouched);
    if (obstacle.isPresent()) {
      return denied(
          known, "What the issuer says of you does not fit here; " + obstacle.get() + ".", address);
    }
    UserAnswer answer = known.map(user -> same(user, vouched)).orElseGet(() -> stranger(vouched));
    return switch (answer) {
      case UserAnswer.Done done -> welcome(done.user(), address, BY_ISSUER);
      case UserAnswer.Conflict _,
          UserAnswer.Unknown _,
          UserAnswer.Wrong _,
          UserAnswer.Forbidden _ ->
          denied(known, "Somebody has changed this user just now; try again.", address);
    };
  }

  /**
   * Records that somebody came back from an issuer with nothing that lets them in.
   *
   * @param why a sentence without what they brought
   * @throws StoreUnavailable when it could not be recorded
   */
  public void notVouchedFor(String why, String address) {
    denied(Optional.empty(), why, address);
  }

  private SignInAnswer denied(Optional<User> user, String why, String address) {
    refused(user, address, BY_ISSUER, why);
    return new SignInAnswer.Denied(why);
  }

  private UserAnswer same(User user, Vouched vouched) {
    User after =
        user.with(vouched.name(), vouched.role(), vouched.tenant(), false, clock.instant());
    boolean changed =
        !user.name().equals(after.name())
            || user.role() != after.role()
            || !user.tenant().equals(after.tenant());
    // Whoever runs the issuer decides who owns: nobody is kept an owner against its word.
    return changed ? users.put(Actor.SYSTEM, user, after, false) : new UserAnswer.Done(user);
  }

  private UserAnswer stranger(Vouched vouched) {
    String wished = vouched.login().strip().toLowerCase(Locale.ROOT);
    boolean free = UserRules.isLogin(wished) && store.byLogin(wished).isEmpty();
    return users.add(Actor.SYSTEM, users.vouched(vouched, free ? wished : unique(vouched)));
  }

  /** A login that nobody else has: another's of the same name is never taken over. */
  private static String unique(Vouched vouched) {
    String text = vouched.identity().issuer() + "\n" + vouched.identity().subject();
    return "oidc-" + UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8));
  }

  private SignInAnswer welcome(User user, String address, String by) {
    Actor actor = new Actor(user.principal(), address);
    Sessions.Begun begun =
        transactions.inOne(() -> {
          Sessions.Begun session = sessions.begin(user, address);
          store.signedIn(user.id(), clock.instant());
          changes.note(
              event(actor, "session.begin", user, ChangeText.object().put("by", by).text()));
          return session;
        });
    return new SignInAnswer.Welcome(user, begun);
  }

  /**
   * Ends the session of a token.
   *
   * @throws StoreUnavailable when that was not kept
   */
  public void out(Session.Owned owned, String token, String address) {
    User user = owned.user();
    transactions.inOne(() -> {
      if (sessions.end(token)) {
        changes.note(event(new Actor(user.principal(), address), "session.end", user, ""));
      }
      return true;
    });
  }

  /** Logged without what was typed: people type passwords into the wrong field. */
  private void refused(Optional<User> user, String address, String by, String why) {
    LOG.warn(
        "a sign-in as {} by {} was refused{}",
        user.map(User::login).orElse("somebody unknown"),
        by,
        why.isEmpty() ? "" : ": " + why);
    ChangeText after = ChangeText.object().put("by", by);
    if (!why.isEmpty()) {
      after.put("reason", why);
    }
    if (refusals.spend(address)) {
      Principal nobody =
          new Principal(
              Principal.Kind.ANYBODY,
              "nobody",
              "nobody",
              dev.breakwater.gateway.access.Role.INFERENCE,
              Optional.empty());
      changes.note(
          new Change(
              new Actor(nobody, address),
              "session.refused",
              user.map(User::id).orElse("unknown"),
              user.flatMap(User::tenant).orElse(""),
              "",
              after.text()));
    }
  }

  private static Change event(Actor actor, String action, User user, String after) {
    return new Change(actor, action, user.id(), user.tenant().orElse(""), "", after);
  }

  private static String shortened(String login) {
    return login.length() > 200 ? login.substring(0, 200) : login;
  }
}
