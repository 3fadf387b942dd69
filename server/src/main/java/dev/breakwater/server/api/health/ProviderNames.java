package dev.breakwater.server.api.health;

import dev.breakwater.gateway.route.NearestNames;
import dev.breakwater.gateway.settings.ProviderId;
import dev.breakwater.operations.health.HealthMonitor;
import dev.breakwater.operations.health.ProviderHealth;
import dev.breakwater.operations.providers.StoredProvider;
import dev.breakwater.server.api.ApiProblem;
import dev.breakwater.server.api.ApiRequest;
import java.util.List;
import java.util.Optional;

/** Which provider a call of the API names, among those that there are for its caller. */
final class ProviderNames {
  private final HealthMonitor monitor;

  ProviderNames(HealthMonitor monitor) {
    this.monitor = monitor;
  }

  /** Those that there are for the caller, or for the tenant that it asks about. */
  List<ProviderHealth> visible(ApiRequest request) {
    return request.tenant().map(monitor::seenBy).orElseGet(monitor::all);
  }

  /**
   * The provider that the path names: by its id, by what it is called among all, such as {@code
   * acme:openai}, or by the name that it has for the tenant in question.
   *
   * @throws ApiProblem 404 when there is none for this caller
   */
  ProviderId named(ApiRequest request) {
    String id = request.variables().getOrDefault("id", "");
    List<ProviderHealth> visible = visible(request);
    return visible.stream()
        .map(ProviderHealth::id)
        .filter(it -> it.toString().equals(id) || StoredProvider.idOf(it).equals(id))
        .findFirst()
        .or(() -> ownOf(request, visible, id))
        .orElseThrow(() -> unknown(id, visible));
  }

  /** A tenant may leave its own name out. */
  private static Optional<ProviderId> ownOf(
      ApiRequest request, List<ProviderHealth> visible, String name) {
    return request.tenant().isEmpty()
        ? Optional.empty()
        : visible.stream().map(ProviderHealth::id).filter(it -> it.name().equals(name)).findFirst();
  }

  private static ApiProblem unknown(String id, List<ProviderHealth> visible) {
    List<String> nearest =
        NearestNames.of(id, visible.stream().map(it -> it.id().toString()).toList());
    return ApiProblem.of(
        404,
        "There is no provider '"
            + id
            + (nearest.isEmpty()
                ? "'; none is configured."
                : "'; the nearest is '" + nearest.getFirst() + "'."));
  }
}
