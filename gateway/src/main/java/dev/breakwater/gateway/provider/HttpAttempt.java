package dev.breakwater.gateway.provider;

import dev.breakwater.gateway.concurrent.Deadline;
import dev.breakwater.gateway.concurrent.Timekeeper;
import dev.breakwater.gateway.concurrent.Waiter;
import dev.breakwater.gateway.concurrent.Why;
import dev.breakwater.wire.bridge.AnswerStream;
import dev.breakwater.wire.bridge.Bridge;
import dev.breakwater.wire.bridge.WholeAnswer;
import dev.breakwater.wire.conversation.Problem;
import dev.breakwater.wire.conversation.Tokens;
import dev.breakwater.wire.json.ByteSink;
import dev.breakwater.wire.json.MalformedBody;
import io.vertx.core.MultiMap;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One attempt over HTTP, as straight-line code: send, wait for the head, then the answer. */
final class HttpAttempt {
  /** No whole answer is larger; an upstream that sends more has lost its way. */
  private static final int MOST_BYTES = 64 * 1024 * 1024;

  /** So much may come before the first content: the longest thinking, and no flood of comments. */
  private static final int MOST_HELD_BACK = 16 * 1024 * 1024;

  /** An error's body beyond this says nothing more. */
  private static final int MOST_ERROR_BYTES = 1024 * 1024;

  private final Call call;
  private final AnswerSink sink;
  private final Bridge bridge;
  private final UpstreamCall upstream;
  private final byte[] sent;
  private final Timekeeper time;
  private final Classifier classifier;
  private final long started;

  HttpAttempt(Call call, AnswerSink sink, Bridge bridge, UpstreamCall upstream, byte[] sent) {
    this.call = call;
    this.sink = sink;
    this.bridge = bridge;
    this.upstream = upstream;
    this.sent = sent;
    this.time = call.waiter().time();
    this.classifier = new Classifier(call.target(), bridge, time.epochMillis());
    this.started = time.nanos();
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
      case LEFT -> abandoned(0);
      case LATE -> late("first_byte_timeout", deadline);
      case READY ->
          switch (upstream.take()) {
            case UpstreamEvent.Head head -> answered(head, deadline);
            case UpstreamEvent.Lost lost ->
                new Outcome.Failed(classifier.lost(lost.cause(), lost.connected()), Tokens.NONE);
            case UpstreamEvent.Bytes bytes ->
                throw new IllegalStateException("bytes before a head");
            case UpstreamEvent.End end -> throw new IllegalStateException("an end before a head");
          };
    };
  }

  /** Streams are watched for their first content, whole answers have the time of one attempt. */
  private Deadline firstDeadline() {
    boolean watchFirst = call.ask().stream() && !call.ask().wantsReasoning();
    Duration own = watchFirst ? call.timeouts().firstByte() : call.timeouts().attempt();
    Deadline first = new Deadline(started + own.toNanos());
    return call.ask().stream() && call.ask().wantsReasoning()
        ? call.deadline()
        : call.deadline().earlier(first);
  }

  private Outcome answered(UpstreamEvent.Head head, Deadline deadline) {
    if (head.status() != 200) {
      return refusedByStatus(head, deadline);
    }
    return call.ask().stream() && isEventStream(head.headers())
        ? new StreamRelay(head.headers(), deadline).run()
        : whole(head.headers(), deadline);
  }

  private static boolean isEventStream(MultiMap headers) {
    String type = headers.get("content-type");
    return type != null && type.regionMatches(true, 0, "text/event-stream", 0, 17);
  }

  private Outcome refusedByStatus(UpstreamEvent.Head head, Deadline deadline) {
    ByteSink body = new ByteSink();
    while (upstream.await(deadline) == Waiter.Wake.READY
        && upstream.take() instanceof UpstreamEvent.Bytes bytes
        && body.size() < MOST_ERROR_BYTES) {
      body.write(bytes.buffer().getBytes());
    }
    return call.waiter().why() != null
        ? abandoned(0)
        : classifier.status(head.status(), head.headers(), body.take());
  }

  private Outcome whole(MultiMap headers, Deadline deadline) {
    ByteSink body = new ByteSink(4096);
    while (true) {
      switch (upstream.await(deadline)) {
        case LEFT -> {
          return abandoned(0);
        }
        case LATE -> {
          return late("attempt_timeout", deadline);
        }
        case READY -> {
          switch (upstream.take()) {
            case UpstreamEvent.Bytes bytes -> {
              if (body.size() + bytes.buffer().length() > MOST_BYTES) {
                return cut("endless", "sent more than " + MOST_BYTES + " bytes as one answer", 0);
              }
              body.write(bytes.buffer().getBytes());
            }
            case UpstreamEvent.End end -> {
              return wholeAnswer(headers, body.take());
            }
            case UpstreamEvent.Lost lost -> {
              return cut("cut", "broke off its answer after " + body.size() + " bytes", 0);
            }
            case UpstreamEvent.Head again -> throw new IllegalStateException("a second head");
          }
        }
      }
    }
  }

  private Outcome wholeAnswer(MultiMap headers, byte[] body) {
    if (call.ask().stream()) {
      return cut("not_a_stream", "answered a stream with " + headers.get("content-type"), 0);
    }
    try {
      WholeAnswer answer = bridge.whole(body);
      Tokens tokens = answer.tokens();
      return new Outcome.Answered(
          new Answer(
              answer.body(),
              Classifier.forClient(headers),
              tokens != null ? tokens : TokenEstimates.of(sent, answer.textBytes()),
              time.nanos()));
    } catch (MalformedBody e) {
      return cut("malformed", "answered what cannot be read: " + e.getMessage(), 0);
    }
  }

  private Outcome abandoned(long textBytes) {
    Why why = call.waiter().why();
    return new Outcome.Abandoned(
        why == null ? Why.SHUTDOWN : why, TokenEstimates.of(sent, textBytes));
  }

  private Outcome late(String code, Deadline deadline) {
    Duration waited = Duration.ofNanos(deadline.atNanos() - started);
    return new Outcome.Failed(classifier.silent(code, waited), TokenEstimates.of(sent, 0));
  }

  private Outcome cut(String code, String what, long textBytes) {
    return new Outcome.Failed(
        classifier.brokenAnswer(code, what), TokenEstimates.of(sent, textBytes));
  }

  /** Hands a stream on, from its first content; before that the client sees nothing. */
  private final class StreamRelay {
    private final MultiMap headers;
    private final AnswerStream stream = bridge.stream(call.ask());
    private final ByteSink out = new ByteSink(1024);
    private Deadline deadline;
    private boolean committed;
    private long firstContent;
    private long eventsBefore;

    StreamRelay(MultiMap headers, Deadline deadline) {
      this.headers = headers;
      this.deadline = deadline;
    }

    Outcome run() {
      while (true) {
        Outcome end =
            switch (upstream.await(deadline)) {
              case LEFT -> abandoned();
              case LATE -> broken(classifier.silent(lateCode(), waited()));
              case READY -> next();
            };
        if (end != null) {
          return end;
        }
      }
    }

    /** Takes everything that has arrived and sends it on at once; null: the stream goes on. */
    private @Nullable Outcome next() {
      Outcome end = null;
      while (end == null && upstream.hasMore()) {
        end = take(upstream.take());
      }
      if (end == null || end instanceof Outcome.Answered) {
        if (!sendWhatIsReady()) {
          return abandoned();
        }
        moveDeadline();
      }
      return end;
    }

    /** From the first content on, every whole event gives the next one its time. */
    private void moveDeadline() {
      if (isFlowing() && stream.events() != eventsBefore) {
        deadline = call.deadline().earlier(Deadline.after(time, call.timeouts().idle()));
      }
      eventsBefore = stream.events();
    }

    /** Thinking ends the wait for the first content, though the client sees nothing of it yet. */
    private boolean isFlowing() {
      return committed || stream.hasThinking();
    }

    private @Nullable Outcome take(UpstreamEvent event) {
      return switch (event) {
        case UpstreamEvent.Bytes bytes -> feed(bytes.buffer().getBytes());
        case UpstreamEvent.End end ->
            stream.isFinished()
                ? complete()
                : brokenAnswer("cut", "ended its stream without an end");
        case UpstreamEvent.Lost lost ->
            stream.isFinished() ? complete() : brokenAnswer("cut", "broke off its stream");
        case UpstreamEvent.Head again -> throw new IllegalStateException("a second head");
      };
    }

    private @Nullable Outcome feed(byte[] bytes) {
      try {
        stream.feed(bytes, 0, bytes.length, out);
      } catch (MalformedBody e) {
        return brokenAnswer("malformed", "streamed what cannot be read: " + e.getMessage());
      }
      Problem problem = stream.problem();
      if (problem != null) {
        return brokenAnswer("error_in_stream", "reported in its stream: " + problem.message());
      }
      if (!committed && stream.hasContent()) {
        commit();
      }
      if (stream.isEnded()) {
        return stream.isFinished()
            ? complete()
            : brokenAnswer("cut", "ended its stream before its answer was finished");
      }
      return !committed && out.size() > MOST_HELD_BACK
          ? brokenAnswer("endless", "sent " + out.size() + " bytes without any content")
          : null;
    }

    private void commit() {
      committed = true;
      firstContent = time.nanos();
      sink.commit(call, Classifier.forClient(headers));
    }

    private boolean sendWhatIsReady() {
      return !committed || out.isEmpty() || sink.send(out.take());
    }

    private Outcome complete() {
      if (!committed) {
        commit();
      }
      stream.end(out);
      return new Outcome.Answered(
          new Answer(new byte[0], Classifier.forClient(headers), tokens(), firstContent));
    }

    private Outcome brokenAnswer(String code, String what) {
      return broken(classifier.brokenAnswer(code, what));
    }

    private Outcome broken(Fault fault) {
      if (!committed) {
        return new Outcome.Failed(fault, tokens());
      }
      stream.fail(
          Problem.of(Problem.Kind.UPSTREAM, 502, "The answer broke off: " + fault.message())
              .coded("stream_" + fault.code()),
          out);
      sink.send(out.take());
      return new Outcome.Broken(fault, tokens());
    }

    private Outcome abandoned() {
      Why why = call.waiter().why();
      return new Outcome.Abandoned(why == null ? Why.CLIENT_LEFT : why, tokens());
    }

    private Tokens tokens() {
      Tokens reported = stream.tokens();
      return reported != null && stream.isFinished()
          ? reported
          : TokenEstimates.of(sent, stream.textBytes());
    }

    private String lateCode() {
      return isFlowing() ? "idle_timeout" : "first_byte_timeout";
    }

    private Duration waited() {
      return isFlowing() ? call.timeouts().idle() : Duration.ofNanos(deadline.atNanos() - started);
    }
  }
}
