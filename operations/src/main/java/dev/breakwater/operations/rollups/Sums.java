package dev.breakwater.operations.rollups;

import dev.breakwater.gateway.usage.Status;
import org.jspecify.annotations.Nullable;

/**
 * Sums over requests, with a sketch of their response times, and for errors when they were seen.
 * Adding is all there is, so the order of what is added does not matter.
 */
public final class Sums {
  private final long[] figures = new long[Figure.COUNT];
  private @Nullable LatencySketch sketch;
  private @Nullable Sample sample;

  /**
   * One error of many.
   *
   * @param message of the last one
   * @param firstMillis when the first was seen, milliseconds since the epoch
   */
  public record Sample(String message, long firstMillis, long lastMillis) {
    /** Of two with the same time the greater text, so that the order does not matter. */
    Sample and(Sample other) {
      boolean othersMessage =
          other.lastMillis > lastMillis
              || (other.lastMillis == lastMillis && other.message.compareTo(message) > 0);
      return new Sample(
          othersMessage ? other.message : message,
          Math.min(firstMillis, other.firstMillis),
          Math.max(lastMillis, other.lastMillis));
    }
  }

  public long get(Figure figure) {
    return figures[figure.place()];
  }

  public void add(Figure figure, long amount) {
    figures[figure.place()] += amount;
  }

  /** Response times in microseconds; null when there are none. */
  public @Nullable LatencySketch sketch() {
    return sketch;
  }

  public @Nullable Sample sample() {
    return sample;
  }

  /** Counts a request, without what its attempts took. */
  public void count(RequestUsage request) {
    if (!request.priced()) {
      add(Figure.UNPRICED, 1);
    }
    if (!request.isOfPeople()) {
      return;
    }
    switch (request.status()) {
      case SUCCESS -> {
        add(Figure.SUCCESSES, 1);
        if (!request.cached()) {
          time(request.responseMicros());
        }
      }
      case ERROR, INTERRUPTED -> add(Figure.ERRORS, 1);
      case CANCELLED -> add(Figure.CANCELLED, 1);
      case REJECTED -> add(Figure.REJECTED, 1);
    }
    if (request.status() != Status.REJECTED) {
      add(Figure.REQUESTS, 1);
      add(Figure.CACHED, request.cached() ? 1 : 0);
      add(Figure.FALLBACKS, request.fallback() ? 1 : 0);
    }
  }

  /** Adds what an attempt took. */
  public void took(AttemptUsage attempt) {
    add(Figure.INPUT_TOKENS, attempt.inputTokens());
    add(Figure.CACHED_INPUT_TOKENS, attempt.cachedInputTokens());
    add(Figure.OUTPUT_TOKENS, attempt.outputTokens());
    add(Figure.COST_NANOS, attempt.costNanos());
  }

  /** Counts an error. */
  void failed(String message, long atMillis) {
    add(Figure.REQUESTS, 1);
    add(Figure.ERRORS, 1);
    seen(new Sample(message, atMillis, atMillis));
  }

  public void seen(Sample other) {
    sample = sample == null ? other : sample.and(other);
  }

  /** Adds a sketch as {@link LatencySketch#bytes} wrote it. */
  public void addSketch(byte[] stored) {
    ownSketch().merge(stored);
  }

  public void add(Sums other) {
    for (int index = 0; index < figures.length; index++) {
      figures[index] += other.figures[index];
    }
    if (other.sketch != null) {
      ownSketch().merge(other.sketch);
    }
    if (other.sample != null) {
      seen(other.sample);
    }
  }

  private void time(long micros) {
    add(Figure.TIMED, 1);
    add(Figure.RESPONSE_MICROS, micros);
    ownSketch().add(micros);
  }

  private LatencySketch ownSketch() {
    LatencySketch own = sketch;
    if (own == null) {
      own = new LatencySketch();
      sketch = own;
    }
    return own;
  }
}
