package dev.breakwater.gateway.settings;

import java.util.function.UnaryOperator;

/** The snapshot in force. A request reads it once; a change swaps it whole. */
public interface LiveSettings {
  Settings current();

  /**
   * Makes a new snapshot of the current one, atomically; it holds from the next request on.
   *
   * @param change is called once or more, so without side effects
   */
  void replace(UnaryOperator<Settings> change);
}
