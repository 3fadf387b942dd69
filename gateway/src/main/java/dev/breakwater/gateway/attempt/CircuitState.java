package dev.breakwater.gateway.attempt;

import dev.breakwater.gateway.settings.CircuitSettings;
import java.util.Optional;

/** A state of a circuit breaker; each is a class, and asked and told under the breaker's lock. */
sealed interface CircuitState permits Closed, Open, HalfOpen {
  /** Leave to call now, empty when there is none. */
  Optional<Permit> ask(CircuitBreaker breaker, CircuitSettings limits, long now);

  CircuitBreaker.Status status();

  /**
   * When the next probe may be made, monotonic nanoseconds; now or earlier for a closed circuit.
   */
  long probeAt(long now);
}
