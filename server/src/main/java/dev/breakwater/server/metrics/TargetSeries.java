package dev.breakwater.server.metrics;

import dev.breakwater.gateway.attempt.Decision;
import dev.breakwater.gateway.usage.AttemptEnded;
import dev.breakwater.gateway.usage.RequestEnded;
import dev.breakwater.gateway.usage.Status;
import dev.breakwater.wire.conversation.Tokens;
import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Every series of one target, looked up once, so that counting what goes well hashes no labels.
 * Those of things that go wrong appear with the first of their kind.
 */
final class TargetSeries {
  private static final double NANOS_PER_DOLLAR = 1e9;
  private static final long MICROS_PER_MILLI = 1_000;

  private final Families families;
  private final String provider;
  private final String model;
  private final EnumMap<Status, CounterDataPoint> requests = new EnumMap<>(Status.class);
  private final TracedDurations.Series requestDurations;
  private final TracedDurations.Series firstTokens;
  private final CounterDataPoint successes;
  private final TracedDurations.Series successDurations;
  private final TracedDurations.Series errorDurations;
  private final CounterDataPoint estimated;
  private final CounterDataPoint unpriced;
  private final CounterDataPoint input;
  private final CounterDataPoint output;
  private final CounterDataPoint cachedInput;
  private final CounterDataPoint cacheWrite;
  private final CounterDataPoint reasoning;
  private final CounterDataPoint cost;

  /** Those that are not a request's first. */
  private final EnumMap<Decision.Kind, CounterDataPoint> calls = new EnumMap<>(Decision.Kind.class);

  private final Map<Ended, CounterDataPoint> otherAttempts = new ConcurrentHashMap<>();

  /** How a call ended that did not succeed. */
  private record Ended(Status status, String errorType) {}

  TargetSeries(Families families, String provider, String model) {
    this.families = families;
    this.provider = provider;
    this.model = model;
    for (Status status : Status.values()) {
      requests.put(status, families.requests.labelValues(provider, model, status.word()));
    }
    requestDurations = families.requestDurations.series(provider, model);
    firstTokens = families.firstTokens.series(provider, model);
    successes = attempts(new Ended(Status.SUCCESS, ErrorTypes.NONE));
    successDurations = families.attemptDurations.series(provider, model, Status.SUCCESS.word());
    errorDurations = families.attemptDurations.series(provider, model, Status.ERROR.word());
    estimated = families.estimated.labelValues(provider, model);
    unpriced = families.unpriced.labelValues(provider, model);
    input = families.tokens.labelValues(provider, model, "input");
    output = families.tokens.labelValues(provider, model, "output");
    cachedInput = families.tokenDetails.labelValues(provider, model, "cached_input");
    cacheWrite = families.tokenDetails.labelValues(provider, model, "cache_write");
    reasoning = families.tokenDetails.labelValues(provider, model, "reasoning");
    cost = families.cost.labelValues(provider, model);
    calls.put(Decision.Kind.RETRY, families.retries.labelValues(provider, model));
    calls.put(Decision.Kind.HEDGE, families.hedges.labelValues(provider, model));
    calls.put(Decision.Kind.RESUME, families.resumes.labelValues(provider, model));
    calls.put(Decision.Kind.PROBE, families.probes.labelValues(provider, model));
  }

  String provider() {
    return provider;
  }

  String model() {
    return model;
  }

  void ended(RequestEnded request) {
    Objects.requireNonNull(requests.get(request.status())).inc();
    if (request.status() == Status.SUCCESS) {
      long at = request.startedMillis() + request.responseMicros() / MICROS_PER_MILLI;
      requestDurations.observe(request.responseMicros(), at, request.requestId());
      if (request.stream() && request.firstTokenMicros() >= 0) {
        firstTokens.observe(request.firstTokenMicros(), at, request.requestId());
      }
    }
  }

  void ended(AttemptEnded attempt) {
    switch (attempt.status()) {
      case SUCCESS -> {
        successes.inc();
        successDurations.observe(attempt.durationMicros(), attempt.atMillis(), attempt.requestId());
      }
      case ERROR -> {
        unsuccessful(attempt).inc();
        errorDurations.observe(attempt.durationMicros(), attempt.atMillis(), attempt.requestId());
      }
      case CANCELLED, INTERRUPTED, REJECTED -> unsuccessful(attempt).inc();
    }
    Tokens used = attempt.tokens();
    if (used.total() > 0) {
      count(used);
    }
    if (attempt.costNanos() > 0) {
      cost.inc(attempt.costNanos() / NANOS_PER_DOLLAR);
    }
  }

  private void count(Tokens used) {
    input.inc(used.input());
    output.inc(used.output());
    if (used.cachedInput() > 0) {
      cachedInput.inc(used.cachedInput());
    }
    if (used.cacheWrite() > 0) {
      cacheWrite.inc(used.cacheWrite());
    }
    if (used.reasoning() > 0) {
      reasoning.inc(used.reasoning());
    }
    if (!used.reported()) {
      estimated.inc();
    }
  }

  void unpriced() {
    unpriced.inc();
  }

  void called(Decision.Kind kind) {
    CounterDataPoint special = calls.get(kind);
    if (special != null) {
      special.inc();
    }
  }

  void skipped(Decision.Skip reason) {
    families.skips.labelValues(provider, model, reason.name().toLowerCase(Locale.ROOT)).inc();
  }

  private CounterDataPoint unsuccessful(AttemptEnded attempt) {
    return otherAttempts.computeIfAbsent(
        new Ended(attempt.status(), ErrorTypes.label(attempt.errorType())), this::attempts);
  }

  private CounterDataPoint attempts(Ended ended) {
    return families.attempts.labelValues(provider, model, ended.status().word(), ended.errorType());
  }
}
