package dev.breakwater.operations.users;

import dev.breakwater.operations.StoreUnavailable;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sessions that hold. What was asked lately is remembered for a few seconds, so that a page
 * that asks for much at once does not ask the database as often. For any thread that may block.
 */
public final class Sessions {
  private static final Logger LOG = LoggerFactory.getLogger(Sessions.class);

  /** Whoever is disabled is out everywhere after no more than this. */
  static final Duration REMEMBERED = Duration.ofSeconds(4);

  /** Notes of use are no finer: each is a write. */
  static final Duration NOTED = Duration.ofMinutes(1);

  private static final int MOST_REMEMBERED = 2_000;

  private final SessionStore store;
  private final Supplier<SessionSettings> settings;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Remembered> remembered =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Remembered> eldest) {
          return size() > MOST_REMEMBERED;
        }
      };

  private record Remembered(Session.Owned owned, Instant read) {}

  /**
   * What whoever signed in is told, once.
   *
   * @param token for the cookie
   * @param csrfToken what changes carry beside it
   * @param lifetime from now until it expires
   */
  public record Begun(String token, String csrfToken, Instant expires, Duration lifetime) {
    /** Never the secrets. */
    @Override
    public String toString() {
      return "Begun[" + expires + "]";
    }
  }

  /**
   * @param random one that nobody can foresee
   */
  public Sessions(
      SessionStore store,
      Supplier<SessionSettings> settings,
      InstantSource clock,
      RandomGenerator random) {
    this.store = store;
    this.settings = settings;
    this.clock = clock;
    this.random = random;
  }

  /**
   * Begins one, and clears away those that are over.
   *
   * @throws StoreUnavailable when it was not kept
   */
  Begun begin(User user, String address) {
    Instant now = clock.instant();
    SessionSettings given = settings.get();
    String token = Tokens.make(random);
    Instant expires = now.plus(given.lifetime());
    store.removeDead(now, now.minus(given.idle()));
    store.add(new Session(Tokens.hash(token), user.id(), now, now, expires, address));
    return new Begun(token, Tokens.csrf(token), expires, given.lifetime());
  }

  /**
   * Whose session a token opens; empty when there is none, it is over, or they are disabled.
   *
   * @throws StoreUnavailable when that is not known
   */
  public Optional<Session.Owned> find(String token) {
    if (!Tokens.isOne(token)) {
      return Optional.empty();
    }
    String hash = Tokens.hash(token);
    Instant now = clock.instant();
    return read(hash, now).filter(owned -> holds(owned, now)).map(owned -> noted(owned, now));
  }

  private Optional<Session.Owned> read(String hash, Instant now) {
    lock.lock();
    try {
      Remembered known = remembered.get(hash);
      if (known != null && isFresh(known, now)) {
        return Optional.of(known.owned());
      }
    } finally {
      lock.unlock();
    }
    Optional<Session.Owned> found = store.find(hash);
    found.ifPresent(owned -> remember(hash, owned, now));
    return found;
  }

  /** A clock that went back makes nothing fresh for longer. */
  private static boolean isFresh(Remembered known, Instant now) {
    Duration age = Duration.between(known.read(), now);
    return !age.isNegative() && age.compareTo(REMEMBERED) < 0;
  }

  private boolean holds(Session.Owned owned, Instant now) {
    Session session = owned.session();
    return !owned.user().disabled()
        && now.isBefore(session.expires())
        && now.isBefore(session.lastSeen().plus(settings.get().idle()));
  }

  private Session.Owned noted(Session.Owned owned, Instant now) {
    Session session = owned.session();
    if (now.isBefore(session.lastSeen().plus(NOTED))) {
      return owned;
    }
    try {
      store.seen(session.hash(), now);
    } catch (StoreUnavailable e) {
      LOG.warn("a session's use was not noted: {}", e.getMessage());
      return owned;
    }
    Session seen =
        new Session(
            session.hash(),
            session.userId(),
            session.created(),
            now,
            session.expires(),
            session.address());
    Session.Owned next = new Session.Owned(seen, owned.user());
    remember(session.hash(), next, now);
    return next;
  }

  private void remember(String hash, Session.Owned owned, Instant now) {
    lock.lock();
    try {
      remembered.put(hash, new Remembered(owned, now));
    } finally {
      lock.unlock();
    }
  }

  /** What changes in a session have to carry. */
  public String csrfToken(String token) {
    return Tokens.csrf(token);
  }

  /** Whether a change carries what it has to; takes as long whatever was sent. */
  public boolean isCsrfToken(String token, String sent) {
    return MessageDigest.isEqual(
        Tokens.csrf(token).getBytes(StandardCharsets.UTF_8), sent.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Ends one.
   *
   * @return whether there was one
   */
  boolean end(String token) {
    boolean was = store.remove(Tokens.hash(token));
    reload();
    return was;
  }

  /** Forgets what was remembered: somebody has changed. */
  public void reload() {
    lock.lock();
    try {
      remembered.clear();
    } finally {
      lock.unlock();
    }
  }
}
