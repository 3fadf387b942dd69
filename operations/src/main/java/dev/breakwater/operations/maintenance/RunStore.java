package dev.breakwater.operations.maintenance;

import dev.breakwater.operations.StoreUnavailable;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps runs. Every method throws {@link StoreUnavailable} when the database does not answer. */
public interface RunStore {
  /** Inserts or replaces a run by its id. */
  void put(Run run);

  Optional<Run> find(String id);

  /**
   * Newest first.
   *
   * @param job only this one; null for all
   */
  List<Run> newest(@Nullable String job, int limit);

  /** Calls every run of a job interrupted that is said to be running. */
  void interrupt(String job);
}
