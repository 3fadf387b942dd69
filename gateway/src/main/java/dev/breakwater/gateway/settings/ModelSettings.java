package dev.breakwater.gateway.settings;

import dev.breakwater.gateway.price.Price;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a model at a provider.
 *
 * @param price overrides the catalogue; null leaves it to the catalogue
 * @param contextWindow tokens; 0 is unknown, which counts as possibly large enough
 * @param maxOutput tokens; 0 is unknown
 * @param capabilities such as {@code tools}, {@code vision}, {@code jsonSchema}
 */
public record ModelSettings(
    String name,
    @Nullable Price price,
    long contextWindow,
    long maxOutput,
    Set<String> capabilities) {
  public ModelSettings {
    capabilities = Set.copyOf(capabilities);
  }

  public static ModelSettings named(String name) {
    return new ModelSettings(name, null, 0, 0, Set.of());
  }
}
