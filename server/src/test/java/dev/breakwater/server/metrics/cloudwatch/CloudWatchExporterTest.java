package dev.breakwater.server.metrics.cloudwatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lines leave on threads of their own, whoever takes them or does not. */
class CloudWatchExporterTest {
  private static final Duration NEVER = Duration.ofHours(1);
  private static final long PATIENCE = 30;

  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final Counter requests =
      Counter.builder()
          .name("llm_requests_total")
          .labelNames("provider", "model", "status")
          .register(registry);

  private CloudWatchExporter start(Duration interval, Output output, Outlet outlet) {
    return CloudWatchExporter.start(
        new CloudWatchSettings("Breakwater", "test", interval, output),
        outlet,
        registry,
        () -> Instant.ofEpochMilli(1_800_000_000_000L));
  }

  private CloudWatchExporter start(Duration interval, Outlet outlet) {
    return start(interval, new Output.Stdout(), outlet);
  }

  private double own(String name, String result) {
    Figures now = Figures.of(registry.scrape());
    return now.sum(name, labels -> result.isEmpty() || result.equals(labels.get("result")));
  }

  @Test
  void aSetOfLinesLeavesEachInterval() throws InterruptedException {
    BlockingQueue<String> taken = new LinkedBlockingQueue<>();
    try (CloudWatchExporter _ = start(Duration.ofMillis(1), taken::add)) {
      for (int i = 0; i < 3; i++) {
        assertThat(taken.poll(PATIENCE, TimeUnit.SECONDS)).isNotNull().startsWith("{\"_aws\"");
      }
    }
  }

  @Test
  void whatHasComeSinceTheLastIntervalLeavesAtTheEnd(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("emf.log");
    Output output = new Output.ToFile(file);
    CloudWatchExporter exporter = start(NEVER, output, Outlet.to(output));
    requests.labelValues("a", "m", "success").inc(7);
    exporter.close();
    List<String> lines = Files.readAllLines(file);
    assertThat(lines).hasSize(2);
    assertThat(EmfCheck.read(lines.getFirst()).required("Requests").intValue()).isEqualTo(7);
    assertThat(own("breakwater_cloudwatch_lines", "written")).isEqualTo(2);
  }

  @Test
  void whereNobodyTakesLinesTheOldestAreDroppedAndCounted() throws InterruptedException {
    CountDownLatch tried = new CountDownLatch(1);
    Outlet dead =
        line -> {
          tried.countDown();
          throw new IOException("planted");
        };
    try (CloudWatchExporter exporter = start(NEVER, dead)) {
      exporter.read();
      assertThat(tried.await(PATIENCE, TimeUnit.SECONDS)).isTrue();
      for (int i = 0; i < 1_500; i++) {
        exporter.read();
      }
      // One line is in the sender's hands, a thousand wait.
      assertThat(own("breakwater_cloudwatch_lines", "dropped")).isBetween(499.0, 501.0);
      assertThat(own("breakwater_cloudwatch_lines", "written")).isZero();
      assertThat(own("breakwater_cloudwatch_up", "")).isZero();
    }
  }

  @Test
  void aReceiverThatHangsHoldsNobodyButTheSender() throws InterruptedException {
    CountDownLatch release = new CountDownLatch(1);
    BlockingQueue<String> taken = new LinkedBlockingQueue<>();
    Outlet hanging =
        line -> {
          try {
            release.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException(e));
          }
          taken.add(line);
        };
    try (CloudWatchExporter exporter = start(NEVER, hanging)) {
      for (int i = 0; i < 10; i++) {
        exporter.read();
      }
      assertThat(taken).isEmpty();
      release.countDown();
      for (int i = 0; i < 10; i++) {
        assertThat(taken.poll(PATIENCE, TimeUnit.SECONDS)).isNotNull();
      }
    }
  }
}
