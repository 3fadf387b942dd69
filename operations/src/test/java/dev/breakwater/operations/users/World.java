package dev.breakwater.operations.users;

import dev.breakwater.gateway.access.Role;
import dev.breakwater.operations.changes.Actor;
import dev.breakwater.operations.changes.Change;
import dev.breakwater.operations.changes.Changes;
import dev.breakwater.operations.changes.Revisions;
import dev.breakwater.operations.changes.Topic;
import dev.breakwater.operations.roles.Principal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** A small installation: everything in memory, its clock in the test's hands. */
final class World {
  static final Actor OWNER = actor(Role.OWNER, Optional.empty());
  static final String PASSWORD = "correct horse battery";
  static final String HOME = "192.0.2.1";

  final MemoryPeople people = new MemoryPeople();
  final Hashing hashing = new Hashing();
  final List<Change> recorded = new ArrayList<>();
  final List<Topic> raised = new ArrayList<>();
  final Set<String> tenants = new HashSet<>(Set.of("acme", "other"));
  private final AtomicInteger ids = new AtomicInteger();
  private Instant now = Instant.parse("2026-01-31T09:00:00Z");

  final Sessions sessions =
      new Sessions(people.sessionStore, () -> SessionSettings.DEFAULT, () -> now, new Random(7));
  private final Users.Stores stores =
      new Users.Stores(people.userStore, people.sessionStore, sessions);
  private final Changes changes = new Changes(people, recorded::add, new Raised());
  final Users users =
      new Users(
          stores,
          hashing,
          changes,
          tenants::contains,
          () -> "usr_" + ids.incrementAndGet(),
          () -> now);
  final SignIn signIn = new SignIn(stores, users, hashing, people, changes, () -> now);

  private final class Raised implements Revisions {
    @Override
    public void raise(Topic topic) {
      raised.add(topic);
    }

    @Override
    public Map<Topic, Long> current() {
      return Map.of();
    }
  }

  /** Spells the password backwards, and counts how often it was asked. */
  static final class Hashing implements PasswordHashing {
    String version = "v1:";
    boolean busy;
    int checks;

    @Override
    public String hash(String password) {
      return version + new StringBuilder(password).reverse();
    }

    @Override
    public Verdict check(String password, String hash) {
      if (busy) {
        return Verdict.BUSY;
      }
      checks++;
      return hash.substring(3).equals(hash(password).substring(3)) ? Verdict.RIGHT : Verdict.WRONG;
    }

    @Override
    public boolean isOutdated(String hash) {
      return !hash.startsWith(version);
    }
  }

  void pass(Duration time) {
    now = now.plus(time);
  }

  Instant now() {
    return now;
  }

  static Actor actor(Role role, Optional<String> tenant) {
    return new Actor(new Principal(Principal.Kind.USER, "me", "me", role, tenant), HOME);
  }

  User made(String login, Role role, String tenant) {
    UserDraft draft =
        new UserDraft(login, null, role, Optional.of(tenant).filter(it -> !it.isEmpty()), PASSWORD);
    return ((UserAnswer.Done) users.create(OWNER, draft)).user();
  }

  SignInAnswer.Welcome in(String login) {
    return (SignInAnswer.Welcome) signIn.byPassword(login, PASSWORD, HOME);
  }

  List<String> actions() {
    return recorded.stream().map(Change::action).toList();
  }
}
