package dev.breakwater.gateway.provider;

import dev.breakwater.gateway.concurrent.Deadline;
import dev.breakwater.gateway.concurrent.Waiter;
import dev.breakwater.wire.bridge.Bridge;
import dev.breakwater.wire.conversation.Tokens;
import dev.breakwater.wire.json.ByteSink;
import dev.breakwater.wire.size.PromptSize;
import io.vertx.core.MultiMap;
import java.time.Duration;

/** One attempt over HTTP, as straight-line code: wait for the head, then for the answer. */
final class HttpAttempt {
  /** An error's body beyond this says nothing more. */
  private static final int MOST_ERROR_BYTES = 1024 * 1024;

  private final HttpCall http;
  private final Call call;
  private final UpstreamCall upstream;
  private final AnswerSink sink;
  private final Reception reception;

  /**
   * @param upstream has been started
   * @param sent the body that it sends
   */
  HttpAttempt(
      Call call,
      AnswerSink sink,
      Reception reception,
      Bridge bridge,
      UpstreamCall upstream,
      byte[] sent,
      Accounting accounting,
      KeyMask mask) {
    this.call = call;
    this.reception = reception;
    this.upstream = upstream;
    this.sink = sink;
    Classifier classifier =
        new Classifier(call.target(), bridge, call.waiter().time()::epochMillis, mask);
    this.http =
        new HttpCall(
            call,
            bridge,
            upstream,
            sent,
            reception.continues() ? PromptSize.of(sent) : call.ask().size(),
            accounting,
            classifier,
            call.waiter().time().nanos());
  }

  Outcome run() {
    Outcome outcome;
    try {
      outcome = awaitHead();
    } catch (RuntimeException | Error e) {
      upstream.cancel();
      throw e;
    }
    if (outcome instanceof Outcome.Answered) {
      upstream.finish();
    } else {
      upstream.cancel();
    }
    return outcome;
  }

  private Outcome awaitHead() {
    Deadline deadline = firstDeadline();
    return switch (upstream.await(deadline)) {
      case LEFT -> http.abandoned();
      case LATE -> late(deadline);
      case READY ->
          switch (upstream.take()) {
            case UpstreamEvent.Head head -> answered(head, deadline);
            case UpstreamEvent.Lost lost ->
                new Outcome.Failed(
                    http.classifier().lost(lost.cause(), lost.connected()), Tokens.NONE);
            case UpstreamEvent.Bytes bytes ->
                throw new IllegalStateException("bytes before a head");
            case UpstreamEvent.End end -> throw new IllegalStateException("an end before a head");
          };
    };
  }

  private Outcome late(Deadline deadline) {
    Duration waited = Duration.ofNanos(deadline.atNanos() - http.started());
    return http.failed(http.classifier().silent("first_byte_timeout", waited));
  }

  /** Streams are watched for their first content, whole answers have the time of one attempt. */
  private Deadline firstDeadline() {
    boolean watchFirst = reception.isStream() && !call.ask().wantsReasoning();
    return watchFirst
        ? lastDeadline().earlier(within(call.timeouts().firstByte()))
        : lastDeadline();
  }

  /** A client's stream may go on until the request's end. */
  private Deadline lastDeadline() {
    return call.ask().stream()
        ? call.deadline()
        : call.deadline().earlier(within(call.timeouts().attempt()));
  }

  private Deadline within(Duration time) {
    return new Deadline(http.started() + time.toNanos());
  }

  private Outcome answered(UpstreamEvent.Head head, Deadline deadline) {
    if (head.status() != 200) {
      return refusedByStatus(head, deadline);
    }
    return reception.isStream() && isEventStream(head.headers())
        ? new StreamRelay(
                http, reception.outlet(call, sink), head.headers(), deadline, lastDeadline())
            .run()
        : new WholeRelay(http, head.headers(), call.ask().stream() ? deadline : lastDeadline())
            .run();
  }

  private boolean isEventStream(MultiMap headers) {
    String type = headers.get("content-type");
    String wanted = http.bridge().provider().streamType();
    return type != null && type.regionMatches(true, 0, wanted, 0, wanted.length());
  }

  private Outcome refusedByStatus(UpstreamEvent.Head head, Deadline deadline) {
    ByteSink body = new ByteSink();
    while (upstream.await(deadline) == Waiter.Wake.READY
        && upstream.take() instanceof UpstreamEvent.Bytes bytes
        && body.size() < MOST_ERROR_BYTES) {
      body.write(bytes.content());
    }
    return call.waiter().why() != null
        ? http.abandoned()
        : http.classifier().status(head.status(), head.headers(), body.take());
  }
}
