package dev.breakwater.gateway.exchange;

import dev.breakwater.gateway.attempt.Providers;
import dev.breakwater.gateway.provider.Provider;
import dev.breakwater.gateway.settings.LiveSettings;
import dev.breakwater.gateway.settings.ProviderId;
import dev.breakwater.gateway.settings.ProviderSettings;
import dev.breakwater.gateway.settings.Target;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Who speaks to the providers that are configured now. One a loop. */
public final class ConfiguredProviders implements Providers {
  private final LiveSettings live;
  private final Function<ProviderSettings, Provider> make;
  private final Map<ProviderId, Speaker> speakers = new HashMap<>();

  private record Speaker(ProviderSettings settings, Provider provider) {}

  /**
   * @param make makes the one who speaks to a provider; asked again when its settings change
   */
  public ConfiguredProviders(LiveSettings live, Function<ProviderSettings, Provider> make) {
    this.live = live;
    this.make = make;
  }

  /**
   * A provider that was taken out of the configuration goes on serving the requests that were
   * planned before.
   *
   * @throws IllegalStateException when the provider was never configured, which planning excludes
   */
  @Override
  @SuppressWarnings("ReferenceEquality") // settings are swapped, never changed
  public Provider of(Target target) {
    Speaker known = speakers.get(target.providerId());
    Optional<ProviderSettings> settings = live.current().provider(target.providerId());
    if (settings.isPresent() && (known == null || known.settings() != settings.get())) {
      known = new Speaker(settings.get(), make.apply(settings.get()));
      speakers.put(target.providerId(), known);
    }
    if (known == null) {
      throw new IllegalStateException(target.providerId() + " is not configured");
    }
    return known.provider();
  }
}
