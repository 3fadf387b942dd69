package dev.breakwater.operations.providers;

import dev.breakwater.gateway.settings.ProviderId;
import dev.breakwater.gateway.settings.ProviderSettings;
import dev.breakwater.operations.StoreUnavailable;
import dev.breakwater.operations.changes.Actor;
import dev.breakwater.operations.changes.Change;
import dev.breakwater.operations.changes.Topic;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what was decided about providers, with its entry in the audit, and makes it hold then. For
 * one change at a time.
 */
final class ProviderKeeper {
  private final ProviderParts parts;
  private final ProviderLayer layer;

  ProviderKeeper(ProviderParts parts, ProviderLayer layer) {
    this.parts = parts;
    this.layer = layer;
  }

  /**
   * Reads all that the API has said; it holds once somebody publishes.
   *
   * @throws StoreUnavailable when the database does not answer
   */
  void read() {
    layer.set(StoredProviders.read(parts.store(), parts.vault(), layer.known()));
  }

  /**
   * Makes what is kept hold, and tells who keeps something about providers that differ now.
   *
   * @throws StoreUnavailable when the database does not answer; then what held goes on
   */
  void publish() {
    Set<ProviderSettings> before = Set.copyOf(parts.settings().current().everyProvider());
    read();
    parts.settings().publish();
    List<ProviderId> changed =
        parts.settings().current().everyProvider().stream()
            .filter(provider -> !before.contains(provider))
            .map(ProviderSettings::id)
            .toList();
    parts.changed().accept(changed);
  }

  /** The same with a credential that only this installation can open; null for none. */
  StoredProvider sealed(StoredProvider provider, @Nullable Credential credential) {
    return provider.with(
        provider.leaves(),
        Optional.ofNullable(credential)
            .map(given ->
                new SealedCredential(
                    parts.vault().seal(given.bytes(), provider.purpose()),
                    parts.fingerprint().apply(given.whole()))));
  }

  /**
   * Replaces what is said of one.
   *
   * @param before null where nothing was
   * @throws StoreUnavailable when it was not kept; then nothing has changed
   */
  void keep(Actor actor, String action, @Nullable StoredProvider before, StoredProvider after) {
    make(
        change(
            actor,
            action,
            after.providerId(),
            before == null ? "" : ProviderChanges.text(before),
            ProviderChanges.text(after)),
        store -> store.put(after));
  }

  /**
   * Writes something, and makes it hold.
   *
   * @throws StoreUnavailable when it was not kept; then nothing has changed
   */
  void make(Change change, Consumer<ProviderStore> write) {
    parts
        .changes()
        .make(
            change,
            Topic.PROVIDERS,
            () -> {
              write.accept(parts.store());
              return change;
            });
    publish();
  }

  static Change change(Actor actor, String action, ProviderId id, String before, String after) {
    return new Change(actor, action, StoredProvider.idOf(id), id.owner(), before, after);
  }
}
