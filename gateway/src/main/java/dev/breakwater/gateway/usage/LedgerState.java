package dev.breakwater.gateway.usage;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far the ledger is behind the journal.
 *
 * @param asOf everything that was logged before this time is in the ledger
 * @param lagRecords written but not read yet, those of dead processes not counted
 * @param lagBytes likewise
 * @param openRequests that have begun and not ended
 * @param rows brought to the ledger since the start
 * @param lastError why the database did not take the last batch; null when it did
 */
public record LedgerState(
    Instant asOf,
    long lagRecords,
    long lagBytes,
    int openRequests,
    long rows,
    @Nullable String lastError) {}
