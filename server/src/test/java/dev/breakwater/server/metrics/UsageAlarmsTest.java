package dev.breakwater.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.gateway.settings.Target;
import dev.breakwater.server.runtime.RealTime;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class UsageAlarmsTest {
  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final Exposition exposition = new Exposition(registry);
  private final UsageAlarms alarms = new UsageAlarms(registry, new RealTime());

  @Test
  void usageThatIsNotBelievedIsCountedByTarget() {
    Target target = new Target("openai", "gpt-4o-mini");
    alarms.refused(target, "it reports -1 tokens");
    alarms.refused(target, "it reports -1 tokens");
    assertThat(scrape())
        .contains("llm_usage_refused_total{model=\"gpt-4o-mini\",provider=\"openai\"} 2.0");
  }

  @Test
  void modelsThatCallersMakeUpShareOneSeries() {
    for (int model = 0; model < 1_000; model++) {
      alarms.refused(new Target("openai", "made-up-" + model), "it reports -1 tokens");
    }
    assertThat(scrape())
        .contains("llm_usage_refused_total{model=\"other\",provider=\"other\"} 800.0");
    assertThat(scrape().lines().filter(line -> line.startsWith("llm_usage_refused_total")).count())
        .isEqualTo(201);
  }

  private String scrape() {
    return new String(exposition.scrape("").bytes(), StandardCharsets.UTF_8);
  }
}
