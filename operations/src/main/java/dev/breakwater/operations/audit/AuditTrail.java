package dev.breakwater.operations.audit;

import dev.breakwater.operations.StoreUnavailable;
import dev.breakwater.operations.audit.AuditEntry.Link;
import dev.breakwater.operations.audit.AuditEntry.What;
import dev.breakwater.operations.audit.AuditEntry.Who;
import dev.breakwater.operations.changes.Actor;
import dev.breakwater.operations.changes.AuditLog;
import dev.breakwater.operations.changes.Change;
import dev.breakwater.operations.changes.ChangeText;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Adds to the chain. An entry and the head that points to it are kept in the transaction of what
 * they tell about; the copy of the head follows once that is committed.
 */
public final class AuditTrail implements AuditLog {
  /** The chain was begun anew, for its head was gone or not ours; whoever verifies is told. */
  static final String RESTART = "audit.restart";

  /** Somebody knows why the chain was begun anew. */
  static final String ACKNOWLEDGE = "audit.acknowledge";

  /** Old entries were removed; those after them still hang on what it says. */
  static final String CUT = "audit.cut";

  private static final Logger LOG = LoggerFactory.getLogger(AuditTrail.class);
  private static final int LONGEST_NAME = 512;
  private static final int LONGEST_TEXT = 64 * 1024;

  private final AuditStore store;
  private final AuditSeal seal;
  private final CopiedHead copy;
  private final InstantSource clock;
  private final Supplier<String> ids;
  private final ReentrantLock making = new ReentrantLock();

  /**
   * @param ids gives each entry one of its own, ordered by time
   */
  private AuditTrail(
      AuditStore store,
      AuditSeal seal,
      CopiedHead copy,
      InstantSource clock,
      Supplier<String> ids) {
    this.store = store;
    this.seal = seal;
    this.copy = copy;
    this.clock = clock;
    this.ids = ids;
  }

  /**
   * Begins the chain where there is none, and looks whether the database is the one that the copy
   * of the head was taken from.
   *
   * @param ids gives each entry one of its own, ordered by time
   * @throws StoreUnavailable when the database does not answer
   */
  public static AuditTrail open(
      AuditStore store, AuditSeal seal, HeadCopy copy, InstantSource clock, Supplier<String> ids) {
    CopiedHead copied = CopiedHead.open(copy, store, seal);
    AuditTrail trail = new AuditTrail(store, seal, copied, clock, ids);
    if (!copied.isThere()) {
      trail.begin();
    }
    return trail;
  }

  /** A new installation has neither entries nor a head anywhere. */
  private void begin() {
    store.inOne(() -> {
      AuditStore.State state = store.stateToChange();
      if (state.head().isEmpty() && state.last() == 0) {
        store.putHead(seal.head(0, AuditHead.NOTHING, 0), now());
      }
      return state;
    });
  }

  @Override
  public void append(Change change) {
    store.inOne(() -> add(headToChange(), change));
  }

  /** The head, which nobody else changes until the transaction under way ends. */
  private AuditHead headToChange() {
    AuditStore.State state = store.stateToChange();
    if (state.head().filter(seal::isOurs).isPresent()) {
      return state.head().get();
    }
    // Administration goes on, and the break stays in the chain for whoever verifies.
    String why = state.head().isEmpty() ? "the head was gone" : "the head was not signed by us";
    LOG.error("audit: {}; the chain is begun anew after entry {}", why, state.last());
    return add(
        seal.head(state.last(), state.lastHash(), state.entries()),
        new Change(
            Actor.SYSTEM,
            RESTART,
            "audit",
            "",
            "",
            ChangeText.object().put("reason", why).put("after", state.last()).text()));
  }

  private AuditHead add(AuditHead head, Change change) {
    AuditEntry entry = entry(change, head);
    AuditHead next = seal.head(entry.sequence(), entry.link().hash(), head.entries() + 1);
    store.add(entry, next, entry.at());
    store.afterCommit(() -> committed(next, entry));
    return next;
  }

  private void committed(AuditHead head, AuditEntry entry) {
    LOG.info(
        "audit: {} {} {} by {}",
        head.place(),
        entry.what().action(),
        entry.what().object(),
        entry.who().name());
    copy.follow(head, entry.link().previous());
  }

  private AuditEntry entry(Change change, AuditHead head) {
    var principal = change.actor().principal();
    AuditEntry entry =
        new AuditEntry(
            head.sequence() + 1,
            nextId(),
            now(),
            new Who(
                word(principal.kind().name()),
                kept(principal.id(), LONGEST_NAME),
                kept(principal.name(), LONGEST_NAME),
                word(principal.role().name()),
                kept(change.actor().address(), LONGEST_NAME)),
            kept(change.tenant(), LONGEST_NAME),
            new What(
                change.action(),
                kept(change.object(), LONGEST_NAME),
                kept(change.before(), LONGEST_TEXT),
                kept(change.after(), LONGEST_TEXT)),
            new Link(head.hash(), ""));
    return entry.hashed(seal.hash(entry));
  }

  /**
   * Removes the oldest entries; what is left hangs on an entry of this which says what went.
   *
   * @param most at most so many
   * @return how many went
   */
  int cutBefore(Instant before, int most) {
    Optional<Long> firstToStay = store.firstNotBefore(before);
    return store.inOne(() -> {
      AuditHead head = headToChange();
      AuditStore.State state = store.stateToChange();
      // The last entry stays, whatever its age: the chain has to hang on something.
      long through = Math.min(firstToStay.orElse(state.last()) - 1, state.first() + most - 1);
      if (state.first() == 0 || through < state.first()) {
        return 0;
      }
      AuditStore.Removed removed = store.removeThrough(through);
      add(
          seal.head(head.sequence(), head.hash(), head.entries() - removed.entries()),
          new Change(
              Actor.SYSTEM, CUT, "audit", "", "", Cut.text(through, removed.lastHash(), before)));
      return removed.entries();
    });
  }

  private String nextId() {
    making.lock();
    try {
      return ids.get();
    } finally {
      making.unlock();
    }
  }

  /** As both databases keep it. */
  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  private static String word(String constant) {
    return constant.toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** In characters that every database takes and gives back, for the hash is over what is kept. */
  private static String kept(String text, int longest) {
    String shorter = text.length() <= longest ? text : text.substring(0, longest) + "…";
    return new String(shorter.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8)
        .replace('\0', '\uFFFD');
  }
}
