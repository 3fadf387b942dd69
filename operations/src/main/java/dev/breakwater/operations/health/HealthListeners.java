package dev.breakwater.operations.health;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Everybody who wants to hear of changes; whatever one of them does, the others hear too. */
final class HealthListeners {
  private static final Logger LOG = LoggerFactory.getLogger(HealthListeners.class);

  private final List<Listening> all = new CopyOnWriteArrayList<>();

  private record Listening(HealthListener listener, Executor executor) {}

  void add(HealthListener listener, Executor executor) {
    all.add(new Listening(listener, executor));
  }

  /** Tells everybody of the change to a state. */
  void tell(ProviderHealth now) {
    for (Listening one : all) {
      try {
        one.executor().execute(() -> tell(one.listener(), now));
      } catch (RuntimeException e) {
        failed(now, e);
      }
    }
  }

  private static void tell(HealthListener listener, ProviderHealth now) {
    try {
      if (now.healthy()) {
        listener.recovered(now);
      } else {
        listener.unhealthy(now);
      }
    } catch (RuntimeException | Error e) {
      failed(now, e);
    }
  }

  private static void failed(ProviderHealth now, Throwable e) {
    LOG.warn("a listener was not told how {} is now: {}", now.id(), e.toString());
  }
}
