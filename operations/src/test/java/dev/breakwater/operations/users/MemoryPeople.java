package dev.breakwater.operations.users;

import dev.breakwater.operations.StoreUnavailable;
import dev.breakwater.operations.Transactions;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** People and sessions in memory; a transaction that throws leaves everything as it was. */
final class MemoryPeople implements Transactions {
  final UserStore userStore = new UsersInMemory();
  final SessionStore sessionStore = new SessionsInMemory();

  private Map<String, User> users = new HashMap<>();
  private Map<String, Session> sessions = new HashMap<>();
  int finds;
  boolean away;

  private void answer() {
    if (away) {
      throw new StoreUnavailable("the database is away");
    }
  }

  @Override
  public <T extends @Nullable Object> T inOne(Supplier<T> work) {
    answer();
    Map<String, User> usersBefore = new HashMap<>(users);
    Map<String, Session> sessionsBefore = new HashMap<>(sessions);
    try {
      return work.get();
    } catch (RuntimeException e) {
      users = usersBefore;
      sessions = sessionsBefore;
      throw e;
    }
  }

  int sessionCount() {
    return sessions.size();
  }

  private final class UsersInMemory implements UserStore {
    @Override
    public List<User> page(Optional<String> tenant, String after, int limit) {
      return users.values().stream()
          .filter(user -> tenant.isEmpty() || tenant.equals(user.tenant()))
          .filter(user -> user.login().compareTo(after) > 0)
          .sorted(Comparator.comparing(User::login))
          .limit(limit)
          .toList();
    }

    @Override
    public Optional<User> byLogin(String login) {
      answer();
      return users.values().stream().filter(user -> user.login().equals(login)).findFirst();
    }

    @Override
    public Optional<User> byIdentity(Identity identity) {
      return users.values().stream().filter(user -> identity.equals(user.identity())).findFirst();
    }

    @Override
    public boolean add(User user) {
      boolean free = byLogin(user.login()).isEmpty();
      if (free) {
        users.put(user.id(), user);
      }
      return free;
    }

    @Override
    public boolean put(User user) {
      return users.computeIfPresent(
              user.id(),
              (_, kept) ->
                  kept.with(
                      user.name(), user.role(), user.tenant(), user.disabled(), user.updated()))
          != null;
    }

    @Override
    public boolean password(String id, String hash, Instant at) {
      return users.computeIfPresent(id, (_, kept) -> with(kept, hash, kept.lastSignIn())) != null;
    }

    @Override
    public void rehash(String id, String before, String hash) {
      users.computeIfPresent(
          id,
          (_, kept) ->
              before.equals(kept.passwordHash()) ? with(kept, hash, kept.lastSignIn()) : kept);
    }

    @Override
    public void signedIn(String id, Instant at) {
      users.computeIfPresent(id, (_, kept) -> with(kept, kept.passwordHash(), at));
    }

    private static User with(User user, @Nullable String hash, @Nullable Instant lastSignIn) {
      return new User(
          user.id(),
          user.login(),
          user.name(),
          user.role(),
          user.tenant(),
          hash,
          user.identity(),
          user.disabled(),
          user.created(),
          user.updated(),
          lastSignIn);
    }

    @Override
    public Optional<User> find(String id) {
      return Optional.ofNullable(users.get(id));
    }

    @Override
    public boolean remove(String id) {
      sessions.values().removeIf(session -> session.userId().equals(id));
      return users.remove(id) != null;
    }

    @Override
    public int standingOwners() {
      return (int) users.values().stream().filter(User::isStandingOwner).count();
    }
  }

  private final class SessionsInMemory implements SessionStore {
    @Override
    public void add(Session session) {
      sessions.put(session.hash(), session);
    }

    @Override
    public Optional<Session.Owned> find(String hash) {
      answer();
      finds++;
      return Optional.ofNullable(sessions.get(hash))
          .map(session ->
              new Session.Owned(
                  session, java.util.Objects.requireNonNull(users.get(session.userId()))));
    }

    @Override
    public void seen(String hash, Instant at) {
      sessions.computeIfPresent(
          hash,
          (_, session) ->
              new Session(
                  hash,
                  session.userId(),
                  session.created(),
                  at,
                  session.expires(),
                  session.address()));
    }

    @Override
    public boolean remove(String hash) {
      return sessions.remove(hash) != null;
    }

    @Override
    public void removeAll(String userId, String but) {
      sessions
          .values()
          .removeIf(session -> session.userId().equals(userId) && !session.hash().equals(but));
    }

    @Override
    public void removeDead(Instant now, Instant idleSince) {
      sessions
          .values()
          .removeIf(
              session -> !session.expires().isAfter(now) || !session.lastSeen().isAfter(idleSince));
    }
  }
}
