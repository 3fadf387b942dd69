package dev.breakwater.gateway.provider;

import dev.breakwater.gateway.concurrent.Deadline;
import dev.breakwater.gateway.concurrent.Why;
import dev.breakwater.wire.bridge.AnswerStream;
import dev.breakwater.wire.conversation.Problem;
import dev.breakwater.wire.conversation.Tokens;
import dev.breakwater.wire.json.ByteSink;
import dev.breakwater.wire.json.MalformedBody;
import io.vertx.core.MultiMap;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Hands a stream on, from its first content; before that the client sees nothing. */
final class StreamRelay {
  /** So much may come before the first content: the longest thinking, and no flood of comments. */
  private static final int MOST_HELD_BACK = 16 * 1024 * 1024;

  private final HttpCall http;
  private final Call call;
  private final AnswerSink sink;
  private final MultiMap headers;
  private final AnswerStream stream;
  private final ByteSink out = new ByteSink(1024);
  private Deadline deadline;
  private boolean committed;
  private long firstContent;
  private long eventsBefore;

  /**
   * @param deadline for the first content
   */
  StreamRelay(HttpCall http, AnswerSink sink, MultiMap headers, Deadline deadline) {
    this.http = http;
    this.call = http.call();
    this.sink = sink;
    this.headers = headers;
    this.stream = http.bridge().stream(http.call().ask());
    this.deadline = deadline;
  }

  Outcome run() {
    while (true) {
      Outcome end =
          switch (http.upstream().await(deadline)) {
            case LEFT -> abandoned();
            case LATE -> broken(http.classifier().silent(lateCode(), waited()));
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
    while (end == null && http.upstream().hasMore()) {
      end = take(http.upstream().take());
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
      deadline = call.deadline().earlier(Deadline.after(http.time(), call.timeouts().idle()));
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
          stream.isFinished() ? complete() : brokenAnswer("cut", "ended its stream without an end");
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
    firstContent = http.time().nanos();
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
    return broken(http.classifier().brokenAnswer(code, what));
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
    return reported != null && stream.isFinished() ? reported : http.estimate(stream.textBytes());
  }

  private String lateCode() {
    return isFlowing() ? "idle_timeout" : "first_byte_timeout";
  }

  private Duration waited() {
    return isFlowing()
        ? call.timeouts().idle()
        : Duration.ofNanos(deadline.atNanos() - http.started());
  }
}
