package dev.breakwater.server;

import dev.breakwater.server.config.OtlpSettings;
import dev.breakwater.server.metrics.Exposition;
import dev.breakwater.server.metrics.GatewayMetrics;
import dev.breakwater.server.metrics.JournalMetrics;
import dev.breakwater.server.metrics.OtlpMetrics;
import dev.breakwater.server.metrics.UsageAlarms;
import dev.breakwater.server.metrics.cloudwatch.CloudWatchExporter;
import dev.breakwater.server.runtime.RealTime;
import dev.breakwater.server.telemetry.Otlp;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.Optional;

/**
 * What is measured of requests: counted in memory, and sent to where the configuration says.
 *
 * @param requests hears of requests and their attempts
 * @param alarms hears of reported usage that is not believed
 */
record Observation(
    PrometheusRegistry registry, GatewayMetrics requests, UsageAlarms alarms, Optional<Otlp> otlp) {

  static Observation open(Ground ground, Rules rules) {
    OtlpSettings settings = ground.current().otlp();
    PrometheusRegistry registry = Exposition.registryWithJvm(Version.text());
    Optional<Otlp> otlp =
        settings.isOn()
            ? Optional.of(ground.lifecycle().closing(Otlp.start(settings, Version.text())))
            : Optional.empty();
    otlp.ifPresent(it -> OtlpMetrics.register(registry, it::counts));
    return new Observation(
        registry,
        new GatewayMetrics(registry, rules.live(), rules.catalogue()::models),
        new UsageAlarms(registry, new RealTime()),
        otlp);
  }

  /** Counts what those who read the journal do, too. */
  void watch(Records records) {
    JournalMetrics.register(registry, records.journal(), records.ledger(), records.follower());
  }

  /** Sends figures to CloudWatch where the configuration says so. */
  void export(Ground ground) {
    ground
        .current()
        .cloudWatch()
        .map(settings -> CloudWatchExporter.start(settings, registry, ground.clock()))
        .ifPresent(ground.lifecycle()::closing);
  }
}
