package dev.breakwater.server;

import dev.breakwater.gateway.attempt.CircuitBreaker;
import dev.breakwater.gateway.attempt.TargetHealth;
import dev.breakwater.gateway.settings.ProviderId;
import dev.breakwater.gateway.settings.Target;
import dev.breakwater.operations.changes.News;
import dev.breakwater.operations.changes.Topic;
import dev.breakwater.server.api.Operation;
import dev.breakwater.server.api.health.HealthResource;
import dev.breakwater.server.api.providers.ModelsResource;
import dev.breakwater.server.api.providers.ProviderState;
import dev.breakwater.server.api.providers.ProvidersResource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Providers and their models, as the API shows and manages them. */
record ProviderAdministration(Ground ground, DataPlane plane, Predicate<String> isTenant)
    implements Area {
  @Override
  public List<Operation> operations() {
    Rules rules = plane.rules();
    List<Operation> operations = new ArrayList<>();
    operations.addAll(new ProvidersResource(rules.providers(), this::state, isTenant).operations());
    operations.addAll(
        new ModelsResource(
                rules.live(),
                rules.catalogue()::models,
                rules.models(),
                rules.prices().book(),
                plane.monitor()::isHealthy,
                ground.clock())
            .operations());
    operations.addAll(new HealthResource(plane.monitor()).operations());
    return operations;
  }

  @Override
  public void listen(News news) {
    news.on(Topic.PROVIDERS, plane.rules().providers()::reload);
    news.on(Topic.SECRETS, plane.rules().providers()::reload);
    news.on(Topic.MODELS, plane.rules().models()::reload);
  }

  private Optional<ProviderState> state(ProviderId provider) {
    return plane
        .monitor()
        .of(provider)
        .map(health -> new ProviderState(health.healthy(), worstCircuit(provider)));
  }

  /** One open circuit is what people look for. */
  private String worstCircuit(ProviderId provider) {
    CircuitBreaker.Status worst = CircuitBreaker.Status.CLOSED;
    for (Map.Entry<Target, TargetHealth> entry : plane.health().targets().all().entrySet()) {
      if (entry.getKey().providerId().equals(provider)) {
        CircuitBreaker.Status status = entry.getValue().figures().circuit();
        worst =
            switch (status) {
              case OPEN -> status;
              case HALF_OPEN -> worst == CircuitBreaker.Status.OPEN ? worst : status;
              case CLOSED -> worst;
            };
      }
    }
    return worst.name().toLowerCase(Locale.ROOT);
  }
}
