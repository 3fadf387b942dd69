package dev.breakwater.server.telemetry;

import dev.breakwater.gateway.settings.Secret;
import dev.breakwater.gateway.usage.LedgerRow;
import dev.breakwater.gateway.usage.UsageListener;
import dev.breakwater.server.config.OtlpSettings;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.exporter.otlp.http.metrics.OtlpHttpMetricExporter;
import io.opentelemetry.exporter.otlp.http.metrics.OtlpHttpMetricExporterBuilder;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporterBuilder;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.export.PeriodicMetricReader;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Traces and metrics of requests, made when they are over and sent by OTLP over HTTP. The receiver
 * may be slow, hang or be gone: so many spans wait, more are dropped and counted, and no request
 * hears of it.
 */
public final class Otlp implements UsageListener, AutoCloseable {
  private static final String SCOPE = "dev.breakwater";
  private static final int MOST_WAITING = 8_192;
  private static final int AT_ONCE = 512;
  private static final Duration BETWEEN_TRACES = Duration.ofSeconds(2);
  private static final Duration BETWEEN_METRICS = Duration.ofSeconds(30);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** What a receiver that hangs may cost a server that stops. */
  private static final long LAST_WORDS_SECONDS = 3;

  /** Its own complaints would be lines of another form; ours are made where spans are counted. */
  private static final Logger SDK = Logger.getLogger("io.opentelemetry");

  private final OtlpSettings settings;
  private final CountedExport export;
  private final SdkTracerProvider tracers;
  private final SdkMeterProvider meters;
  private final RequestSpans spans;
  private final GenAiMetrics metrics;

  private Otlp(OtlpSettings settings, String version, int mostWaiting) {
    this.settings = settings;
    Resource resource = resource(settings, version);
    export = new CountedExport(spanExporter(settings), mostWaiting);
    tracers =
        SdkTracerProvider.builder()
            .setResource(resource)
            .setSampler(Sampler.traceIdRatioBased(settings.sample()))
            .addSpanProcessor(
                BatchSpanProcessor.builder(export)
                    // What may wait is bounded before spans are made: here is room for all of it.
                    .setMaxQueueSize(2 * MOST_WAITING)
                    .setMaxExportBatchSize(AT_ONCE)
                    .setScheduleDelay(BETWEEN_TRACES)
                    .setExporterTimeout(PATIENCE)
                    .build())
            .build();
    meters =
        SdkMeterProvider.builder()
            .setResource(resource)
            .registerMetricReader(
                PeriodicMetricReader.builder(metricExporter(settings))
                    .setInterval(BETWEEN_METRICS)
                    .build())
            .build();
    spans = new RequestSpans(tracers.get(SCOPE));
    metrics = new GenAiMetrics(meters.get(SCOPE));
  }

  /** Begins to send what it will be told of. */
  public static Otlp start(OtlpSettings settings, String version) {
    return start(settings, version, MOST_WAITING);
  }

  static Otlp start(OtlpSettings settings, String version, int mostWaiting) {
    SDK.setLevel(Level.OFF);
    return new Otlp(settings, version, mostWaiting);
  }

  @Override
  public void ended(LedgerRow row) {
    if (settings.metrics()) {
      metrics.count(row);
    }
    if (settings.traces() && export.reserve(RequestSpans.count(row)) && !spans.make(row)) {
      export.unused(RequestSpans.count(row));
    }
  }

  public OtlpCounts counts() {
    return export.counts();
  }

  /** Sends what waits; for tests, which have no time to wait for the next round. */
  void flush() {
    tracers.forceFlush().join(LAST_WORDS_SECONDS, TimeUnit.SECONDS);
    meters.forceFlush().join(LAST_WORDS_SECONDS, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    tracers.shutdown().join(LAST_WORDS_SECONDS, TimeUnit.SECONDS);
    meters.shutdown().join(LAST_WORDS_SECONDS, TimeUnit.SECONDS);
  }

  private static Resource resource(OtlpSettings settings, String version) {
    AttributesBuilder attributes = Attributes.builder();
    settings.resource().forEach(attributes::put);
    attributes.put("service.name", settings.serviceName());
    attributes.put("service.version", version);
    return Resource.getDefault().merge(Resource.create(attributes.build()));
  }

  private static OtlpHttpSpanExporter spanExporter(OtlpSettings settings) {
    OtlpHttpSpanExporterBuilder builder =
        OtlpHttpSpanExporter.builder()
            .setEndpoint(address(settings, "/v1/traces"))
            .setCompression("gzip")
            .setTimeout(PATIENCE);
    for (Map.Entry<String, Secret> header : settings.headers().entrySet()) {
      builder.addHeader(header.getKey(), header.getValue().reveal());
    }
    return builder.build();
  }

  private static OtlpHttpMetricExporter metricExporter(OtlpSettings settings) {
    OtlpHttpMetricExporterBuilder builder =
        OtlpHttpMetricExporter.builder()
            .setEndpoint(address(settings, "/v1/metrics"))
            .setCompression("gzip")
            .setTimeout(PATIENCE);
    for (Map.Entry<String, Secret> header : settings.headers().entrySet()) {
      builder.addHeader(header.getKey(), header.getValue().reveal());
    }
    return builder.build();
  }

  private static String address(OtlpSettings settings, String path) {
    String base = settings.endpoint();
    return (base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path;
  }
}
