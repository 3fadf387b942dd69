package dev.breakwater.operations.health;

import dev.breakwater.gateway.probe.Finding;
import dev.breakwater.gateway.settings.ProviderId;
import dev.breakwater.gateway.settings.ProviderSettings;
import dev.breakwater.gateway.settings.Settings;
import dev.breakwater.gateway.settings.Target;
import dev.breakwater.operations.health.ProviderHealth.OfTarget;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Knows how every configured provider is: checks each once an interval, keeps what it finds, tells
 * listeners when a provider becomes unhealthy or recovers, and feeds the circuits that routing
 * reads. May be used from any thread; runs without providers and without a database.
 */
public final class HealthMonitor implements AutoCloseable {
  private final HealthParts parts;
  private final HealthKeeper keeper;
  private final HealthListeners listeners = new HealthListeners();
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<ProviderId, Watch> watches = new ConcurrentHashMap<>();
  private final Map<ProviderId, ProviderSettings> watched = new HashMap<>();
  private @Nullable HealthSettings settings;
  private boolean started;

  /** A check that somebody asked for. */
  public record Check(CheckResult result, ProviderHealth now) {}

  private HealthMonitor(HealthParts parts) {
    this.parts = parts;
    this.keeper = new HealthKeeper(parts.store());
  }

  /** Goes on from what was known before; checks nobody until it is started or asked to. */
  public static HealthMonitor open(HealthParts parts) {
    HealthMonitor monitor = new HealthMonitor(parts);
    Map<ProviderId, ProviderHealth> known = new HashMap<>();
    monitor.keeper.all().forEach(health -> known.put(health.id(), health));
    monitor.reconcile(known);
    known.keySet().forEach(monitor.keeper::remove);
    parts.models().keepOnly(id -> monitor.watches.containsKey(id));
    return monitor;
  }

  /** Hears of changes on the thread of the check, before the next one begins. */
  public void listen(HealthListener listener) {
    listeners.add(listener, Runnable::run);
  }

  /** Hears of changes on threads of its own. */
  public void listen(HealthListener listener, Executor executor) {
    listeners.add(listener, executor);
  }

  /** Starts checking in the background; nothing happens when that has begun. */
  public void start() {
    lock.lock();
    try {
      if (started) {
        return;
      }
      started = true;
      List<ProviderId> ids = new ArrayList<>(watched.keySet());
      for (int place = 0; place < ids.size(); place++) {
        // Spread over the first interval, so that they do not all go at once.
        watch(ids.get(place)).start((place + parts.random().nextDouble()) / ids.size());
      }
    } finally {
      lock.unlock();
    }
  }

  /** Stops checking in the background; nothing happens when it is not running. */
  public void stop() {
    lock.lock();
    try {
      started = false;
      watches.values().forEach(Watch::stop);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    stop();
  }

  /** Takes up the configuration in force: providers that came, went or changed, and its own. */
  public void takeUp() {
    reconcile(Map.of());
  }

  /** Every provider of every tenant: the shared ones in the order of the file, then the others. */
  public List<ProviderHealth> all() {
    return states(parts.live().current().everyProvider());
  }

  /** The providers that one tenant sees. */
  public List<ProviderHealth> seenBy(String tenant) {
    return states(parts.live().current().seenBy(tenant).providers());
  }

  private List<ProviderHealth> states(List<ProviderSettings> providers) {
    return providers.stream().flatMap(it -> of(it.id()).stream()).toList();
  }

  /** Those that are announced healthy, in the same order. */
  public List<ProviderHealth> healthy() {
    return all().stream().filter(ProviderHealth::healthy).toList();
  }

  /** Empty when the provider is not configured. */
  public Optional<ProviderHealth> of(ProviderId provider) {
    return Optional.ofNullable(watches.get(provider)).map(Watch::state);
  }

  /** Whether neither a target nor its provider is announced unhealthy. */
  public boolean isHealthy(Target target) {
    return of(target.providerId())
        .map(it ->
            it.healthy()
                && it.targets().stream()
                    .filter(one -> one.target().equals(target))
                    .allMatch(OfTarget::healthy))
        .orElse(true);
  }

  /**
   * Checks a provider now and gives what came of it; counts as any other check. Blocks.
   *
   * @param method {@link CheckMethod#TRAFFIC} for whatever a check in the background would do
   * @return empty when the provider is not configured
   */
  public Optional<Check> check(ProviderId provider, CheckMethod method) {
    return Optional.ofNullable(watches.get(provider))
        .flatMap(watch -> watch.check(method))
        .map(report -> new Check(report.result(), report.now()));
  }

  /**
   * Asks a model a question for a person to see; concludes nothing from it. Blocks.
   *
   * @param model null for the first one in use
   * @return empty when the provider is not configured
   */
  public Optional<Answer> test(ProviderId provider, @Nullable String model) {
    Settings now = parts.live().current();
    Optional<ProviderSettings> asked = now.provider(provider);
    if (asked.isEmpty()) {
      return Optional.empty();
    }
    Optional<String> chosen =
        Optional.ofNullable(model)
            .or(() ->
                UsedTarget.of(now, asked.get()).stream()
                    .findFirst()
                    .map(used -> used.target().model()));
    if (chosen.isEmpty()) {
      return Optional.of(new Answer(Optional.empty(), Optional.empty()));
    }
    Finding finding = parts.probes().get().question(asked.get(), chosen.get());
    boolean wasPaid = finding instanceof Finding.Well || finding instanceof Finding.Ill;
    Optional.ofNullable(watches.get(provider))
        .filter(_ -> wasPaid)
        .ifPresent(watch -> watch.paid(finding.costNanos()));
    return Optional.of(new Answer(chosen, Optional.of(finding)));
  }

  /**
   * What came of a test.
   *
   * @param model the one asked; empty when the provider has none that is known
   * @param finding empty when nobody was asked
   */
  public record Answer(Optional<String> model, Optional<Finding> finding) {}

  /**
   * @param known states of earlier lives by provider; those that are used are taken out
   */
  private void reconcile(Map<ProviderId, ProviderHealth> known) {
    lock.lock();
    try {
      HealthSettings before = settings;
      HealthSettings after = parts.settings().get();
      settings = after;
      Settings now = parts.live().current();
      List<ProviderId> gone =
          watched.keySet().stream().filter(id -> now.provider(id).isEmpty()).toList();
      gone.forEach(this::forget);
      for (ProviderSettings provider : now.everyProvider()) {
        ProviderSettings old = watched.put(provider.id(), provider);
        if (old == null) {
          add(provider.id(), known);
        } else if (!old.equals(provider) || !after.equals(before)) {
          Watch watch = watch(provider.id());
          if (!old.sharesAddressWith(provider)) {
            watch.moved();
          }
          watch.again();
        }
      }
    } finally {
      lock.unlock();
    }
  }

  private void add(ProviderId id, Map<ProviderId, ProviderHealth> known) {
    ProviderHealth state = known.containsKey(id) ? known.remove(id) : null;
    if (state != null) {
      parts.traffic().restore(id, state.recent());
    }
    Watch watch =
        new Watch(id, parts, listeners, keeper, state == null ? ProviderHealth.unknown(id) : state);
    watches.put(id, watch);
    if (started) {
      watch.start(parts.random().nextDouble());
    }
  }

  private void forget(ProviderId id) {
    watched.remove(id);
    Watch watch = watches.remove(id);
    if (watch != null) {
      watch.remove();
    }
    parts.traffic().forget(id);
  }

  private Watch watch(ProviderId id) {
    Watch watch = watches.get(id);
    if (watch == null) {
      throw new IllegalStateException(id + " is not watched");
    }
    return watch;
  }
}
