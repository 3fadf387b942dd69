package dev.breakwater.gateway.usage;

import dev.breakwater.gateway.settings.Target;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A request of which not everything has been read yet. */
final class OpenRequest {
  private static final Target LOST = new Target("unknown", "unknown");

  private static final class Attempt {
    final int number;
    @Nullable AttemptBegan began;
    @Nullable AttemptEnded ended;
    @Nullable AttemptForgone forgone;

    /** Whether the database does not have it as it is now. */
    boolean changed = true;

    Attempt(int number) {
      this.number = number;
    }

    boolean isOver() {
      return ended != null || forgone != null;
    }

    /** What the database keeps as its end. */
    @Nullable UsageRecord end() {
      return forgone == null ? ended : forgone;
    }
  }

  private final ChainId chain;
  private final String id;
  private final List<Attempt> attempts = new ArrayList<>(1);
  private @Nullable RequestEnded end;
  private boolean endChanged;
  private boolean stored;

  OpenRequest(ChainId chain, String id) {
    this.chain = chain;
    this.id = id;
  }

  ChainId chain() {
    return chain;
  }

  String id() {
    return id;
  }

  void add(UsageRecord usage) {
    switch (usage) {
      case AttemptBegan began -> {
        Attempt attempt = attempt(began.number());
        attempt.began = began;
        attempt.changed = true;
      }
      case AttemptEnded ended -> {
        Attempt attempt = attempt(ended.number());
        attempt.ended = ended;
        attempt.changed = true;
      }
      case AttemptForgone forgone -> {
        Attempt attempt = attempt(forgone.number());
        attempt.forgone = forgone;
        attempt.changed = true;
      }
      case RequestEnded ended -> {
        end = ended;
        endChanged = true;
      }
    }
  }

  /** Takes up what the database kept. */
  void restore(OpenAttempt open, RecordDecoder decoder) {
    if (open.began() != null) {
      add(decoder.decode(open.began()));
    }
    if (open.ended() != null) {
      add(decoder.decode(open.ended()));
    }
    stored();
  }

  boolean isOver() {
    return end != null && all(Attempt::isOver);
  }

  /** Whether nothing is left of it, for all that began was taken back. */
  boolean isForgone() {
    return end == null && all(attempt -> attempt.forgone != null);
  }

  /** Whether the beginnings of all its attempts are known. */
  boolean isWhole() {
    RequestEnded request = end;
    return request != null
        && made().size() == request.attempts()
        && all(attempt -> attempt.began != null);
  }

  /** For every record; a stream would cost more than the record. */
  private boolean all(Predicate<Attempt> test) {
    for (Attempt attempt : attempts) {
      if (!test.test(attempt)) {
        return false;
      }
    }
    return true;
  }

  /** How many records it was made of. */
  int records() {
    int records = end == null ? 0 : 1;
    for (Attempt attempt : attempts) {
      records += (attempt.began == null ? 0 : 1) + (attempt.isOver() ? 1 : 0);
    }
    return records;
  }

  boolean isStored() {
    return stored;
  }

  /** Notes that the database has everything known so far. */
  void stored() {
    stored = true;
    endChanged = false;
    attempts.forEach(attempt -> attempt.changed = false);
  }

  /** Adds what the database does not have yet. */
  void changes(List<OpenAttempt> changes, RecordEncoder encoder) {
    for (Attempt attempt : attempts) {
      if (attempt.changed) {
        changes.add(
            new OpenAttempt(
                chain,
                tenant(),
                id,
                attempt.number,
                body(encoder, attempt.began),
                body(encoder, attempt.end())));
      }
    }
    if (endChanged) {
      changes.add(new OpenAttempt(chain, tenant(), id, 0, null, body(encoder, end)));
    }
  }

  /** The request as it ended. */
  LedgerRow row() {
    RequestEnded request = end;
    if (request == null) {
      throw new IllegalStateException("request " + id + " is not over");
    }
    List<Attempt> made = made();
    if (made.size() == 1) {
      return new LedgerRow(request, List.of(row(made.getFirst(), request)));
    }
    return new LedgerRow(request, made.stream().map(attempt -> row(attempt, request)).toList());
  }

  private AttemptRow row(Attempt attempt, RequestEnded request) {
    AttemptEnded ended = attempt.ended;
    if (ended == null) {
      throw new IllegalStateException("attempt " + attempt.number + " of " + id + " runs");
    }
    return new AttemptRow(beganOf(attempt, request), ended);
  }

  /**
   * The request as the death of its process left it: attempts that did end are as they ended, the
   * others are interrupted and billed by estimate.
   */
  LedgerRow interrupted(LastWords lastWords) {
    List<AttemptRow> rows = new ArrayList<>(attempts.size());
    for (Attempt attempt : made()) {
      AttemptBegan began = beganOf(attempt, end);
      AttemptEnded ended = attempt.ended;
      rows.add(new AttemptRow(began, ended == null ? lastWords.of(chain, began) : ended));
    }
    RequestEnded request = end;
    if (request != null) {
      return new LedgerRow(request, rows);
    }
    AttemptBegan first = rows.isEmpty() ? beganOf(new Attempt(1), null) : rows.getFirst().began();
    return new LedgerRow(
        new RequestEnded(
            id,
            first.atMillis(),
            first.clientRequestId(),
            first.tenant(),
            first.environment(),
            first.keyId(),
            first.target().model(),
            first.target(),
            null,
            rows.size(),
            Status.INTERRUPTED,
            0,
            LastWords.INTERRUPTED,
            LastWords.WHY,
            first.stream(),
            true,
            0,
            -1),
        rows);
  }

  /** The attempt's beginning; made up from the rest where damage took it. */
  private AttemptBegan beganOf(Attempt attempt, @Nullable RequestEnded request) {
    if (attempt.began != null) {
      return attempt.began;
    }
    AttemptEnded ended = attempt.ended;
    long at = ended == null ? 0 : ended.atMillis() - ended.durationMicros() / 1000;
    if (request == null) {
      return new AttemptBegan(
          id, attempt.number, at, tenant(), "unknown", "unknown", LOST, false, 0, null, 0);
    }
    Target target =
        request.used() != null && ended != null && ended.status() == Status.SUCCESS
            ? request.used()
            : LOST;
    return new AttemptBegan(
        id,
        attempt.number,
        at,
        request.tenant(),
        request.environment(),
        request.keyId(),
        target,
        request.stream(),
        0,
        request.clientRequestId(),
        0);
  }

  private String tenant() {
    for (Attempt attempt : attempts) {
      if (attempt.began != null) {
        return attempt.began.tenant();
      }
    }
    return end == null ? "default" : end.tenant();
  }

  private Attempt attempt(int number) {
    for (Attempt attempt : attempts) {
      if (attempt.number == number) {
        return attempt;
      }
    }
    Attempt attempt = new Attempt(number);
    attempts.add(attempt);
    return attempt;
  }

  /** The attempts that were not taken back, in their order. */
  private List<Attempt> made() {
    if (attempts.size() == 1 && attempts.getFirst().forgone == null) {
      return attempts;
    }
    return attempts.stream()
        .filter(attempt -> attempt.forgone == null)
        .sorted(Comparator.comparingInt(attempt -> attempt.number))
        .toList();
  }

  private static byte @Nullable [] body(RecordEncoder encoder, @Nullable UsageRecord usage) {
    return usage == null ? null : encoder.body(usage);
  }
}
