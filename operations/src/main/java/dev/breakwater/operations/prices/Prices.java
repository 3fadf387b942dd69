package dev.breakwater.operations.prices;

import dev.breakwater.gateway.price.OverriddenPrices;
import dev.breakwater.gateway.price.Price;
import dev.breakwater.gateway.price.PriceCatalogue;
import dev.breakwater.gateway.price.PriceOverride;
import dev.breakwater.gateway.settings.ModelSettings;
import dev.breakwater.gateway.settings.ProviderId;
import dev.breakwater.gateway.settings.ProviderSettings;
import dev.breakwater.gateway.settings.Settings;
import dev.breakwater.gateway.settings.Target;
import dev.breakwater.gateway.usage.PriceBook;
import dev.breakwater.operations.StoreUnavailable;
import dev.breakwater.operations.changes.Actor;
import dev.breakwater.operations.changes.Change;
import dev.breakwater.operations.changes.Changes;
import dev.breakwater.operations.changes.Topic;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The prices in force, and those that the API sets over file and catalogue. A change is kept and
 * recorded first and published then; it holds from the next request on, and changes nothing that
 * has been booked.
 */
public final class Prices {
  private final PriceOverrides store;
  private final Changes changes;
  private final Supplier<Settings> settings;
  private final PriceCatalogue catalogue;
  private final InstantSource clock;
  private final PriceBook book;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile OverriddenPrices current;

  private Prices(
      PriceOverrides store,
      Changes changes,
      Supplier<Settings> settings,
      PriceCatalogue catalogue,
      InstantSource clock) {
    this.store = store;
    this.changes = changes;
    this.settings = settings;
    this.catalogue = catalogue;
    this.clock = clock;
    this.current = new OverriddenPrices(store.all());
    this.book = new PriceBook(settings, catalogue, () -> current);
  }

  /**
   * Reads what the API has set in earlier lives.
   *
   * @param settings those in force
   * @throws StoreUnavailable when the database does not answer
   */
  public static Prices open(
      PriceOverrides store,
      Changes changes,
      Supplier<Settings> settings,
      PriceCatalogue catalogue,
      InstantSource clock) {
    return new Prices(store, changes, settings, catalogue, clock);
  }

  /** What the API has set; another object after every change. */
  public OverriddenPrices overridden() {
    return current;
  }

  public PriceBook book() {
    return book;
  }

  public LocalDate today() {
    return clock.instant().atZone(ZoneOffset.UTC).toLocalDate();
  }

  /** What the providers that there are are called here: {@code acme:openai} for a tenant's own. */
  public List<String> providers() {
    return settings.get().everyProvider().stream().map(it -> it.id().toString()).toList();
  }

  /** Reads again what the API has set, on any node. */
  public void reload() {
    lock.lock();
    try {
      current = new OverriddenPrices(store.all());
    } finally {
      lock.unlock();
    }
  }

  /**
   * Sets a price, or another one for the same day.
   *
   * @throws StoreUnavailable when it could not be kept and recorded; then nothing has changed
   */
  public void put(PriceOverride override, Actor actor) {
    lock.lock();
    try {
      String before =
          set(override.provider(), override.model(), override.validFrom())
              .map(PriceText::of)
              .orElse("");
      Change change =
          new Change(
              actor, "price.set", PriceText.object(override), "", before, PriceText.of(override));
      changes.make(
          change,
          Topic.PRICES,
          () -> {
            store.put(override, clock.instant());
            return override;
          });
      List<PriceOverride> all = new ArrayList<>(current.all());
      all.add(override);
      current = new OverriddenPrices(all);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes a price back.
   *
   * @return false when there is none of that day
   * @throws StoreUnavailable when it could not be removed and recorded; then nothing has changed
   */
  public boolean delete(String provider, String model, LocalDate validFrom, Actor actor) {
    lock.lock();
    try {
      // Another node may have set it a moment ago.
      reload();
      Optional<PriceOverride> found = set(provider, model, validFrom);
      if (found.isEmpty()) {
        return false;
      }
      PriceOverride override = found.get();
      Change change =
          new Change(
              actor, "price.delete", PriceText.object(override), "", PriceText.of(override), "");
      changes.make(change, Topic.PRICES, () -> store.delete(provider, model, validFrom));
      List<PriceOverride> all = new ArrayList<>(current.all());
      all.remove(override);
      current = new OverriddenPrices(all);
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** What the API has set for a day. */
  private Optional<PriceOverride> set(String provider, String model, LocalDate validFrom) {
    return current.all().stream()
        .filter(it ->
            it.provider().equals(provider)
                && it.model().equals(model)
                && it.validFrom().equals(validFrom))
        .findFirst();
  }

  /** What one model costs today. */
  public PriceEntry entry(String provider, String model) {
    return entry(new Target(ProviderId.parse(provider), model), today());
  }

  /**
   * What every model that is listed, priced or known of each provider costs today, and what the API
   * has set besides; in {@link PriceEntry#ORDER}.
   */
  public List<PriceEntry> all() {
    LocalDate today = today();
    OverriddenPrices set = current;
    List<PriceEntry> entries = new ArrayList<>();
    for (ProviderSettings provider : settings.get().everyProvider()) {
      for (String model : models(provider, set)) {
        entries.add(entry(new Target(provider.id(), model), today));
      }
    }
    for (PriceOverride override : set.all()) {
      boolean holds =
          set.on(override.provider(), override.model(), today).filter(override::equals).isPresent();
      // What was set for a provider that is gone is shown too, so that it can be taken back.
      if (!holds || !providers().contains(override.provider())) {
        entries.add(byApi(override, false));
      }
    }
    entries.sort(PriceEntry.ORDER);
    return entries;
  }

  private Set<String> models(ProviderSettings provider, OverriddenPrices set) {
    Set<String> models = new TreeSet<>(catalogue.models(provider.vendor()));
    provider.models().stream().map(ModelSettings::name).forEach(models::add);
    set.all().stream()
        .filter(it -> it.provider().equals(provider.id().toString()))
        .map(PriceOverride::model)
        .forEach(models::add);
    return models;
  }

  private PriceEntry entry(Target target, LocalDate day) {
    Optional<PriceBook.Entry> found = book.entry(target, day);
    if (found.isEmpty()) {
      return plain(target, PriceEntry.Origin.UNKNOWN, null);
    }
    return switch (found.get()) {
      case PriceBook.Entry.ByApi set -> byApi(set.override(), true);
      case PriceBook.Entry.ByFile file -> plain(target, PriceEntry.Origin.FILE, file.price());
      case PriceBook.Entry.Listed listed ->
          new PriceEntry(
              target.providerId().toString(),
              target.model(),
              listed.price(),
              PriceEntry.Origin.CATALOGUE,
              listed.listed().from(),
              true,
              listed.listed().source(),
              listed.listed().checked());
    };
  }

  private static PriceEntry plain(Target target, PriceEntry.Origin origin, @Nullable Price price) {
    return new PriceEntry(
        target.providerId().toString(), target.model(), price, origin, null, true, null, null);
  }

  private static PriceEntry byApi(PriceOverride override, boolean inForce) {
    return new PriceEntry(
        override.provider(),
        override.model(),
        override.price(),
        PriceEntry.Origin.API,
        override.validFrom(),
        inForce,
        null,
        null);
  }
}
