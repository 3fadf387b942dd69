package dev.breakwater.server;

import dev.breakwater.gateway.attempt.CircuitBreaker;
import dev.breakwater.gateway.attempt.TargetHealth;
import dev.breakwater.gateway.attempt.TargetHealths;
import dev.breakwater.gateway.egress.Egress;
import dev.breakwater.gateway.settings.ProviderId;
import dev.breakwater.gateway.settings.ProviderSettings;
import dev.breakwater.gateway.settings.Target;
import dev.breakwater.operations.changes.News;
import dev.breakwater.operations.changes.Topic;
import dev.breakwater.operations.health.HealthMonitor;
import dev.breakwater.operations.providers.ProviderConfigurations;
import dev.breakwater.operations.providers.ProviderOrigin;
import dev.breakwater.operations.providers.ProviderParts;
import dev.breakwater.server.api.Operation;
import dev.breakwater.server.api.providers.ModelsResource;
import dev.breakwater.server.api.providers.ProviderState;
import dev.breakwater.server.api.providers.ProvidersResource;
import dev.breakwater.server.config.Configuration;
import dev.breakwater.server.config.Origin;
import dev.breakwater.server.config.Setting;
import dev.breakwater.store.sql.SqlProviders;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Providers as the API manages them, put together. */
record ProviderAdministration(ProviderConfigurations providers) {
  private static final Clock CLOCK = Clock.systemUTC();

  /**
   * Lays what the API said of providers over the settings.
   *
   * @param changed hears of those that differ after a change
   */
  static ProviderAdministration open(
      Storage storage,
      Rules rules,
      ChangeControl control,
      Egress egress,
      Supplier<Configuration> configuration,
      Consumer<List<ProviderId>> changed,
      Clock clock)
      throws IOException {
    return new ProviderAdministration(
        ProviderConfigurations.open(
            new ProviderParts(
                new SqlProviders(storage.administration()),
                rules.layers(),
                control.changes(),
                storage.data().vault(),
                control.fingerprints()::of,
                egress,
                provider -> origin(provider, configuration.get()),
                changed,
                clock)));
  }

  void listen(News news) {
    news.on(Topic.PROVIDERS, providers::reload);
    news.on(Topic.SECRETS, providers::reload);
  }

  List<Operation> operations(
      Rules rules, TargetHealths healths, HealthMonitor monitor, Predicate<String> isTenant) {
    List<Operation> operations = new ArrayList<>();
    operations.addAll(
        new ProvidersResource(providers, provider -> state(provider, healths, monitor), isTenant)
            .operations());
    operations.addAll(
        new ModelsResource(
                rules.live(),
                rules.catalogue()::models,
                rules.models(),
                rules.prices().book(),
                monitor::isHealthy,
                CLOCK)
            .operations());
    return operations;
  }

  private static ProviderOrigin origin(ProviderSettings provider, Configuration configuration) {
    boolean simulated =
        configuration
            .simulator()
            .filter(it ->
                provider.id().isShared()
                    && provider
                        .baseUrl()
                        .toString()
                        .startsWith("http://127.0.0.1:" + it.port() + "/"))
            .isPresent();
    if (simulated) {
      return ProviderOrigin.SIMULATOR;
    }
    Setting said = configuration.origins().get("providers[" + provider.name() + "]");
    return provider.id().isShared() && said != null && said.origin() instanceof Origin.Environment
        ? ProviderOrigin.ENVIRONMENT
        : ProviderOrigin.FILE;
  }

  private static Optional<ProviderState> state(
      ProviderId provider, TargetHealths healths, HealthMonitor monitor) {
    return monitor
        .of(provider)
        .map(health -> new ProviderState(health.healthy(), worstCircuit(provider, healths)));
  }

  /** One open circuit is what people look for. */
  private static String worstCircuit(ProviderId provider, TargetHealths healths) {
    CircuitBreaker.Status worst = CircuitBreaker.Status.CLOSED;
    for (Map.Entry<Target, TargetHealth> entry : healths.all().entrySet()) {
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
