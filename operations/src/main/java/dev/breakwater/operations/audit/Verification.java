package dev.breakwater.operations.audit;

import dev.breakwater.operations.StoreUnavailable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads the whole chain and recomputes every link, page by page: nobody who writes waits for it.
 * Also compares it with the copy of the head, and with a place that somebody noted down elsewhere.
 */
public final class Verification {
  private static final int PAGE = 1_000;

  /** How often it begins anew when old entries are removed meanwhile. */
  private static final int ATTEMPTS = 3;

  private final AuditStore store;
  private final AuditSeal seal;
  private final HeadCopy copy;

  public Verification(AuditStore store, AuditSeal seal, HeadCopy copy) {
    this.store = store;
    this.seal = seal;
    this.copy = copy;
  }

  /**
   * @param expected a place known from elsewhere
   * @throws StoreUnavailable when the database does not answer
   */
  public Verdict verify(Optional<KnownPlace> expected) {
    Verdict verdict = once(expected);
    for (int attempt = 1; attempt < ATTEMPTS && !verdict.isValid(); attempt++) {
      if (store.state().first() == verdict.first()) {
        break;
      }
      verdict = once(expected);
    }
    return verdict;
  }

  private Verdict once(Optional<KnownPlace> expected) {
    List<KnownPlace> known = new ArrayList<>(expected.stream().toList());
    // The copy is read first: the database may be ahead of it, but never behind.
    Optional<String> line = copy.read();
    Optional<AuditHead> copied = line.flatMap(AuditHead::read).filter(seal::isOurs);
    copied.ifPresent(head -> known.add(KnownPlace.of(head, copy.place())));
    AuditStore.State state = store.state();
    ChainWalk walk = new ChainWalk(seal, state, known);
    long at = state.first() - 1;
    while (state.last() > 0 && at < state.last() && !walk.isBroken()) {
      List<AuditEntry> page = store.after(at, PAGE);
      page.stream().filter(entry -> entry.sequence() <= state.last()).forEach(walk::entry);
      if (page.isEmpty()) {
        break;
      }
      at = page.getLast().sequence();
    }
    walk.end();
    if (line.isPresent() && copied.isEmpty()) {
      walk.breakAt(state.last() + 1, "", copy.place() + " holds no head that was signed by us");
    }
    return walk.verdict();
  }
}
