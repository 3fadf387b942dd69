package dev.breakwater.operations.keys;

import dev.breakwater.gateway.access.KeyHash;
import dev.breakwater.gateway.access.VirtualKey;
import dev.breakwater.operations.Refused;
import dev.breakwater.operations.changes.Actor;
import dev.breakwater.operations.changes.Change;
import dev.breakwater.operations.changes.Changes;
import dev.breakwater.operations.changes.Topic;
import dev.breakwater.operations.roles.Principal;
import dev.breakwater.operations.tenants.Tenants;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keys as people manage them. A caller sees those of its tenant only; whoever makes, changes or
 * ends a key has at least its rights. What holds has been kept and recorded. Every method throws
 * {@link Refused} for what may not be, and {@code StoreUnavailable} when nothing was kept.
 */
public final class VirtualKeys {
  private static final int SHOWN_CHARACTERS = 7;

  private final KeyStore store;
  private final KeysInForce inForce;
  private final Tenants tenants;
  private final Changes changes;
  private final Maker maker;
  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();

  /**
   * What new keys are made with.
   *
   * @param ids makes an id that no key has
   * @param material makes what clients send
   * @param hash what is kept of it
   */
  public record Maker(
      Supplier<String> ids, Supplier<String> material, Function<String, KeyHash> hash) {}

  /**
   * A key that was just made.
   *
   * @param material shown now and never again
   */
  public record Made(StoredKey stored, String material) {
    @Override
    public String toString() {
      return "Made[" + stored + "]";
    }
  }

  public VirtualKeys(
      KeyStore store,
      KeysInForce inForce,
      Tenants tenants,
      Changes changes,
      Maker maker,
      InstantSource clock) {
    this.store = store;
    this.inForce = inForce;
    this.tenants = tenants;
    this.changes = changes;
    this.maker = maker;
    this.clock = clock;
  }

  /**
   * A page of them: first those of environment and file, then those that were made, oldest first.
   *
   * @param after the last one of the page before; empty for the first page
   */
  public List<KeyEntry> list(Principal reader, KeyFilter asked, Optional<Place> after, int most) {
    KeyFilter filter =
        new KeyFilter(reader.tenant().or(asked::tenant), asked.environment(), asked.revoked());
    List<KeyEntry> page = new ArrayList<>();
    boolean amongGiven = after.map(it -> it.origin() != KeyOrigin.API).orElse(true);
    if (amongGiven) {
      inForce.given().stream()
          .filter(filter::takes)
          .sorted(Comparator.comparing(VirtualKeys::place))
          .filter(given -> after.map(it -> place(given).compareTo(it) > 0).orElse(true))
          .limit(most)
          .forEach(given -> page.add(new KeyEntry.Given(given)));
    }
    if (page.size() < most) {
      String last = amongGiven ? "" : after.map(Place::id).orElse("");
      store
          .page(filter, last, most - page.size())
          .forEach(stored -> page.add(new KeyEntry.Kept(stored)));
    }
    return page;
  }

  /** A place in the list. */
  public record Place(KeyOrigin origin, String id) implements Comparable<Place> {
    @Override
    public int compareTo(Place other) {
      return Comparator.comparing(Place::origin).thenComparing(Place::id).compare(this, other);
    }
  }

  private static Place place(GivenKey given) {
    return new Place(given.origin(), given.key().id());
  }

  /** One of them. */
  public KeyEntry get(Principal reader, String id) {
    return inForce.given().stream()
        .filter(given -> given.key().id().equals(id) && reader.reaches(given.key().tenant()))
        .findFirst()
        .<KeyEntry>map(KeyEntry.Given::new)
        .orElseGet(() -> new KeyEntry.Kept(stored(reader, id)));
  }

  public Made create(Actor actor, KeyDraft draft) {
    Principal principal = actor.principal();
    String tenant = draft.tenant().or(principal::tenant).orElse(VirtualKey.DEFAULT_TENANT);
    if (!principal.reaches(tenant)) {
      throw Refused.forbidden(
          "'%s' makes keys of its own tenant only.".formatted(principal.name()));
    }
    if (!tenants.exists(tenant)) {
      throw Refused.wrong("tenant", "There is no tenant '" + tenant + "'; make it first.");
    }
    VirtualKey key =
        new VirtualKey(
            maker.ids().get(),
            draft.name(),
            tenant,
            draft.environment(),
            draft.scopes(),
            draft.role().orElseGet(() -> VirtualKey.role(tenant, draft.scopes())),
            draft.allowance(),
            draft.expiresMillis());
    Instant now = clock.instant();
    check(principal, key, now);
    Made made = made(key, draft.tags(), principal, StoredKey.Rotation.NONE, now);
    keep(actor, "key.create", null, made.stored(), () -> insert(made.stored()));
    return made;
  }

  public StoredKey change(Actor actor, String id, KeyChange change) {
    lock.lock();
    try {
      StoredKey before = changeable(actor, id);
      Instant now = clock.instant();
      VirtualKey next = KeyEdits.changed(before.key(), change);
      boolean stays = next.expiresMillis() == before.key().expiresMillis();
      check(actor.principal(), next, stays ? Instant.MIN : now);
      Map<String, String> tags = change.tags();
      StoredKey after = before.changed(next, tags == null ? before.tags() : tags, now);
      keep(actor, "key.change", before, after, () -> write(after));
      return after;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Makes a key that takes another's place.
   *
   * @param overlap how long the other goes on; zero ends it at once
   */
  public Made rotate(Actor actor, String id, Duration overlap) {
    lock.lock();
    try {
      StoredKey old = changeable(actor, id);
      Instant now = clock.instant();
      if (!old.isGood(now)) {
        throw Refused.conflict("Key '" + id + "' is not good any more; make a new one.");
      }
      if (old.rotation().replacedBy() != null) {
        throw Refused.conflict(
            "Key '%s' was replaced by '%s' already; rotate that one."
                .formatted(id, old.rotation().replacedBy()));
      }
      VirtualKey was = old.key();
      VirtualKey next = KeyEdits.renamed(was, maker.ids().get());
      StoredKey.Rotation from = new StoredKey.Rotation(id, null, null);
      Made made = made(next, old.tags(), actor.principal(), from, now);
      StoredKey replaced = old.replaced(next.id(), now.plus(overlap), now);
      keep(
          actor,
          "key.rotate",
          old,
          made.stored(),
          () -> {
            write(replaced);
            insert(made.stored());
            if (overlap.isZero()) {
              store.revoke(id, now);
            }
          });
      return made;
    } finally {
      lock.unlock();
    }
  }

  /** Ends a key at once; one that was revoked already stays so. */
  public StoredKey revoke(Actor actor, String id) {
    return end(actor, id, "key.revoke", at -> store.revoke(id, at));
  }

  /** Ends a key at once and takes it off the list. */
  public StoredKey delete(Actor actor, String id) {
    return end(actor, id, "key.delete", at -> store.delete(id, at));
  }

  private StoredKey end(Actor actor, String id, String action, Consumer<Instant> write) {
    lock.lock();
    try {
      StoredKey before = changeable(actor, id);
      if (action.equals("key.revoke") && before.revoked() != null) {
        return before;
      }
      Instant now = clock.instant();
      StoredKey after = before.ended(now);
      keep(actor, action, before, after, () -> write.accept(now));
      return after;
    } finally {
      lock.unlock();
    }
  }

  private void keep(
      Actor actor, String action, @Nullable StoredKey before, StoredKey after, Runnable write) {
    Change change =
        new Change(
            actor,
            action,
            after.key().id(),
            after.key().tenant(),
            before == null ? "" : KeyEdits.text(before),
            KeyEdits.text(after));
    changes.make(
        change,
        Topic.KEYS,
        () -> {
          write.run();
          return true;
        });
    inForce.reload();
  }

  /** Another node's write since it was read would be undone: a rotation, or a narrower right. */
  private void write(StoredKey key) {
    if (!store.put(key)) {
      throw Refused.conflict(
          "Key '%s' was changed, replaced or revoked meanwhile; look at it and do it again."
              .formatted(key.key().id()));
    }
  }

  private void insert(StoredKey key) {
    if (!store.add(key)) {
      throw new IllegalStateException("two keys were made alike: " + key.key().id());
    }
  }

  private Made made(
      VirtualKey key,
      Map<String, String> tags,
      Principal by,
      StoredKey.Rotation rotation,
      Instant now) {
    String material = maker.material().get();
    return new Made(
        new StoredKey(
            key,
            material.substring(0, SHOWN_CHARACTERS),
            maker.hash().apply(material).bytes(),
            tags,
            by.id(),
            now,
            now,
            rotation,
            null),
        material);
  }

  private StoredKey changeable(Actor actor, String id) {
    inForce.given().stream()
        .filter(given -> given.key().id().equals(id))
        .filter(given -> actor.principal().reaches(given.key().tenant()))
        .findFirst()
        .ifPresent(given -> {
          throw Refused.conflict(
              "Key '%s' stands in the %s; change it there."
                  .formatted(given.key().name(), KeyRules.word(given.origin())));
        });
    StoredKey stored = stored(actor.principal(), id);
    KeyRules.grants(actor.principal(), stored.key());
    return stored;
  }

  private StoredKey stored(Principal reader, String id) {
    return store
        .find(id)
        .filter(key -> reader.reaches(key.key().tenant()))
        .orElseThrow(() -> Refused.absent("There is no key '" + id + "'."));
  }

  private static void check(Principal actor, VirtualKey key, Instant now) {
    KeyRules.consistent(key);
    KeyRules.grants(actor, key);
    if (!now.equals(Instant.MIN) && key.expiresMillis() <= now.toEpochMilli()) {
      throw Refused.wrong("expiresAt", "'expiresAt' has to lie ahead.");
    }
  }
}
