package dev.breakwater.operations.chains;

import dev.breakwater.gateway.settings.ChainSettings;
import dev.breakwater.gateway.settings.ProviderId;
import dev.breakwater.gateway.settings.Settings;
import dev.breakwater.gateway.settings.TenantSettings;
import dev.breakwater.operations.settings.SettingsLayer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The chains that the API changed, laid whole over those of the file. */
public record ChainLayer(Map<ChainPlace, ChainSettings> chains) implements SettingsLayer {
  static final ChainLayer NONE = new ChainLayer(Map.of());

  public ChainLayer {
    chains = Map.copyOf(chains);
  }

  @Override
  public Settings over(Settings below) {
    Map<String, ChainSettings> shared = new LinkedHashMap<>(below.chains());
    Settings all = below;
    for (Map.Entry<ChainPlace, ChainSettings> override : chains.entrySet()) {
      ChainPlace place = override.getKey();
      if (place.isShared()) {
        shared.put(place.environment(), override.getValue());
      } else {
        TenantSettings own = all.tenant(place.owner());
        Map<String, ChainSettings> its = new LinkedHashMap<>(own.chains());
        its.put(place.environment(), override.getValue());
        all = all.withTenant(place.owner(), own.withChains(its));
      }
    }
    return all.withChains(shared);
  }

  @Override
  public Map<String, String> values() {
    Map<String, String> values = new TreeMap<>();
    chains.forEach((place, chain) -> values.put(place.toString(), chain.primary().toString()));
    return values;
  }

  @Override
  public List<String> shadowed(Settings below) {
    return chains.keySet().stream()
        .filter(place -> under(below, place.owner()).containsKey(place.environment()))
        .map(ChainPlace::toString)
        .sorted()
        .toList();
  }

  private static Map<String, ChainSettings> under(Settings settings, String owner) {
    return owner.equals(ProviderId.SHARED) ? settings.chains() : settings.tenant(owner).chains();
  }
}
