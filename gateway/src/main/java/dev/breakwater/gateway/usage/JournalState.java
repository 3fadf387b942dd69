package dev.breakwater.gateway.usage;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the journal is, for status and metrics.
 *
 * @param bytes that all segments take on the disk
 * @param maxBytes they may take
 * @param problem why no more segments can be made; null while they can
 * @param tornTails chains of dead processes that ended in the middle of a record
 * @param unrecorded ends that found no room; 0 unless the disk failed
 * @param damages what could not be read since the start
 */
public record JournalState(
    long bytes,
    long maxBytes,
    @Nullable String problem,
    long tornTails,
    long unrecorded,
    List<JournalDamage> damages) {
  public JournalState {
    damages = List.copyOf(damages);
  }
}
