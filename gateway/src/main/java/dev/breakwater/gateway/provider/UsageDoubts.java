package dev.breakwater.gateway.provider;

import dev.breakwater.gateway.settings.Target;

/** Hears of reported usage that is not believed; the estimate is billed in its place. */
public interface UsageDoubts {
  /** Nobody listens. */
  UsageDoubts NONE = (target, reason) -> {};

  /**
   * @param reason a sentence for an operator
   */
  void refused(Target target, String reason);
}
