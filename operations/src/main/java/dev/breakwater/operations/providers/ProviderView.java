package dev.breakwater.operations.providers;

import dev.breakwater.gateway.settings.ProviderId;
import dev.breakwater.gateway.settings.ProviderSettings;
import java.util.List;
import java.util.Optional;

/**
 * A provider as people see it.
 *
 * @param settings as they hold or would hold; empty when what is said does not add up any more
 * @param active whether it is used, by all or by the tenant that looks
 * @param deleted whether the file has it and the API took it away
 * @param overridden the leaves that hold because the API says so
 * @param fingerprint of the credential that the API gave
 * @param problems why it has no settings
 */
public record ProviderView(
    ProviderId providerId,
    Optional<ProviderSettings> settings,
    ProviderOrigin origin,
    boolean active,
    boolean deleted,
    List<String> overridden,
    Optional<String> fingerprint,
    List<ProviderAnswer.Problem> problems) {
  public ProviderView {
    overridden = List.copyOf(overridden);
    problems = List.copyOf(problems);
  }

  public String id() {
    return StoredProvider.idOf(providerId);
  }
}
