package dev.breakwater.operations.secrets;

import dev.breakwater.operations.StoreUnavailable;

/** Somewhere that things are kept sealed under the master key. */
public interface SealedPlace {
  /**
   * Seals anew whatever is not sealed under the key of today.
   *
   * @return how many that were
   * @throws IllegalArgumentException when one cannot be opened
   * @throws StoreUnavailable when one was not kept
   */
  int reseal(Reseal reseal);
}
