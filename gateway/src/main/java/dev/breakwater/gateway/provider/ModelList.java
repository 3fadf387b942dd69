package dev.breakwater.gateway.provider;

import dev.breakwater.gateway.concurrent.Deadline;
import dev.breakwater.gateway.concurrent.Waiter;
import dev.breakwater.gateway.probe.Finding;
import dev.breakwater.gateway.probe.Finding.Extent;
import dev.breakwater.wire.json.ByteSink;
import dev.breakwater.wire.json.JsonCursor;
import dev.breakwater.wire.json.JsonText;
import dev.breakwater.wire.json.MalformedBody;
import java.time.Duration;

/** One call for a provider's list of models: whether it comes, not what is in it. */
final class ModelList {
  /** The longest list known is a tenth of this. */
  private static final int MOST_BYTES = 8 * 1024 * 1024;

  private static final byte[] ERROR = JsonText.bytes("error");

  private final UpstreamCall upstream;
  private final Classifier classifier;
  private final Waiter waiter;
  private final long started;

  /**
   * @param upstream has been started
   */
  ModelList(UpstreamCall upstream, Classifier classifier, Waiter waiter) {
    this.upstream = upstream;
    this.classifier = classifier;
    this.waiter = waiter;
    this.started = waiter.time().nanos();
  }

  Finding run(Deadline deadline) {
    Finding finding = await(deadline);
    if (finding instanceof Finding.Well) {
      upstream.finish();
    } else {
      upstream.cancel();
    }
    return finding;
  }

  private Finding await(Deadline deadline) {
    ByteSink body = new ByteSink();
    UpstreamEvent.Head head = null;
    while (true) {
      switch (upstream.await(deadline)) {
        case LEFT -> {
          return new Finding.Unclear(took(), "the check was given up");
        }
        case LATE -> {
          return ill(classifier.silent("first_byte_timeout", took()));
        }
        case READY -> {
          switch (upstream.take()) {
            case UpstreamEvent.Head first -> head = first;
            case UpstreamEvent.Bytes bytes -> {
              if (body.size() + bytes.buffer().length() > MOST_BYTES) {
                return ill(
                    classifier.brokenAnswer("endless", "lists more than " + MOST_BYTES + " bytes"));
              }
              body.write(bytes.buffer().getBytes());
            }
            case UpstreamEvent.Lost lost -> {
              return ill(classifier.lost(lost.cause(), lost.connected()));
            }
            case UpstreamEvent.End end -> {
              if (head == null) {
                throw new IllegalStateException("an end before a head");
              }
              return head.status() == 200 ? listed(body.take()) : said(head, body.take());
            }
          }
        }
      }
    }
  }

  private Finding listed(byte[] body) {
    try {
      checkIsList(body);
      return new Finding.Well(took(), "", 0);
    } catch (MalformedBody e) {
      return ill(
          classifier.brokenAnswer("malformed", "answered what is no list: " + e.getMessage()));
    }
  }

  private static void checkIsList(byte[] body) throws MalformedBody {
    JsonCursor cursor = new JsonCursor(body, 0, body.length);
    if (cursor.peek() == '[') {
      cursor.skip();
    } else if (cursor.firstMember()) {
      do {
        if (cursor.keyIs(ERROR) && !cursor.atNull()) {
          throw new MalformedBody("error", "it holds an error");
        }
        cursor.skip();
      } while (cursor.nextMember());
    }
    cursor.finish();
  }

  /** A status that is not 200: many keys may ask models and may not list them. */
  private Finding said(UpstreamEvent.Head head, byte[] body) {
    Outcome outcome = classifier.status(head.status(), head.headers(), body);
    return switch (head.status()) {
      case 403, 404, 405, 410, 501 -> new Finding.NotOffered(took(), message(outcome));
      default ->
          switch (outcome) {
            case Outcome.Refused refused -> new Finding.NotOffered(took(), message(outcome));
            case Outcome.Failed failed ->
                failed.fault() instanceof Fault.Throttled
                    ? new Finding.Unclear(took(), message(outcome))
                    : ill(failed.fault());
            case Outcome.Answered answered -> throw new IllegalStateException("not by a status");
            case Outcome.Broken broken -> throw new IllegalStateException("not by a status");
            case Outcome.Abandoned abandoned -> throw new IllegalStateException("not by a status");
          };
    };
  }

  private static String message(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Refused refused -> refused.refusal().rejected().problem().message();
      case Outcome.Failed failed -> failed.fault().message();
      case Outcome.Answered answered -> "";
      case Outcome.Broken broken -> broken.fault().message();
      case Outcome.Abandoned abandoned -> "";
    };
  }

  private Finding ill(Fault fault) {
    Extent extent =
        switch (fault) {
          case Fault.Credential credential -> Extent.PROVIDER;
          case Fault.Transient once -> once.status() == 0 ? Extent.PROVIDER : Extent.QUESTION;
          case Fault.Forbidden forbidden -> Extent.PROVIDER;
          case Fault.Silent silent -> Extent.QUESTION;
          case Fault.Throttled throttled -> Extent.QUESTION;
          case Fault.UnknownModel unknown -> Extent.QUESTION;
        };
    return new Finding.Ill(took(), extent, fault.code(), fault.message(), 0);
  }

  private Duration took() {
    return Duration.ofNanos(waiter.time().nanos() - started);
  }
}
