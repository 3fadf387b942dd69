package dev.breakwater.operations.flags;

import java.time.Instant;
import java.util.Map;

/** Keeps what the API said about flags. Every method throws {@code StoreUnavailable}. */
public interface FlagStore {
  /** By name. */
  Map<String, FlagValue> all();

  /** Inserts or replaces. */
  void put(String name, FlagValue value, Instant at);

  /**
   * @return false when there was none
   */
  boolean delete(String name);
}
