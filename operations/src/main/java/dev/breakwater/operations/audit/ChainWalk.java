package dev.breakwater.operations.audit;

import dev.breakwater.operations.audit.Verdict.Broken;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One walk along the chain, entry by entry; keeps the first link that is broken. */
final class ChainWalk {
  private final AuditSeal seal;
  private final AuditStore.State state;
  private final List<KnownPlace> known;

  /** What entries of this chain say about those that were removed: sequence and hash. */
  private final Map<Long, String> cuts = new HashMap<>();

  /** New beginnings that nobody has acknowledged, by sequence. */
  private final SortedMap<Long, AuditEntry> restarts = new TreeMap<>();

  private @Nullable AuditEntry first;
  private @Nullable AuditEntry last;
  private @Nullable Broken broken;
  private long entries;

  ChainWalk(AuditSeal seal, AuditStore.State state, List<KnownPlace> known) {
    this.seal = seal;
    this.state = state;
    this.known = List.copyOf(known);
  }

  boolean isBroken() {
    return broken != null;
  }

  /** Keeps a break unless there is one before it. */
  void breakAt(long sequence, String id, String reason) {
    if (broken == null) {
      broken = new Broken(sequence, id, reason);
    }
  }

  /** The next entry in the order of their sequence. */
  void entry(AuditEntry entry) {
    if (isBroken()) {
      return;
    }
    entries++;
    if (first == null) {
      first = entry;
    }
    follows(entry);
    if (!AuditSeal.same(seal.hash(entry), entry.link().hash())) {
      breakAt(entry.sequence(), entry.id(), "its content does not fit its hash: it was altered");
    }
    for (KnownPlace place : known) {
      if (place.sequence() == entry.sequence() && !place.hash().equals(entry.link().hash())) {
        breakAt(entry.sequence(), entry.id(), "it is another one than " + place.from() + " says");
      }
    }
    if (entry.what().action().equals(AuditTrail.RESTART)) {
      restarts.put(entry.sequence(), entry);
    }
    Acknowledged.of(entry).ifPresent(it -> restarts.values().removeIf(it::isOf));
    Cut.of(entry).ifPresent(cut -> cuts.put(cut.through(), cut.hash()));
    last = entry;
  }

  private void follows(AuditEntry entry) {
    AuditEntry before = last;
    if (before == null) {
      if (entry.sequence() < 1) {
        breakAt(entry.sequence(), entry.id(), "it was put in front of the first entry");
      } else if (entry.sequence() == 1 && !entry.link().previous().equals(AuditHead.NOTHING)) {
        breakAt(1, entry.id(), "it does not begin a chain");
      }
    } else if (entry.sequence() != before.sequence() + 1) {
      breakAt(before.sequence() + 1, "", gone(before.sequence() + 1, entry.sequence() - 1));
    } else if (!entry.link().previous().equals(before.link().hash())) {
      breakAt(
          entry.sequence(), entry.id(), "it does not hang on the entry before: one was replaced");
    }
  }

  /** After the last entry. */
  void end() {
    beginning();
    head();
    knownPlaces();
    if (!restarts.isEmpty()) {
      AuditEntry begunAnew = restarts.firstEntry().getValue();
      breakAt(
          begunAnew.sequence(),
          begunAnew.id(),
          "the chain was begun anew here: "
              + begunAnew.what().after()
              + "; acknowledge it once you know why");
    }
  }

  /** What went before the first entry has to be told by one that was written when it went. */
  private void beginning() {
    AuditEntry start = first;
    if (start == null || start.sequence() <= 1) {
      return;
    }
    String removed = cuts.get(start.sequence() - 1);
    if (!start.link().previous().equals(removed)) {
      breakAt(
          start.sequence(), start.id(), gone(1, start.sequence() - 1) + ", and nothing says why");
    }
  }

  private void head() {
    if (state.head().isEmpty()) {
      breakAt(state.last() + 1, "", "the head of the chain is gone");
      return;
    }
    AuditHead head = state.head().get();
    if (!seal.isOurs(head)) {
      breakAt(head.sequence(), "", "the head of the chain is not signed by us");
    } else if (head.sequence() > state.last()) {
      breakAt(state.last() + 1, "", gone(state.last() + 1, head.sequence()));
    } else if (head.sequence() < state.last()) {
      breakAt(head.sequence() + 1, "", "it was put behind the end of the chain");
    } else if (last != null && !head.hash().equals(last.link().hash())) {
      breakAt(last.sequence(), last.id(), "the head of the chain is another one");
    } else if (head.entries() != entries) {
      breakAt(
          head.sequence(),
          "",
          "there are %d entries, the head says %d".formatted(entries, head.entries()));
    }
  }

  private void knownPlaces() {
    for (KnownPlace place : known) {
      if (place.sequence() > state.last()) {
        breakAt(
            state.last() + 1,
            "",
            "%s says that there was an entry %d; the end was cut off, or an older database stands in its place"
                .formatted(place.from(), place.sequence()));
      } else if (place.sequence() > 0 && place.sequence() < state.first()) {
        cutPlace(place);
      }
    }
  }

  private void cutPlace(KnownPlace place) {
    String removed = cuts.get(place.sequence());
    if (removed != null && !removed.equals(place.hash())) {
      breakAt(place.sequence(), "", "it was another one than " + place.from() + " says");
    } else if (removed == null && place.required()) {
      breakAt(
          place.sequence(),
          "",
          "it was removed because of its age, so there is nothing to compare with " + place.from());
    }
  }

  private static String gone(long from, long to) {
    return from == to
        ? "entry " + from + " is gone"
        : "entries " + from + " to " + to + " are gone";
  }

  Verdict verdict() {
    return new Verdict(entries, state.first(), Optional.ofNullable(broken), state.head());
  }
}
