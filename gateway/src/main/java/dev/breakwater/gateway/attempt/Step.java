package dev.breakwater.gateway.attempt;

import dev.breakwater.gateway.attempt.Conclusion.End;
import dev.breakwater.gateway.provider.Fault;

/** What one call means for its request. */
sealed interface Step {
  /** The request has ended. */
  record Over(End end) implements Step {}

  /** Another target may be asked, this one not again. */
  record Next() implements Step {}

  /**
   * The target failed; whether it may be asked again is still to be decided.
   *
   * @param circuitOpen the failure has opened its circuit, or found it open
   * @param asideUntil until when the failure has set the target aside, monotonic nanoseconds; now
   *     or earlier when it has not
   */
  record Faulty(Fault fault, boolean circuitOpen, long asideUntil) implements Step {}
}
