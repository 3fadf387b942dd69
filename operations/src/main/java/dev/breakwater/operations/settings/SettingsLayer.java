package dev.breakwater.operations.settings;

import dev.breakwater.gateway.settings.Settings;
import java.util.List;
import java.util.Map;

/** One kind of thing that the API changes, laid over what is said below it. From any thread. */
public interface SettingsLayer {
  /** The settings with this layer's changes in them; without side effects. */
  Settings over(Settings below);

  /**
   * The values that hold because of this layer, by their path in the configuration, secrets masked.
   */
  Map<String, String> values();

  /** Paths that {@code below} says something about and that do not hold because of this layer. */
  List<String> shadowed(Settings below);
}
