package dev.breakwater.gateway.attempt;

import dev.breakwater.gateway.settings.Target;
import java.time.Duration;

/** One step on a request's way through its targets; all of them in order are its trace. */
public sealed interface Decision {
  Target target();

  /**
   * The target was not called.
   *
   * @param until how long it may not be called yet; zero where time is not the reason
   */
  record Skipped(Target target, Skip reason, Duration until) implements Decision {}

  /**
   * The target was called.
   *
   * @param number the attempt's, from 1
   * @param circuit the circuit's state that let it pass: half-open for a probe
   * @param kind what made us call
   */
  record Called(Target target, int number, CircuitBreaker.Status circuit, Kind kind)
      implements Decision {}

  /**
   * The request waited before it called the target again.
   *
   * @param pause as planned; a client that leaves cuts it short
   */
  record Waited(Target target, Duration pause) implements Decision {}

  /** Why a target was not called. */
  enum Skip {
    CIRCUIT_OPEN,
    /** Its one probe is under way. */
    PROBE_UNDER_WAY,
    /** Its circuit has just closed and it takes only part of its traffic yet. */
    RAMPING,
    /** It fails far more often than its peers. */
    OUTLIER,
    THROTTLED,
    CREDENTIAL,
    UNKNOWN_MODEL,
    /** The prompt did not fit one whose window is no smaller. */
    WINDOW_TOO_SMALL,
    /** It has declined this very request already. */
    DECLINED,
    /** Its protocol or model has no words for what the client asks. */
    INEXPRESSIBLE,
    /** It does not go on from what another has said. */
    NO_PREFIX
  }

  /** What made us call a target. */
  enum Kind {
    FIRST,
    RETRY,
    /** To see whether an open circuit's target is well again. */
    PROBE,
    HEDGE,
    RESUME
  }
}
