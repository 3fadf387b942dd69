package dev.breakwater.server.metrics;

import com.sun.management.ThreadMXBean;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.instrumentation.jvm.JvmBufferPoolMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmClassLoadingMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmCompilationMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmGarbageCollectorMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmMemoryMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmRuntimeInfoMetric;
import io.prometheus.metrics.instrumentation.jvm.JvmThreadsMetrics;
import io.prometheus.metrics.instrumentation.jvm.ProcessMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.util.Locale;

/**
 * Shows a registry to scrapers, in the format that they take: OpenMetrics, which has exemplars, to
 * those who ask for it, else Prometheus's own text.
 */
public final class Exposition {
  private static final String OPEN_METRICS = "application/openmetrics-text";
  private static final String PLAIN = "text/plain";
  private static final int USUAL_BYTES = 64 * 1024;

  private final PrometheusRegistry registry;
  private final ExpositionFormatWriter plain = PrometheusTextFormatWriter.create();
  private final ExpositionFormatWriter openMetrics = OpenMetricsTextFormatWriter.create();

  /** All series at one moment, written down. */
  public record Scrape(String contentType, byte[] bytes) {}

  public Exposition(PrometheusRegistry registry) {
    this.registry = registry;
  }

  /** A registry with the JVM's own series in it, and which version runs. */
  public static PrometheusRegistry registryWithJvm(String version) {
    PrometheusRegistry registry = new PrometheusRegistry();
    jvm(registry);
    Info.builder()
        .name("breakwater_info")
        .help("Which version runs")
        .labelNames("version")
        .register(registry)
        .setLabelValues(version);
    return registry;
  }

  /**
   * The library's whole set but for native memory, which asks the JVM's diagnostics at the start,
   * and for what each pool was given, which has a thread told of every collection at a tenth of its
   * cost: the sum of all pools is known without that.
   */
  private static void jvm(PrometheusRegistry registry) {
    JvmBufferPoolMetrics.builder().register(registry);
    JvmClassLoadingMetrics.builder().register(registry);
    JvmCompilationMetrics.builder().register(registry);
    JvmGarbageCollectorMetrics.builder().register(registry);
    JvmMemoryMetrics.builder().register(registry);
    allocations(registry);
    JvmRuntimeInfoMetric.builder().register(registry);
    JvmThreadsMetrics.builder().register(registry);
    ProcessMetrics.builder().register(registry);
  }

  private static void allocations(PrometheusRegistry registry) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    CounterWithCallback.builder()
        .name("jvm_memory_allocated_bytes_total")
        .help("Bytes of the heap that were given to objects, by all threads since the start")
        .callback(to -> to.call((double) threads.getTotalThreadAllocatedBytes()))
        .register(registry);
  }

  /**
   * @param accept the scraper's {@code Accept}, empty when it has none
   */
  public Scrape scrape(String accept) {
    ExpositionFormatWriter writer =
        quality(accept, OPEN_METRICS) > 0 && quality(accept, OPEN_METRICS) >= quality(accept, PLAIN)
            ? openMetrics
            : plain;
    try (ByteArrayOutputStream out = new ByteArrayOutputStream(USUAL_BYTES)) {
      writer.write(out, registry.scrape());
      return new Scrape(writer.getContentType(), out.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory failed", e);
    }
  }

  /** How much the scraper likes a type, 0 to 1; its best where it names several versions. */
  static double quality(String accept, String type) {
    double best = 0;
    for (String range : accept.split(",", -1)) {
      String[] parts = range.trim().toLowerCase(Locale.ROOT).split(";", -1);
      if (parts[0].trim().equals(type)) {
        best = Math.max(best, weight(parts));
      }
    }
    return best;
  }

  private static double weight(String[] parts) {
    for (String part : parts) {
      String parameter = part.trim();
      if (parameter.startsWith("q=")) {
        try {
          return Double.parseDouble(parameter.substring(2));
        } catch (NumberFormatException e) {
          return 0;
        }
      }
    }
    return 1;
  }
}
