package dev.breakwater.gateway.usage;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the journal is, for status and metrics.
 *
 * @param bytes that all segments take on the disk
 * @param maxBytes they may take
 * @param problem why no more can be recorded; null while it can
 * @param tornTails chains of dead processes that ended in the middle of a record
 * @param unrecorded ends that found no room; 0 unless the disk failed
 * @param quarantined segments set aside because they could not be read in full, those of earlier
 *     processes too
 * @param damages what could not be read since the start
 */
public record JournalState(
    long bytes,
    long maxBytes,
    Durability durability,
    @Nullable String problem,
    long tornTails,
    long unrecorded,
    int quarantined,
    List<JournalDamage> damages) {
  public JournalState {
    damages = List.copyOf(damages);
  }
}
