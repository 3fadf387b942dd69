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

/** Follows a stream and hands it on from its first content; before that nobody sees anything. */
final class StreamRelay {
  /** So much may come before the first content: the longest thinking, and no flood of comments. */
  private static final int MOST_HELD_BACK = 16 * 1024 * 1024;

  private static final String IDLE_TIMEOUT = "idle_timeout";

  /** The request's own time is up, whether the provider was still busy or not. */
  private static final String TOTAL_TIMEOUT = "total_timeout";

  /** No answer that is gathered is larger; an upstream that sends more has lost its way. */
  private static final int MOST_GATHERED = 64 * 1024 * 1024;

  private final HttpCall http;
  private final Call call;
  private final Outlet outlet;
  private final MultiMap headers;
  private final AnswerStream stream;
  private final ByteSink out = new ByteSink(1024);
  private final boolean gathers;
  private final Deadline end;
  private Deadline deadline;
  private long received;
  private boolean committed;
  private long firstContent;
  private long eventsBefore;

  /**
   * @param deadline for the first content
   * @param end for the last
   */
  StreamRelay(HttpCall http, Outlet outlet, MultiMap headers, Deadline deadline, Deadline end) {
    this.http = http;
    this.call = http.call();
    this.outlet = outlet;
    this.headers = headers;
    this.stream = outlet.stream();
    this.gathers = !call.ask().stream();
    this.deadline = deadline;
    this.end = end;
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
      deadline = end.earlier(Deadline.after(http.time(), call.timeouts().idle()));
    }
    eventsBefore = stream.events();
  }

  /** Thinking ends the wait for the first content, though the client sees nothing of it yet. */
  private boolean isFlowing() {
    return committed || stream.hasThinking();
  }

  private @Nullable Outcome take(UpstreamEvent event) {
    return switch (event) {
      case UpstreamEvent.Bytes bytes -> feed(bytes.content());
      case UpstreamEvent.End end ->
          stream.isFinished() ? complete() : brokenAnswer("cut", "ended its stream without an end");
      case UpstreamEvent.Lost lost ->
          stream.isFinished() ? complete() : brokenAnswer("cut", "broke off its stream");
      case UpstreamEvent.Head again -> throw new IllegalStateException("a second head");
    };
  }

  private @Nullable Outcome feed(byte[] bytes) {
    received += bytes.length;
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
    if (!committed && received > MOST_HELD_BACK) {
      return brokenAnswer("endless", "sent " + received + " bytes without any content");
    }
    return gathers && received > MOST_GATHERED
        ? brokenAnswer("endless", "sent more than " + MOST_GATHERED + " bytes as one answer")
        : null;
  }

  private void commit() {
    committed = true;
    firstContent = http.time().nanos();
    outlet.begin(Classifier.forClient(headers), out);
  }

  private boolean sendWhatIsReady() {
    if (!committed) {
      return true;
    }
    call.progress().come(http.outputSoFar(stream.textBytes(), stream.pieces()));
    return outlet.send(out);
  }

  private Outcome complete() {
    if (!committed) {
      commit();
    }
    try {
      byte[] body = outlet.end(out);
      return new Outcome.Answered(
          new Answer(body, Classifier.forClient(headers), tokens(), firstContent));
    } catch (MalformedBody e) {
      return brokenAnswer("malformed", "streamed what makes no answer: " + e.getMessage());
    }
  }

  private Outcome brokenAnswer(String code, String what) {
    return broken(http.classifier().brokenAnswer(code, what));
  }

  private Outcome broken(Fault fault) {
    return committed ? outlet.broken(fault, tokens(), out) : new Outcome.Failed(fault, tokens());
  }

  private Outcome abandoned() {
    Why why = call.waiter().why();
    return new Outcome.Abandoned(why == null ? Why.CLIENT_LEFT : why, tokens());
  }

  private Tokens tokens() {
    return stream.isFinished()
        ? http.billed(stream.tokens(), stream.hasAbsurdUsage(), stream.textBytes(), stream.pieces())
        : http.soFar(stream.tokens(), stream.textBytes(), stream.pieces());
  }

  private String lateCode() {
    if (call.deadline().hasPassed(http.time())) {
      return TOTAL_TIMEOUT;
    }
    if (gathers && end.hasPassed(http.time())) {
      return "attempt_timeout";
    }
    return isFlowing() ? IDLE_TIMEOUT : "first_byte_timeout";
  }

  private Duration waited() {
    return lateCode().equals(IDLE_TIMEOUT)
        ? call.timeouts().idle()
        : Duration.ofNanos(deadline.atNanos() - http.started());
  }
}
