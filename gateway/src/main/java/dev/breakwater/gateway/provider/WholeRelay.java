package dev.breakwater.gateway.provider;

import dev.breakwater.gateway.concurrent.Deadline;
import dev.breakwater.wire.bridge.WholeAnswer;
import dev.breakwater.wire.json.ByteSink;
import dev.breakwater.wire.json.MalformedBody;
import io.vertx.core.MultiMap;
import java.time.Duration;

/** Gathers a whole answer and looks whether it is one. */
final class WholeRelay {
  /** No whole answer is larger; an upstream that sends more has lost its way. */
  private static final int MOST_BYTES = 64 * 1024 * 1024;

  private final HttpCall http;
  private final MultiMap headers;
  private final Deadline deadline;
  private final ByteSink body = new ByteSink(0);

  WholeRelay(HttpCall http, MultiMap headers, Deadline deadline) {
    this.http = http;
    this.headers = headers;
    this.deadline = deadline;
  }

  Outcome run() {
    while (true) {
      switch (http.upstream().await(deadline)) {
        case LEFT -> {
          return http.abandoned();
        }
        case LATE -> {
          Duration waited = Duration.ofNanos(deadline.atNanos() - http.started());
          return http.failed(http.classifier().silent("attempt_timeout", waited));
        }
        case READY -> {
          switch (http.upstream().take()) {
            case UpstreamEvent.Bytes bytes -> {
              if (body.size() + bytes.content().length > MOST_BYTES) {
                return broken("endless", "sent more than " + MOST_BYTES + " bytes as one answer");
              }
              body.adopt(bytes.content());
            }
            case UpstreamEvent.End end -> {
              return answer();
            }
            case UpstreamEvent.Lost lost -> {
              return broken("cut", "broke off its answer after " + body.size() + " bytes");
            }
            case UpstreamEvent.Head again -> throw new IllegalStateException("a second head");
          }
        }
      }
    }
  }

  private Outcome answer() {
    if (http.call().ask().stream()) {
      return broken("not_a_stream", "answered a stream with " + headers.get("content-type"));
    }
    try {
      WholeAnswer answer = http.bridge().whole(http.call().ask(), body.takeLast());
      return new Outcome.Answered(
          new Answer(
              answer.body(),
              Classifier.forClient(headers),
              http.billed(answer.tokens(), answer.absurdUsage(), answer.textBytes(), 0),
              http.time().nanos()));
    } catch (MalformedBody e) {
      return broken("malformed", "answered what cannot be read: " + e.getMessage());
    }
  }

  private Outcome broken(String code, String what) {
    return http.failed(http.classifier().brokenAnswer(code, what));
  }
}
