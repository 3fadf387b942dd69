package dev.breakwater.server.metrics;

import dev.breakwater.gateway.route.VendorModels;
import dev.breakwater.gateway.settings.LiveSettings;
import dev.breakwater.gateway.settings.ModelSettings;
import dev.breakwater.gateway.settings.ProviderId;
import dev.breakwater.gateway.settings.ProviderSettings;
import dev.breakwater.gateway.settings.Settings;
import dev.breakwater.gateway.settings.Target;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which targets have series of their own: those that the configuration names, and of the others,
 * which callers may make up, the first so many that a vendor lists or that have answered. The rest
 * of a provider's models share the model {@code other}.
 */
final class BoundedTargets {
  static final String OTHER = "other";

  /** More than anybody configures by hand. */
  private static final int MOST_CONFIGURED = 1_000;

  /** More models than anybody uses beside, and few enough for a scrape to stay small. */
  private static final int MOST_OTHERS = 200;

  /** Tenants may have many of their own. */
  private static final int MOST_PROVIDERS = 300;

  private static final int LONGEST = 200;

  private final LiveSettings live;
  private final VendorModels vendors;
  private final Set<Target> others = ConcurrentHashMap.newKeySet();
  private volatile Named named;

  /** What one snapshot names. */
  private record Named(Settings settings, Set<Target> targets, Set<ProviderId> providers) {
    static Named by(Settings settings) {
      Set<Target> targets = new HashSet<>(settings.everyTarget());
      Set<ProviderId> providers = new HashSet<>();
      for (ProviderSettings provider : settings.everyProvider()) {
        providers.add(provider.id());
        for (ModelSettings model : provider.models()) {
          targets.add(new Target(provider.id(), model.name()));
        }
      }
      return new Named(settings, targets, providers);
    }
  }

  BoundedTargets(LiveSettings live, VendorModels vendors) {
    this.live = live;
    this.vendors = vendors;
    this.named = Named.by(live.current());
  }

  /**
   * @param answered whether the target is known to exist because it has answered
   * @param admitted how many have series already
   */
  boolean admits(Target target, boolean answered, int admitted) {
    if (target.model().length() > LONGEST) {
      return false;
    }
    if (named().targets().contains(target)) {
      return admitted < MOST_CONFIGURED + MOST_OTHERS;
    }
    if (others.contains(target)) {
      return true;
    }
    return others.size() < MOST_OTHERS && (answered || isListed(target)) && others.add(target);
  }

  /**
   * What a provider is called, when it is configured and not too many have series already.
   *
   * @param admitted how many have
   */
  String provider(ProviderId id, int admitted) {
    return admitted < MOST_PROVIDERS && named().providers().contains(id) ? id.toString() : OTHER;
  }

  private boolean isListed(Target target) {
    return named()
        .settings()
        .provider(target.providerId())
        .filter(provider -> vendors.of(provider.vendor()).contains(target.model()))
        .isPresent();
  }

  @SuppressWarnings("ReferenceEquality") // comparing whole configurations is dear
  private Named named() {
    Settings settings = live.current();
    Named known = named;
    if (known.settings() != settings) {
      known = Named.by(settings);
      named = known;
    }
    return known;
  }
}
