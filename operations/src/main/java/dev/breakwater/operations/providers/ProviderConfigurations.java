package dev.breakwater.operations.providers;

import dev.breakwater.gateway.settings.ProviderId;
import dev.breakwater.gateway.settings.ProviderSettings;
import dev.breakwater.gateway.settings.Settings;
import dev.breakwater.operations.StoreUnavailable;
import dev.breakwater.operations.changes.Actor;
import dev.breakwater.operations.changes.Change;
import dev.breakwater.operations.changes.Topic;
import dev.breakwater.operations.providers.ProviderAnswer.Problem;
import dev.breakwater.operations.settings.SettingsLayer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Providers as the API changes them: leaf by leaf over the file's, new ones, and some of the file's
 * taken away, for all tenants or for one. A change is kept and recorded first and holds then, from
 * the next request on. From any thread.
 */
public final class ProviderConfigurations {
  private final ProviderParts parts;
  private final ProviderLayer layer;
  private final ProviderChecks checks;
  private final ReentrantLock lock = new ReentrantLock();

  private ProviderConfigurations(ProviderParts parts) {
    this.parts = parts;
    this.layer = new ProviderLayer(parts.origins());
    this.checks = new ProviderChecks(parts, layer);
  }

  /**
   * Reads what the API said in earlier lives and lays it over the settings.
   *
   * @throws StoreUnavailable when the database does not answer
   */
  public static ProviderConfigurations open(ProviderParts parts) {
    ProviderConfigurations opened = new ProviderConfigurations(parts);
    opened.layer.set(opened.read());
    parts.settings().add(opened.layer);
    return opened;
  }

  /**
   * What is kept, for who only asks what of a file it shadows: no credential is opened, so no
   * master key is needed, and what it is laid over could not be used.
   *
   * @throws StoreUnavailable when the database does not answer
   */
  public static SettingsLayer unopened(ProviderStore store) {
    ProviderLayer layer = new ProviderLayer(_ -> ProviderOrigin.FILE);
    layer.set(StoredProviders.unopened(store));
    return layer;
  }

  /**
   * Reads again what another node may have changed.
   *
   * @throws StoreUnavailable when the database does not answer; then what held goes on
   */
  public void reload() {
    lock.lock();
    try {
      publish(read());
    } finally {
      lock.unlock();
    }
  }

  /**
   * Every provider that a tenant has or may use; without a tenant those of all.
   *
   * @param tenant the one that looks; empty for those above tenants
   */
  public List<ProviderView> all(Optional<String> tenant) {
    return layer.views(layer.below(parts.settings().bottom()), tenant);
  }

  /** The provider of that id; or of that name, as the one who looks sees it. */
  public Optional<ProviderView> find(String idOrName, Optional<String> tenant) {
    List<ProviderView> all = all(tenant);
    return all.stream()
        .filter(it -> it.id().equals(idOrName))
        .findFirst()
        .or(() ->
            all.stream()
                .filter(it -> it.providerId().name().equals(idOrName))
                .filter(it -> tenant.isPresent() || it.providerId().isShared())
                .findFirst());
  }

  /**
   * Makes one that stands by itself.
   *
   * @param id of whom and what it is to be
   * @throws StoreUnavailable when it was not kept; then there is none
   */
  public ProviderAnswer create(
      Actor actor, ProviderId id, ProviderLeaves leaves, @Nullable Credential credential) {
    // Names are looked up before the lock is taken: that may take long, and others wait for it.
    List<Problem> problems = checks.checked(ProviderMerge.of(id, null, leaves, credential));
    lock.lock();
    try {
      Optional<ProviderView> taken =
          view(id).filter(it -> !it.deleted() && it.origin() != ProviderOrigin.SIMULATOR);
      if (taken.isPresent()) {
        return new ProviderAnswer.Conflict(
            "There is a provider named '" + id.name() + "' already; change it by PUT.");
      }
      if (!problems.isEmpty()) {
        return new ProviderAnswer.Refused(problems);
      }
      Instant now = parts.clock().instant();
      StoredProvider made =
          new StoredProvider(id, leaves, Optional.empty(), true, true, false, now, now);
      return keep(actor, "provider.create", null, sealed(made, credential));
    } finally {
      lock.unlock();
    }
  }

  /**
   * Changes some leaves of one.
   *
   * @throws StoreUnavailable when it was not kept; then nothing has changed
   */
  public ProviderAnswer change(Actor actor, ProviderId id, ProviderPatch patch) {
    List<Problem> unreachable = checks.leadsNowhere(checks.merged(id, patch).settings());
    lock.lock();
    try {
      Optional<ProviderView> view = view(id).filter(it -> !it.deleted());
      if (view.isEmpty()) {
        return new ProviderAnswer.Absent();
      }
      StoredProvider before = layer.stored(id, parts.clock().instant());
      ProviderMerge.Result now =
          ProviderMerge.of(id, checks.under(before), before.leaves(), layer.credential(id));
      ProviderMerge.Result then = checks.merged(id, patch);
      List<Problem> problems = new ArrayList<>(then.problems());
      problems.addAll(unreachable);
      if (ProviderChecks.asksForSecret(now, then, patch)) {
        problems.add(
            new Problem(
                ProviderChecks.isAmazon(then) ? "secretAccessKey" : "apiKey",
                "is asked for again when the provider's address or protocol changes, so that a key"
                    + " goes nowhere it was not given for"));
      }
      if (!problems.isEmpty()) {
        return new ProviderAnswer.Refused(problems);
      }
      StoredProvider after = before.with(patch.over(before.leaves()), before.credential());
      StoredProvider kept = patch.namesCredential() ? sealed(after, patch.credential()) : after;
      return keep(actor, "provider.update", before, kept.at(parts.clock().instant()));
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes one away; the file's stays away until it is undeleted.
   *
   * @throws StoreUnavailable when it was not kept; then nothing has changed
   */
  public ProviderAnswer delete(Actor actor, ProviderId id) {
    lock.lock();
    try {
      if (view(id).filter(it -> !it.deleted()).isEmpty()) {
        return new ProviderAnswer.Absent();
      }
      Instant now = parts.clock().instant();
      StoredProvider before = layer.stored(id, now);
      boolean inFile = layer.file(parts.settings().bottom(), id) != null;
      parts
          .changes()
          .make(
              change(actor, "provider.delete", id, ProviderChanges.text(before), ""),
              Topic.PROVIDERS,
              () -> {
                parts.store().remove(id);
                if (inFile) {
                  parts.store().put(before.covered(now));
                }
                return id;
              });
      publish(read());
      return new ProviderAnswer.Gone();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes the file's word again for one that was taken away.
   *
   * @throws StoreUnavailable when it was not kept; then nothing has changed
   */
  public ProviderAnswer undelete(Actor actor, ProviderId id) {
    lock.lock();
    try {
      Optional<ProviderView> view = view(id);
      if (view.isEmpty()) {
        return new ProviderAnswer.Absent();
      }
      if (!view.get().deleted()) {
        return new ProviderAnswer.Conflict("'" + id.name() + "' has not been deleted.");
      }
      parts
          .changes()
          .make(
              change(actor, "provider.undelete", id, "", "{}"),
              Topic.PROVIDERS,
              () -> {
                parts.store().remove(id);
                return id;
              });
      publish(read());
      return done(id);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Switches one on or off: for all who have it, or a shared one for a single tenant.
   *
   * @param tenant whose use of a shared one is meant; empty for everybody's
   * @throws StoreUnavailable when it was not kept; then nothing has changed
   */
  public ProviderAnswer activate(
      Actor actor, ProviderId id, boolean active, Optional<String> tenant) {
    lock.lock();
    try {
      Optional<ProviderView> view = view(id).filter(it -> !it.deleted());
      if (view.isEmpty()) {
        return new ProviderAnswer.Absent();
      }
      Instant now = parts.clock().instant();
      if (id.isShared() && tenant.isPresent()) {
        String text = active ? "{\"isActive\":true}" : "{\"isActive\":false}";
        parts
            .changes()
            .make(
                new Change(
                    actor,
                    "provider.activate",
                    StoredProvider.idOf(id),
                    tenant.get(),
                    active ? "{\"isActive\":false}" : "{\"isActive\":true}",
                    text),
                Topic.PROVIDERS,
                () -> {
                  parts.store().withhold(tenant.get(), id.name(), !active, now);
                  return id;
                });
        publish(read());
        return find(StoredProvider.idOf(id), tenant)
            .<ProviderAnswer>map(ProviderAnswer.Done::new)
            .orElseGet(ProviderAnswer.Absent::new);
      }
      StoredProvider before = layer.stored(id, now);
      return keep(actor, "provider.activate", before, before.switched(active).at(now));
    } finally {
      lock.unlock();
    }
  }

  /**
   * Forgets a tenant's own, credentials first of all.
   *
   * @throws StoreUnavailable when they are still there
   */
  public void eraseTenant(String tenant) {
    lock.lock();
    try {
      parts.store().eraseTenant(tenant);
      publish(read());
    } finally {
      lock.unlock();
    }
  }

  private Optional<ProviderView> view(ProviderId id) {
    Optional<String> owner = id.isShared() ? Optional.empty() : Optional.of(id.owner());
    return all(owner).stream().filter(it -> it.providerId().equals(id)).findFirst();
  }

  private StoredProvider sealed(StoredProvider provider, @Nullable Credential credential) {
    return provider.with(
        provider.leaves(),
        Optional.ofNullable(credential)
            .map(given ->
                new SealedCredential(
                    parts.vault().seal(given.bytes(), provider.purpose()),
                    parts.fingerprint().apply(given.whole()))));
  }

  private ProviderAnswer keep(
      Actor actor, String action, @Nullable StoredProvider before, StoredProvider after) {
    Change change =
        change(
            actor,
            action,
            after.providerId(),
            before == null ? "" : ProviderChanges.text(before),
            ProviderChanges.text(after));
    parts
        .changes()
        .make(
            change,
            Topic.PROVIDERS,
            () -> {
              parts.store().put(after);
              return after;
            });
    publish(read());
    return done(after.providerId());
  }

  private static Change change(
      Actor actor, String action, ProviderId id, String before, String after) {
    return new Change(actor, action, StoredProvider.idOf(id), id.owner(), before, after);
  }

  private ProviderAnswer done(ProviderId id) {
    return view(id)
        .<ProviderAnswer>map(ProviderAnswer.Done::new)
        .orElseGet(ProviderAnswer.Absent::new);
  }

  private StoredProviders read() {
    return StoredProviders.read(parts.store(), parts.vault(), layer.known());
  }

  /** Makes what was read hold, and tells who keeps something about providers that differ now. */
  private void publish(StoredProviders known) {
    Supplier<Settings> settings = parts.settings()::current;
    Set<ProviderSettings> before = Set.copyOf(settings.get().everyProvider());
    layer.set(known);
    parts.settings().publish();
    List<ProviderId> changed =
        settings.get().everyProvider().stream()
            .filter(provider -> !before.contains(provider))
            .map(ProviderSettings::id)
            .toList();
    parts.changed().accept(changed);
  }
}
