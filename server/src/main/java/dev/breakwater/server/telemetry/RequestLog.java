package dev.breakwater.server.telemetry;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.breakwater.gateway.settings.Target;
import dev.breakwater.gateway.usage.AttemptRow;
import dev.breakwater.gateway.usage.LedgerRow;
import dev.breakwater.gateway.usage.RequestEnded;
import dev.breakwater.gateway.usage.Status;
import dev.breakwater.gateway.usage.UsageListener;
import dev.breakwater.server.api.Money;
import dev.breakwater.server.config.LogSettings;
import dev.breakwater.wire.conversation.Tokens;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Writes a line for each request that is over, and one for each of its attempts that failed and was
 * followed by another: the event's name as the message, everything else as fields. No bodies, no
 * keys; what providers say about failures is redacted, cut and made inert.
 */
public final class RequestLog implements UsageListener {
  private static final Logger LOG = LoggerFactory.getLogger(RequestLog.class);
  private static final int LONGEST_ERROR = 500;
  private static final double MICROS_PER_MILLI = 1e3;

  private final Supplier<LogSettings> settings;

  /**
   * @param settings asked for every request, so that a change holds at once
   */
  public RequestLog(Supplier<LogSettings> settings) {
    this.settings = settings;
  }

  /** Dollars as JSON has them: no exponent, and no quotes. */
  private record Dollars(@JsonValue @JsonRawValue String text) {
    static Dollars of(long nanos) {
      return new Dollars(Money.dollars(nanos).toPlainString());
    }

    @Override
    public String toString() {
      return text;
    }
  }

  @Override
  public void ended(LedgerRow row) {
    LogSettings.Requests wanted = settings.get().requests();
    switch (wanted) {
      case OFF -> {}
      case ALL -> {
        fallbacks(row);
        request(row);
      }
      case FAILURES -> {
        fallbacks(row);
        if (isFailure(row.request().status())) {
          request(row);
        }
      }
    }
  }

  /** Those of one call that did not fail would be passed over. */
  @Override
  public boolean wants(RequestEnded request) {
    return switch (settings.get().requests()) {
      case OFF -> false;
      case ALL -> true;
      case FAILURES -> request.attempts() > 1 || isFailure(request.status());
    };
  }

  private static boolean isFailure(Status status) {
    return switch (status) {
      case ERROR, INTERRUPTED -> true;
      case SUCCESS, CANCELLED, REJECTED -> false;
    };
  }

  private static void fallbacks(LedgerRow row) {
    List<AttemptRow> attempts = row.attempts();
    for (int index = 0; index + 1 < attempts.size(); index++) {
      if (attempts.get(index).ended().status() == Status.ERROR) {
        fallback(row.request(), attempts.get(index), attempts.get(index + 1));
      }
    }
  }

  private static void fallback(RequestEnded request, AttemptRow failed, AttemptRow next) {
    LoggingEventBuilder line = LOG.atWarn();
    line = who(line, request);
    line = target(line, failed.began().target());
    line =
        line.addKeyValue("attempt", failed.began().number())
            .addKeyValue("http_status", failed.ended().httpStatus());
    line = error(line, failed.ended().errorType(), failed.ended().errorMessage());
    line.addKeyValue("duration_ms", millis(failed.ended().durationMicros()))
        .addKeyValue("next_provider", Inert.of(next.began().target().provider()))
        .addKeyValue("next_model", Inert.of(next.began().target().model()))
        .log("falling_back");
  }

  private static void request(LedgerRow row) {
    RequestEnded request = row.request();
    LoggingEventBuilder line = LOG.atLevel(level(request.status()));
    line = who(line, request);
    line = target(line, row.target());
    line =
        line.addKeyValue("asked_model", Inert.of(request.askedModel()))
            .addKeyValue("stream", request.stream())
            .addKeyValue("status", request.status().word())
            .addKeyValue("http_status", request.httpStatus());
    line = error(line, request.errorType(), request.errorMessage());
    line =
        line.addKeyValue("attempts", request.attempts())
            .addKeyValue("input_tokens", row.tokens(Tokens::input))
            .addKeyValue("output_tokens", row.tokens(Tokens::output))
            .addKeyValue("cached_tokens", row.tokens(Tokens::cachedInput))
            .addKeyValue("estimated", row.isEstimated())
            .addKeyValue("cost_usd", Dollars.of(row.costNanos()));
    if (row.unpriced() > 0) {
      line = line.addKeyValue("unpriced_attempts", row.unpriced());
    }
    line = line.addKeyValue("duration_ms", millis(request.responseMicros()));
    if (request.firstTokenMicros() >= 0) {
      line = line.addKeyValue("first_token_ms", millis(request.firstTokenMicros()));
    }
    line.log(event(request.status()));
  }

  private static Level level(Status status) {
    return isFailure(status) ? Level.WARN : Level.INFO;
  }

  private static String event(Status status) {
    return switch (status) {
      case SUCCESS -> "llm_request_success";
      case ERROR -> "llm_request_failed";
      case CANCELLED -> "llm_request_cancelled";
      case INTERRUPTED -> "llm_request_interrupted";
      case REJECTED -> "llm_request_rejected";
    };
  }

  private static LoggingEventBuilder who(LoggingEventBuilder line, RequestEnded request) {
    LoggingEventBuilder named = line.addKeyValue("request_id", request.requestId());
    if (request.clientRequestId() != null) {
      named = named.addKeyValue("client_request_id", Inert.of(request.clientRequestId()));
    }
    return named
        .addKeyValue("tenant", Inert.of(request.tenant()))
        .addKeyValue("environment", Inert.of(request.environment()))
        .addKeyValue("key_id", Inert.of(request.keyId()));
  }

  private static LoggingEventBuilder target(LoggingEventBuilder line, @Nullable Target target) {
    return target == null
        ? line
        : line.addKeyValue("provider", Inert.of(target.provider()))
            .addKeyValue("model", Inert.of(target.model()));
  }

  private static LoggingEventBuilder error(
      LoggingEventBuilder line, @Nullable String type, @Nullable String message) {
    LoggingEventBuilder typed =
        type == null ? line : line.addKeyValue("error_type", Inert.of(type));
    return Optional.ofNullable(message)
        .map(text -> typed.addKeyValue("error", safe(text)))
        .orElse(typed);
  }

  static String safe(String text) {
    String redacted = Redaction.of(text);
    return Inert.of(
        redacted.length() <= LONGEST_ERROR ? redacted : redacted.substring(0, LONGEST_ERROR));
  }

  private static double millis(long micros) {
    return micros / MICROS_PER_MILLI;
  }
}
