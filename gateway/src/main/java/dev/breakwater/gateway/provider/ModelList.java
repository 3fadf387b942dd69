package dev.breakwater.gateway.provider;

import dev.breakwater.gateway.concurrent.Deadline;
import dev.breakwater.gateway.concurrent.HeavyWork;
import dev.breakwater.gateway.concurrent.Waiter;
import dev.breakwater.gateway.offers.OfferedList;
import dev.breakwater.gateway.offers.OfferedModel;
import dev.breakwater.gateway.probe.Finding;
import dev.breakwater.gateway.probe.Finding.Extent;
import dev.breakwater.gateway.probe.Listing;
import dev.breakwater.wire.json.ByteSink;
import dev.breakwater.wire.json.MalformedBody;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A provider's list of models, fetched page by page. */
final class ModelList {
  /** The longest page known is a tenth of this. */
  private static final int MOST_BYTES = 8 * 1024 * 1024;

  /** Pages have a thousand models where their length can be chosen. */
  private static final int MOST_PAGES = 10;

  private final Pages pages;
  private final ModelListPage.Reader reader;
  private final Classifier classifier;
  private final Waiter waiter;
  private final HeavyWork heavyWork;
  private final long started;

  /** Asks for pages. */
  interface Pages {
    /**
     * Starts to ask for one.
     *
     * @param page null for the first
     */
    UpstreamCall ask(@Nullable String page);
  }

  /** How a call for a page ended: with the page, or with what it says of the provider. */
  private sealed interface Fetched {
    record Read(ModelListPage page) implements Fetched {}

    record Failed(Finding finding) implements Fetched {}
  }

  /**
   * @param heavyWork reads long pages
   */
  ModelList(
      Pages pages,
      ModelListPage.Reader reader,
      Classifier classifier,
      Waiter waiter,
      HeavyWork heavyWork) {
    this.pages = pages;
    this.reader = reader;
    this.classifier = classifier;
    this.waiter = waiter;
    this.heavyWork = heavyWork;
    this.started = waiter.time().nanos();
  }

  /**
   * The first page tells how the provider is; one that fails behind it makes the list a part of
   * what there is.
   */
  Listing run(Deadline deadline) {
    return switch (fetch(null, deadline)) {
      case Fetched.Failed(Finding finding) -> Listing.of(finding);
      case Fetched.Read(ModelListPage first) -> {
        Finding well = new Finding.Well(took(), "", 0);
        yield new Listing(well, Optional.of(gathered(first, deadline)));
      }
    };
  }

  private OfferedList gathered(ModelListPage first, Deadline deadline) {
    Map<String, OfferedModel> all = new LinkedHashMap<>();
    boolean whole = first.addTo(all) && first.whole();
    String next = first.next();
    for (int count = 1; whole && next != null; count++) {
      if (count == MOST_PAGES || !(fetch(next, deadline) instanceof Fetched.Read(var page))) {
        whole = false;
      } else {
        // A page that names itself as the next one would be asked for without end.
        whole = page.addTo(all) && page.whole() && !next.equals(page.next());
        next = page.next();
      }
    }
    return new OfferedList(List.copyOf(all.values()), whole);
  }

  private Fetched fetch(@Nullable String page, Deadline deadline) {
    UpstreamCall upstream = pages.ask(page);
    Fetched fetched = await(upstream, deadline);
    if (fetched instanceof Fetched.Read) {
      upstream.finish();
    } else {
      upstream.cancel();
    }
    return fetched;
  }

  private Fetched await(UpstreamCall upstream, Deadline deadline) {
    ByteSink body = new ByteSink();
    UpstreamEvent.Head head = null;
    while (true) {
      switch (upstream.await(deadline)) {
        case LEFT -> {
          return new Fetched.Failed(new Finding.Unclear(took(), "the check was given up"));
        }
        case LATE -> {
          return ill(classifier.silent("first_byte_timeout", took()));
        }
        case READY -> {
          switch (upstream.take()) {
            case UpstreamEvent.Head first -> head = first;
            case UpstreamEvent.Bytes bytes -> {
              if (body.size() + bytes.content().length > MOST_BYTES) {
                return ill(
                    classifier.brokenAnswer("endless", "lists more than " + MOST_BYTES + " bytes"));
              }
              body.write(bytes.content());
            }
            case UpstreamEvent.Lost lost -> {
              return ill(classifier.lost(lost.cause(), lost.connected()));
            }
            case UpstreamEvent.End end -> {
              if (head == null) {
                throw new IllegalStateException("an end before a head");
              }
              return head.status() == 200
                  ? listed(body.take())
                  : new Fetched.Failed(said(head, body.take()));
            }
          }
        }
      }
    }
  }

  private Fetched listed(byte[] body) {
    return heavyWork.await(body.length, () -> read(body));
  }

  private Fetched read(byte[] body) {
    try {
      return new Fetched.Read(reader.read(body));
    } catch (MalformedBody e) {
      return ill(
          classifier.brokenAnswer("malformed", "answered what is no list: " + e.getMessage()));
    }
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
                    : illness(failed.fault());
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

  private Fetched ill(Fault fault) {
    return new Fetched.Failed(illness(fault));
  }

  private Finding illness(Fault fault) {
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
