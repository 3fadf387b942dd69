package dev.breakwater.operations.audit;

import dev.breakwater.operations.maintenance.AgingRows;
import java.time.Instant;
import java.util.function.Supplier;

/** Entries that grow old, oldest first by their place in the chain, whatever their clock said. */
public final class OldEntries implements AgingRows {
  private final Supplier<AuditTrail> trail;
  private final AuditStore store;

  /**
   * @param trail throws while the database is away
   */
  public OldEntries(Supplier<AuditTrail> trail, AuditStore store) {
    this.trail = trail;
    this.store = store;
  }

  @Override
  public String kind() {
    return "audit";
  }

  @Override
  public long count() {
    return store.state().entries();
  }

  @Override
  public long countBefore(Instant before) {
    AuditStore.State state = store.state();
    return state.last() == 0
        ? 0
        : Math.max(0, store.firstNotBefore(before).orElse(state.last()) - state.first());
  }

  @Override
  public int removeBefore(Instant before, int most) {
    return trail.get().cutBefore(before, most);
  }
}
