package dev.breakwater.server.metrics;

import dev.breakwater.gateway.attempt.TargetHealth;
import dev.breakwater.gateway.attempt.TargetHealths;
import dev.breakwater.gateway.settings.ChainSettings;
import dev.breakwater.gateway.settings.LiveSettings;
import dev.breakwater.gateway.settings.RouteSettings;
import dev.breakwater.gateway.settings.Settings;
import dev.breakwater.gateway.settings.Target;
import dev.breakwater.operations.health.HealthMonitor;
import dev.breakwater.operations.health.ProviderHealth;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * How providers and circuits are, read when somebody asks. Providers are those configured, targets
 * those of chains and routes, so that nobody makes series up.
 */
public final class HealthMetrics {
  private static final int MOST_PROVIDERS = 100;
  private static final int MOST_TARGETS = 200;
  private static final double NANOS_PER_DOLLAR = 1e9;
  private static final double NANOS_PER_SECOND = 1e9;
  private static final double MILLIS_PER_SECOND = 1e3;
  private static final double PERCENT = 100;

  private final HealthMonitor monitor;
  private final LiveSettings live;
  private final TargetHealths healths;

  private HealthMetrics(HealthMonitor monitor, LiveSettings live, TargetHealths healths) {
    this.monitor = monitor;
    this.live = live;
    this.healths = healths;
  }

  public static void register(
      PrometheusRegistry registry,
      HealthMonitor monitor,
      LiveSettings live,
      TargetHealths healths) {
    HealthMetrics metrics = new HealthMetrics(monitor, live, healths);
    metrics.ofProviders(registry);
    metrics.ofTargets(registry);
  }

  private void ofProviders(PrometheusRegistry registry) {
    gauge(
        registry,
        "llm_provider_healthy",
        "1 when the provider is announced healthy, else 0",
        health -> health.healthy() ? 1 : 0);
    gauge(
        registry,
        "llm_provider_success_ratio",
        "Share of the last hundred calls and checks that went well, 0 to 1",
        health -> health.successRate() / PERCENT);
    gauge(
        registry,
        "llm_provider_consecutive_failures",
        "Failed checks in a row",
        ProviderHealth::consecutiveFailures);
    gauge(
        registry,
        "llm_provider_response_seconds",
        "How long the last good check took",
        health -> health.responseTime().toNanos() / NANOS_PER_SECOND);
    gauge(
        registry,
        "llm_provider_last_check_timestamp_seconds",
        "When the provider was last checked, 0 before the first time",
        health -> health.checkedMillis() / MILLIS_PER_SECOND);
    counter(
        registry,
        "llm_health_probes_total",
        "Paid questions that checks have asked",
        health -> health.cost().probes());
    counter(
        registry,
        "llm_health_probe_cost_usd_total",
        "Cost of paid questions whose price is known, in US dollars",
        health -> health.cost().nanos() / NANOS_PER_DOLLAR);
  }

  private void gauge(
      PrometheusRegistry registry, String name, String help, ToDoubleFunction<ProviderHealth> of) {
    GaugeWithCallback.builder()
        .name(name)
        .help(help)
        .labelNames("provider")
        .callback(to ->
            providers()
                .forEach(health -> to.call(of.applyAsDouble(health), health.id().toString())))
        .register(registry);
  }

  private void counter(
      PrometheusRegistry registry, String name, String help, ToDoubleFunction<ProviderHealth> of) {
    CounterWithCallback.builder()
        .name(name)
        .help(help)
        .labelNames("provider")
        .callback(to ->
            providers()
                .forEach(health -> to.call(of.applyAsDouble(health), health.id().toString())))
        .register(registry);
  }

  private void ofTargets(PrometheusRegistry registry) {
    GaugeWithCallback.builder()
        .name("llm_circuit_state")
        .help("0 for a closed circuit, 1 for a half-open one, 2 for an open one")
        .labelNames("provider", "model")
        .callback(to ->
            targets()
                .forEach(target ->
                    to.call(state(target), target.providerId().toString(), target.model())))
        .register(registry);
    GaugeWithCallback.builder()
        .name("llm_circuit_cooldown_seconds")
        .help("How long until the target may be called again, 0 when it may be now")
        .labelNames("provider", "model")
        .callback(to ->
            targets()
                .forEach(target ->
                    to.call(
                        health(target).untilCall().toNanos() / NANOS_PER_SECOND,
                        target.providerId().toString(),
                        target.model())))
        .register(registry);
    GaugeWithCallback.builder()
        .name("llm_circuit_consecutive_failures")
        .help("Calls in a row that failed by the target's fault")
        .labelNames("provider", "model")
        .callback(to ->
            targets()
                .forEach(target ->
                    to.call(
                        health(target).figures().consecutiveFailures(),
                        target.providerId().toString(),
                        target.model())))
        .register(registry);
    CounterWithCallback.builder()
        .name("llm_circuit_opened_total")
        .help("How often the circuit went from closed to open")
        .labelNames("provider", "model")
        .callback(to ->
            targets()
                .forEach(target ->
                    to.call(
                        (double) health(target).figures().opened(),
                        target.providerId().toString(),
                        target.model())))
        .register(registry);
  }

  private Stream<ProviderHealth> providers() {
    return monitor.all().stream().limit(MOST_PROVIDERS);
  }

  private Stream<Target> targets() {
    Settings settings = live.current();
    Set<Target> targets = new LinkedHashSet<>();
    for (ChainSettings chain : settings.chains().values()) {
      chain.targets().forEach(place -> targets.add(place.target()));
    }
    for (RouteSettings route : settings.routes()) {
      route.targets().forEach(place -> targets.add(place.target()));
    }
    return targets.stream().limit(MOST_TARGETS);
  }

  private double state(Target target) {
    return switch (health(target).figures().circuit()) {
      case CLOSED -> 0;
      case HALF_OPEN -> 1;
      case OPEN -> 2;
    };
  }

  private TargetHealth health(Target target) {
    return healths.of(target);
  }
}
