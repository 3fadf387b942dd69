package dev.breakwater.server.metrics.cloudwatch;

import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the registry once an interval and sends what has changed. One thread reads, another sends;
 * between them is a queue that drops its oldest lines, and counts them, when nobody takes them.
 * Requests know nothing of either.
 */
public final class CloudWatchExporter implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CloudWatchExporter.class);
  private static final int MOST_WAITING = 1_000;
  private static final Duration RETRY = Duration.ofSeconds(5);

  /** Behind the last line; no line is empty. */
  private static final String END = "";

  private static final Duration LAST_WORDS = Duration.ofSeconds(2);

  private final PrometheusRegistry registry;
  private final EmfLines lines;
  private final Outlet outlet;
  private final InstantSource clock;
  private final BlockingQueue<String> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
  private final CountDownLatch closing = new CountDownLatch(1);
  private final AtomicLong written = new AtomicLong();
  private final AtomicLong dropped = new AtomicLong();
  private final Thread reader;
  private final Thread sender;
  private volatile boolean up = true;
  private Figures before = Figures.NONE;

  private CloudWatchExporter(
      CloudWatchSettings settings,
      Outlet outlet,
      PrometheusRegistry registry,
      InstantSource clock) {
    this.registry = registry;
    this.lines = new EmfLines(settings.namespace(), settings.service());
    this.outlet = outlet;
    this.clock = clock;
    Duration interval = settings.interval();
    this.reader =
        Thread.ofPlatform().daemon().name("cloudwatch-reader").unstarted(() -> readEach(interval));
    this.sender = Thread.ofPlatform().daemon().name("cloudwatch-sender").unstarted(this::send);
  }

  /** Begins; figures from before are in the first set of lines. */
  public static CloudWatchExporter start(
      CloudWatchSettings settings, PrometheusRegistry registry, InstantSource clock) {
    return start(settings, Outlet.to(settings.output()), registry, clock);
  }

  static CloudWatchExporter start(
      CloudWatchSettings settings,
      Outlet outlet,
      PrometheusRegistry registry,
      InstantSource clock) {
    CloudWatchExporter exporter = new CloudWatchExporter(settings, outlet, registry, clock);
    exporter.register();
    exporter.reader.start();
    exporter.sender.start();
    return exporter;
  }

  private void register() {
    CounterWithCallback.builder()
        .name("breakwater_cloudwatch_lines_total")
        .help("Lines for CloudWatch that were written, and that nobody took in time")
        .labelNames("result")
        .callback(to -> {
          to.call((double) written.get(), "written");
          to.call((double) dropped.get(), "dropped");
        })
        .register(registry);
    GaugeWithCallback.builder()
        .name("breakwater_cloudwatch_up")
        .help("1 while lines for CloudWatch are taken, else 0")
        .callback(to -> to.call(up ? 1 : 0))
        .register(registry);
  }

  private void readEach(Duration interval) {
    try {
      while (!closing.await(interval.toMillis(), TimeUnit.MILLISECONDS)) {
        read();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Queues what has changed since the last time. */
  synchronized void read() {
    try {
      Figures now = Figures.of(registry.scrape());
      lines.of(before, now, clock.millis()).forEach(this::offer);
      before = now;
    } catch (RuntimeException e) {
      LOG.warn("figures for CloudWatch could not be read", e);
    }
  }

  private void offer(String line) {
    while (!waiting.offer(line)) {
      if (waiting.poll() != null) {
        dropped.incrementAndGet();
      }
    }
  }

  private void send() {
    try {
      String line = waiting.take();
      while (!line.equals(END)) {
        if (write(line)) {
          line = waiting.take();
        } else if (closing.await(RETRY.toMillis(), TimeUnit.MILLISECONDS)) {
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      outlet.close();
    }
  }

  private boolean write(String line) {
    try {
      outlet.write(line);
      written.incrementAndGet();
      if (!up) {
        LOG.info("figures for CloudWatch are taken again");
      }
      up = true;
      return true;
    } catch (IOException | RuntimeException e) {
      if (up) {
        LOG.warn("figures for CloudWatch are not taken and wait: {}", e.toString());
      }
      up = false;
      return false;
    }
  }

  /** Sends what has come since the last interval, unless that takes longer than two seconds. */
  @Override
  public void close() {
    read();
    offer(END);
    closing.countDown();
    try {
      sender.join(LAST_WORDS);
      reader.join(LAST_WORDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    sender.interrupt();
  }
}
