package dev.breakwater.gateway.usage;

import dev.breakwater.gateway.price.OverriddenPrices;
import dev.breakwater.gateway.price.Price;
import dev.breakwater.gateway.settings.LiveSettings;
import dev.breakwater.gateway.settings.Settings;
import dev.breakwater.gateway.settings.Target;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Remembers the prices of the targets in use, for as long as the settings, the prices set by the
 * API and the day stay the same. One a loop: it is not for several threads.
 */
public final class RememberedPrices implements AttemptPrices {
  private static final long DAY_MILLIS = TimeUnit.DAYS.toMillis(1);

  /** Models that callers make up must not fill the memory. */
  private static final int MOST = 1_000;

  private final AttemptPrices prices;
  private final LiveSettings live;
  private final Map<Target, Optional<Price>> known = new HashMap<>();
  private final Supplier<OverriddenPrices> overrides;
  private Settings settings;
  private OverriddenPrices overridden;
  private long day;

  /**
   * @param overrides those in force
   */
  public RememberedPrices(
      AttemptPrices prices, LiveSettings live, Supplier<OverriddenPrices> overrides) {
    this.prices = prices;
    this.live = live;
    this.overrides = overrides;
    this.settings = live.current();
    this.overridden = overrides.get();
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // what is in force is swapped, never changed
  public Optional<Price> price(Target target, long atMillis) {
    Settings current = live.current();
    OverriddenPrices set = overrides.get();
    long today = Math.floorDiv(atMillis, DAY_MILLIS);
    if (settings != current || overridden != set || day != today || known.size() > MOST) {
      known.clear();
      settings = current;
      overridden = set;
      day = today;
    }
    return known.computeIfAbsent(target, it -> prices.price(it, atMillis));
  }
}
