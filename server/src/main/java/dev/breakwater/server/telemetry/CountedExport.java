package dev.breakwater.server.telemetry;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends spans and knows how many are on their way, so that nobody makes more of them than may wait.
 * A receiver that does not answer is told of once, and once it answers again.
 */
final class CountedExport implements SpanExporter {
  private static final Logger LOG = LoggerFactory.getLogger(CountedExport.class);

  private final SpanExporter exporter;
  private final int most;
  private final AtomicLong waiting = new AtomicLong();
  private final AtomicLong sent = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();
  private final AtomicLong dropped = new AtomicLong();
  private final AtomicBoolean failing = new AtomicBoolean();

  /**
   * @param most spans that may wait
   */
  CountedExport(SpanExporter exporter, int most) {
    this.exporter = exporter;
    this.most = most;
  }

  /** Takes room for so many spans; false when there is none and they are dropped. */
  boolean reserve(int spans) {
    if (waiting.addAndGet(spans) <= most) {
      return true;
    }
    waiting.addAndGet(-spans);
    dropped.addAndGet(spans);
    return false;
  }

  /** Gives room back for spans that were not made, because the request is not in the sample. */
  void unused(int spans) {
    waiting.addAndGet(-spans);
  }

  OtlpCounts counts() {
    return new OtlpCounts(sent.get(), failed.get(), dropped.get());
  }

  @Override
  public CompletableResultCode export(Collection<SpanData> spans) {
    int count = spans.size();
    CompletableResultCode result = exporter.export(spans);
    result.whenComplete(() -> {
      waiting.addAndGet(-count);
      (result.isSuccess() ? sent : failed).addAndGet(count);
      tell(result.isSuccess());
    });
    return result;
  }

  private void tell(boolean well) {
    if (failing.compareAndSet(well, !well)) {
      if (well) {
        LOG.info("the OTLP receiver takes traces again");
      } else {
        LOG.warn("the OTLP receiver takes no traces; requests go on without");
      }
    }
  }

  @Override
  public CompletableResultCode flush() {
    return exporter.flush();
  }

  @Override
  public CompletableResultCode shutdown() {
    return exporter.shutdown();
  }
}
