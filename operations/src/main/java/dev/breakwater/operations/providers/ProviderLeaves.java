package dev.breakwater.operations.providers;

import dev.breakwater.gateway.settings.ModelSettings;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What somebody says of a provider, leaf by leaf; null where nothing is said, so that what is below
 * holds.
 *
 * @param responses whether an OpenAI-compatible server knows the Responses API
 * @param apiVersion Azure's
 * @param deployments Azure's, by model
 * @param region Amazon's
 * @param models whole; their prices are not said here
 */
public record ProviderLeaves(
    @Nullable ProviderKind protocol,
    @Nullable String vendor,
    @Nullable URI baseUrl,
    @Nullable Boolean responses,
    @Nullable String apiVersion,
    @Nullable Map<String, String> deployments,
    @Nullable String region,
    @Nullable List<ModelSettings> models) {
  public static final ProviderLeaves NONE =
      new ProviderLeaves(null, null, null, null, null, null, null, null);

  public ProviderLeaves {
    deployments =
        deployments == null ? null : Collections.unmodifiableMap(new LinkedHashMap<>(deployments));
    models = models == null ? null : List.copyOf(models);
  }

  /** The names of those that say something. */
  public List<String> names() {
    List<String> names = new ArrayList<>();
    note(names, "protocol", protocol);
    note(names, "vendor", vendor);
    note(names, "baseUrl", baseUrl);
    note(names, "responses", responses);
    note(names, "apiVersion", apiVersion);
    note(names, "deployments", deployments);
    note(names, "region", region);
    note(names, "models", models);
    return names;
  }

  private static void note(List<String> names, String name, @Nullable Object value) {
    if (value != null) {
      names.add(name);
    }
  }
}
