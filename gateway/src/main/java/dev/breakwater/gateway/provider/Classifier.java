package dev.breakwater.gateway.provider;

import dev.breakwater.gateway.egress.EgressRefused;
import dev.breakwater.gateway.settings.Target;
import dev.breakwater.wire.bridge.Bridge;
import dev.breakwater.wire.conversation.Problem;
import dev.breakwater.wire.conversation.Tokens;
import dev.breakwater.wire.format.Header;
import io.netty.channel.ConnectTimeoutException;
import io.vertx.core.MultiMap;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLException;

/** Tells by who is at fault what went wrong with a call. */
final class Classifier {
  private final Target target;
  private final Bridge bridge;
  private final LongSupplier epochMillis;
  private final KeyMask mask;

  /**
   * @param epochMillis wall-clock time, for dates in headers
   */
  Classifier(Target target, Bridge bridge, LongSupplier epochMillis, KeyMask mask) {
    this.target = target;
    this.bridge = bridge;
    this.epochMillis = epochMillis;
    this.mask = mask;
  }

  /** An answer whose status is not 200. */
  Outcome status(int status, MultiMap headers, byte[] received) {
    byte[] body = mask.of(received);
    Problem problem = bridge.problem(status, body);
    Optional<Duration> retryAfter = RetryAfter.of(status, headers, body, epochMillis.getAsLong());
    String message = target + " answered " + status + ": " + problem.message();
    if (status < 400 || status >= 500) {
      return byStatus(status, problem, retryAfter, message, headers, body); // no refusal, it says
    }
    return switch (problem.kind()) {
      case CONTEXT_TOO_LONG ->
          new Outcome.Refused(new Refusal.TooLong(rejected(status, problem, headers, body)));
      case CONTENT_POLICY ->
          new Outcome.Refused(new Refusal.ContentPolicy(rejected(status, problem, headers, body)));
      case QUOTA_EXHAUSTED, AUTHENTICATION -> failed(new Fault.Credential(message, status));
      case INVALID_REQUEST,
          PERMISSION,
          NOT_FOUND,
          TOO_LARGE,
          RATE_LIMITED,
          OVERLOADED,
          TIMEOUT,
          UPSTREAM,
          UNAVAILABLE,
          INTERNAL ->
          byStatus(status, problem, retryAfter, message, headers, body);
    };
  }

  private Outcome byStatus(
      int status,
      Problem problem,
      Optional<Duration> retryAfter,
      String message,
      MultiMap headers,
      byte[] body) {
    return switch (status) {
      case 401, 402, 403 -> failed(new Fault.Credential(message, status));
      case 404, 410 ->
          failed(new Fault.UnknownModel(message, status, rejected(status, problem, headers, body)));
      case 408, 409, 425 -> failed(transientStatus(status, message, retryAfter));
      case 429 -> failed(new Fault.Throttled(message, status, retryAfter));
      default -> {
        if (status >= 400 && status < 500) {
          yield new Outcome.Refused(
              new Refusal.CallersOwn(rejected(status, problem, headers, body)));
        }
        yield failed(transientStatus(status, message, retryAfter));
      }
    };
  }

  /** The connection could not be made, or broke. */
  Fault lost(Throwable cause, boolean connected) {
    if (cause instanceof EgressRefused refused) {
      return new Fault.Forbidden(
          target + " may not be reached (egress_refused): " + refused.getMessage());
    }
    String code = lostCode(cause, connected);
    String reason = String.valueOf(cause.getMessage());
    return new Fault.Transient(
        code, target + " could not be reached (" + code + "): " + reason, 0, Optional.empty());
  }

  Fault brokenAnswer(String code, String what) {
    return new Fault.Transient(code, target + " " + mask.of(what), 200, Optional.empty());
  }

  Fault silent(String code, Duration after) {
    return new Fault.Silent(
        code, target + " gave nothing for " + after.toMillis() + " ms (" + code + ")");
  }

  /** The headers that a client is to see: rate limits, retry advice, the upstream's request id. */
  static List<Header> forClient(MultiMap headers) {
    List<Header> kept = List.of();
    for (Map.Entry<String, String> entry : headers) {
      if (isForClient(entry.getKey())) {
        kept = kept.isEmpty() ? new ArrayList<>() : kept;
        kept.add(new Header(entry.getKey().toLowerCase(Locale.ROOT), entry.getValue()));
      }
    }
    return kept;
  }

  private static boolean isForClient(String name) {
    return switch (name.charAt(0)) {
      case 'x', 'X' -> starts(name, "x-ratelimit-");
      case 'a', 'A' -> starts(name, "anthropic-ratelimit-");
      case 'o', 'O' -> starts(name, "openai-");
      case 'r', 'R' -> starts(name, "retry-after") || name.equalsIgnoreCase("request-id");
      default -> false;
    };
  }

  private static boolean starts(String name, String prefix) {
    return name.regionMatches(true, 0, prefix, 0, prefix.length());
  }

  private Refusal.Rejected rejected(int status, Problem problem, MultiMap headers, byte[] body) {
    return new Refusal.Rejected(
        status, problem, bridge.errorBody(status, body), forClient(headers));
  }

  private static Fault transientStatus(int status, String message, Optional<Duration> retryAfter) {
    return new Fault.Transient("status_" + status, message, status, retryAfter);
  }

  private static Outcome failed(Fault fault) {
    return new Outcome.Failed(fault, Tokens.NONE);
  }

  private static String lostCode(Throwable cause, boolean connected) {
    return switch (cause) {
      case ConnectTimeoutException e -> "connect_timeout";
      case TimeoutException e -> "connect_timeout"; // Vert.x counts from the wish for a connection
      case UnknownHostException e -> "unknown_host";
      case SSLException e -> "tls";
      case ConnectException e -> "refused";
      default -> connected ? "reset" : "connect";
    };
  }
}
