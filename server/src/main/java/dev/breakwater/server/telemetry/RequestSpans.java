package dev.breakwater.server.telemetry;

import dev.breakwater.gateway.settings.Target;
import dev.breakwater.gateway.usage.AttemptEnded;
import dev.breakwater.gateway.usage.AttemptRow;
import dev.breakwater.gateway.usage.LedgerRow;
import dev.breakwater.gateway.usage.RequestEnded;
import dev.breakwater.gateway.usage.Status;
import dev.breakwater.wire.conversation.Tokens;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Makes a trace of a request that is over: a span for the whole, and one below it for each call.
 */
final class RequestSpans {
  private static final double NANOS_PER_DOLLAR = 1e9;

  private final Tracer tracer;

  RequestSpans(Tracer tracer) {
    this.tracer = tracer;
  }

  /** How many spans a request will have. */
  static int count(LedgerRow row) {
    return 1 + row.attempts().size();
  }

  /** Returns whether the request is in the sample and its spans were made. */
  boolean make(LedgerRow row) {
    RequestEnded request = row.request();
    long start = TimeUnit.MILLISECONDS.toMicros(request.startedMillis());
    Span span =
        tracer
            .spanBuilder(GenAi.CHAT + " " + request.askedModel())
            .setSpanKind(SpanKind.SERVER)
            .setNoParent()
            .setStartTimestamp(start, TimeUnit.MICROSECONDS)
            .startSpan();
    if (!span.isRecording()) {
      span.end();
      return false;
    }
    span.setAttribute(GenAi.OPERATION, GenAi.CHAT);
    span.setAttribute(GenAi.REQUEST_MODEL, request.askedModel());
    Target target = row.target();
    if (target != null) {
      span.setAttribute(GenAi.PROVIDER, GenAi.provider(target));
    }
    if (request.used() != null) {
      span.setAttribute(GenAi.RESPONSE_MODEL, request.used().model());
    }
    span.setAttribute(GenAi.INPUT_TOKENS, row.tokens(Tokens::input));
    span.setAttribute(GenAi.OUTPUT_TOKENS, row.tokens(Tokens::output));
    span.setAttribute(GenAi.REQUEST_ID, request.requestId());
    span.setAttribute(GenAi.TENANT, request.tenant());
    span.setAttribute(GenAi.ENVIRONMENT, request.environment());
    span.setAttribute(GenAi.ATTEMPTS, (long) request.attempts());
    span.setAttribute(GenAi.ESTIMATED, row.isEstimated());
    span.setAttribute(GenAi.COST, row.costNanos() / NANOS_PER_DOLLAR);
    end(span, request.status(), request.httpStatus(), request.errorType(), request.errorMessage());
    Context below = Context.root().with(span);
    row.attempts().forEach(attempt -> make(attempt, below));
    span.end(start + request.responseMicros(), TimeUnit.MICROSECONDS);
    return true;
  }

  private void make(AttemptRow attempt, Context request) {
    Target target = attempt.began().target();
    AttemptEnded ended = attempt.ended();
    long start = TimeUnit.MILLISECONDS.toMicros(attempt.began().atMillis());
    Span span =
        tracer
            .spanBuilder(GenAi.CHAT + " " + target.model())
            .setSpanKind(SpanKind.CLIENT)
            .setParent(request)
            .setStartTimestamp(start, TimeUnit.MICROSECONDS)
            .startSpan();
    span.setAttribute(GenAi.OPERATION, GenAi.CHAT);
    span.setAttribute(GenAi.PROVIDER, GenAi.provider(target));
    span.setAttribute(GenAi.REQUEST_MODEL, target.model());
    if (ended.status() == Status.SUCCESS) {
      span.setAttribute(GenAi.RESPONSE_MODEL, target.model());
    }
    span.setAttribute(GenAi.INPUT_TOKENS, ended.tokens().input());
    span.setAttribute(GenAi.OUTPUT_TOKENS, ended.tokens().output());
    span.setAttribute(GenAi.CACHED_TOKENS, ended.tokens().cachedInput());
    span.setAttribute(GenAi.REQUEST_ID, attempt.began().requestId());
    span.setAttribute(GenAi.ATTEMPT, (long) attempt.began().number());
    span.setAttribute(GenAi.ESTIMATED, attempt.isEstimated());
    if (attempt.isPriced()) {
      span.setAttribute(GenAi.COST, ended.costNanos() / NANOS_PER_DOLLAR);
    }
    end(span, ended.status(), ended.httpStatus(), ended.errorType(), ended.errorMessage());
    span.end(start + ended.durationMicros(), TimeUnit.MICROSECONDS);
  }

  /** How it went; only what is nobody's wish is an error. */
  private static void end(
      Span span,
      Status status,
      int httpStatus,
      @Nullable String errorType,
      @Nullable String message) {
    span.setAttribute(GenAi.STATUS, status.word());
    if (httpStatus > 0) {
      span.setAttribute(GenAi.HTTP_STATUS, (long) httpStatus);
    }
    if (status == Status.ERROR || status == Status.INTERRUPTED) {
      span.setAttribute(GenAi.ERROR_TYPE, errorType == null ? "_OTHER" : errorType);
      span.setStatus(StatusCode.ERROR, message == null ? "" : RequestLog.safe(message));
    }
  }
}
