package dev.breakwater.operations.reports;

import dev.breakwater.gateway.usage.LedgerWriter;
import java.time.Duration;
import java.time.Instant;

/**
 * Brings the ledger up to what has happened, so that a call is in the figures asked for after it.
 */
public interface CaughtUp {
  /** Waits until everything logged before this call is in the ledger; false when time ran out. */
  boolean await(Duration atMost);

  /** Everything logged before this time is in the ledger. */
  Instant asOf();

  static CaughtUp of(LedgerWriter writer) {
    return new CaughtUp() {
      @Override
      public boolean await(Duration atMost) {
        return writer.awaitCaughtUp(atMost);
      }

      @Override
      public Instant asOf() {
        return writer.state().asOf();
      }
    };
  }
}
